"""Expectations on confirmed punches."""

from expectations.clocks import clock_not_ahead
from expectations.expectation import Expectation, refuse_row

HOURS_BEFORE, HOURS_AFTER = 12, 72
"""A shift begins within two days of its work date; its window reaches 12 hours further (contract section 4)."""

EXPECTATIONS: tuple[Expectation, ...] = (
    clock_not_ahead("punched_at"),
    # outside every window it would count nowhere, or on somebody's other day
    refuse_row(
        "is_near_its_work_date",
        "TIME_NOT_ON_DATE",
        "punched_at",
        where=f"punched_at < work_date - interval {HOURS_BEFORE} hour "
        f"or punched_at >= work_date + interval {HOURS_AFTER} hour",
    ),
    # a correction is money; the superior confirms it, nobody confirms his own
    refuse_row("is_approved_by_another", "SELF_APPROVED", "approved_by", where="approved_by = nip"),
)
