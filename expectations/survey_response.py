"""Expectations on citizens' answers (SKM, PermenPANRB 14/2017)."""

from etl.records import RECORDS
from etl.records.surveys import ELEMENTS
from expectations.clocks import clock_not_ahead, clock_not_reset
from expectations.copies import one_answer_per_key
from expectations.expectation import Expectation, refuse_row

_ANSWERED = f"coalesce({', '.join(ELEMENTS)})"

EXPECTATIONS: tuple[Expectation, ...] = (
    clock_not_reset("submitted_at"),
    clock_not_ahead("submitted_at"),
    # a form sent without one answer is no respondent: it would raise the number the index stands on
    refuse_row("answers_something", "NO_ANSWER", where=f"{_ANSWERED} is null"),
    one_answer_per_key(RECORDS["survey_response"]),
)
