"""Expectations on training."""

from expectations.expectation import Expectation, warn
from expectations.stretches import ends_not_before_begin

LESSONS_A_DAY = 16
"""Lesson hours (JP) of 45 minutes that a day can hold."""

EXPECTATIONS: tuple[Expectation, ...] = (
    ends_not_before_begin("date_from", "date_to"),
    # hours are what the duty of 20 JP a year is checked by
    warn(
        "fits_into_its_days",
        "HOURS_TOO_MANY",
        "hours",
        where=f"hours > {LESSONS_A_DAY} * (date_to - date_from + 1)",
    ),
)
