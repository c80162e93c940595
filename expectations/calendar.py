"""Expectations on holidays, shared leave, election days and Ramadan."""

from expectations.expectation import Expectation, warn
from expectations.stretches import ends_not_before_begin

LONGEST_HOLIDAY_DAYS = 10
_DAYS = "coalesce(date_to, date_from) - date_from + 1"

EXPECTATIONS: tuple[Expectation, ...] = (
    ends_not_before_begin("date_from", "date_to"),
    # a lunar month has 29 or 30 days; its hours shorten every working day in it
    warn("lasts_a_lunar_month", "RAMADAN_LENGTH", "date_to", where=f"kind = 'RAMADAN' and {_DAYS} not in (29, 30)"),
    # nobody is absent on a holiday: a slip in its end forgives weeks
    warn(
        "lasts_some_days",
        "LONG_HOLIDAY",
        "date_to",
        where=f"kind <> 'RAMADAN' and {_DAYS} > {LONGEST_HOLIDAY_DAYS}",
    ),
)
