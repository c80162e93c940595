"""Expectations on presence at musters."""

from expectations.expectation import Expectation, refuse_row

EXPECTATIONS: tuple[Expectation, ...] = (
    # lists are printed ahead; being there is not
    refuse_row(
        "presence_is_not_ahead",
        "CLOCK_AHEAD",
        "muster_date",
        where="present and muster_date > $through_at + interval 1 day",
    ),
)
