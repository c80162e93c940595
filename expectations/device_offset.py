"""Expectations on known errors of device clocks."""

from expectations.expectation import Expectation, warn
from expectations.stretches import ends_not_before_begin, no_overlap

EXPECTATIONS: tuple[Expectation, ...] = (
    ends_not_before_begin("from_at", "to_at", "TIME_ORDER"),
    # two corrections of one reading: nobody could say which time is true
    no_overlap("device_id", begin="from_at", end="to_at"),
    # a correction by nothing was meant to be another number
    warn("moves_the_clock", "NO_OFFSET", "offset_seconds", where="offset_seconds = 0"),
)
