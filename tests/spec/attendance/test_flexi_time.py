"""Flexible hours: who is late by little may stay longer (contract section 4, rule 4; PermenPANRB 6/2018).

The example rulebook lets 30 minutes be made up on the same day. Whole minutes after the end count; who is later than
that makes up for nothing. Early is measured from the end as it stands.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

DAY = "2026-02-03"


@pytest.mark.parametrize(
    ("came", "went", "late", "early", "percent"),
    [
        ("07:31", "16:01", "0", "0", "0.0000"),
        ("07:31", "16:00:59", "1", "0", "0.5000"),
        ("07:45:59", "16:15", "0", "0", "0.0000"),
        ("07:45", "16:14:59", "15", "0", "0.5000"),
        ("08:00:59", "16:30", "0", "0", "0.0000"),
        ("08:00", "16:29", "30", "0", "0.5000"),
        ("08:01", "18:00", "31", "0", "1.0000"),
        ("07:45", "15:59", "15", "1", "1.0000"),
        ("07:45", "", "15", "", "2.0000"),
    ],
)
def test_lateness_is_made_up_by_as_many_full_minutes(
    check: Check, came: str, went: str, late: str, early: str, percent: str
) -> None:
    check(
        f"""
        | work_date | late_minutes | early_minutes | deduction_percent |
        | {DAY}     | {late}       | {early}       | {percent}         |
        """,
        rulebook="examples/panrb-6-2018",
        punch=punches("2026-02-02 07:30", *(f"{DAY} {time}" for time in (came, went) if time)),
    )


def test_without_the_rule_nothing_is_made_up(check: Check) -> None:
    check(
        f"""
        | work_date | late_minutes | deduction_percent |
        | {DAY}     | 1            | 0.5000            |
        """,
        punch=punches(f"{DAY} 07:31", f"{DAY} 17:00"),
    )
