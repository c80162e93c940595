"""Expectations on objections of employees."""

from expectations.expectation import Expectation, warn
from expectations.periods import is_a_period
from expectations.stretches import ends_not_before_begin

COMPONENTS = (
    "('DISCIPLINE', 'PRODUCTIVITY', 'TIMELINESS', 'QUALITY', 'TARGET', 'SATISFACTION', 'COMPLAINT', 'BEHAVIOUR')"
)

EXPECTATIONS: tuple[Expectation, ...] = (
    is_a_period("period"),
    ends_not_before_begin("filed_at", "decided_at", "TIME_ORDER"),
    warn("is_a_component", "UNKNOWN_COMPONENT", "component", where=f"component not in {COMPONENTS}"),
    # how long an employee waited for an answer cannot be told without its moment
    warn(
        "is_dated_when_decided",
        "DECISION_DATE_MISSING",
        "decided_at",
        where="outcome <> 'PENDING' and decided_at is null",
    ),
)
