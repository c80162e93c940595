"""Expectations on confirmations that a device's record is complete."""

from expectations.clocks import clock_not_ahead
from expectations.expectation import Expectation, warn
from expectations.stretches import ends_not_before_begin

LONGEST_DAYS = 31

EXPECTATIONS: tuple[Expectation, ...] = (
    ends_not_before_begin("from_at", "to_at", "TIME_ORDER"),
    # nobody can vouch for punches that are still to come; it would turn UNKNOWN days into absences
    clock_not_ahead("to_at"),
    # who confirms more than a month has hardly looked at each day
    warn(
        "covers_a_month_at_most",
        "LONG_CONFIRMATION",
        "to_at",
        where=f"to_at > from_at + interval {LONGEST_DAYS} day",
    ),
)
