"""The fire brigade: 24 hours on, 48 hours off (contract section 4, rules 2 to 6).

A duty from 08:00 to 08:00 of the next day is one day of service, that of the date on which it begins; its midpoint is
20:00. How many working days an absence from it counts is a column of the shift.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

FIREMAN = """
| person_id | nip  | unit_code | status | valid_from |
| sari      | 1001 | RSUD      | ACTIVE | 2025-01-01 |
"""
SHIFT = """
| shift_code | start | end  | discipline_days | valid_from |
| PIKET24    | 480   | 1920 | {days}          | 2020-01-01 |
"""
ROSTER = """
| nip  | work_date  | shift_code |
| 1001 | 2026-02-02 | PIKET24    |
| 1001 | 2026-02-05 | PIKET24    |
| 1001 | 2026-02-08 | PIKET24    |
"""
START = "2026-02-02 08:00"


def test_two_days_off_follow_a_day_on_duty(check: Check) -> None:
    check(
        """
        | work_date  | shift_code | first_in | last_out | worked_minutes | status  | deduction_percent |
        | 2026-02-05 | PIKET24    | 07:55    | 08:04    | 1440           | PRESENT | 0.0000            |
        | 2026-02-06 |            |          |          | 0              | OFF     |                   |
        | 2026-02-07 |            |          |          | 0              | OFF     |                   |
        | 2026-02-08 | PIKET24    |          |          | 0              | ABSENT  | 3.0000            |
        """,
        employees=FIREMAN,
        shifts=SHIFT.format(days=""),
        roster=ROSTER,
        punch=punches(START, "2026-02-05 07:55", "2026-02-06 08:04"),
    )


@pytest.mark.parametrize(
    ("moment", "monday", "thursday"),
    [
        # twelve hours after the end of Monday's duty, four before Thursday's
        ("2026-02-03 20:00:00", 2, 0),
        ("2026-02-03 20:00:01", 1, 0),
        ("2026-02-05 03:59:59", 1, 0),
        ("2026-02-05 04:00:00", 1, 1),
        ("2026-02-06 20:00:00", 1, 1),
        ("2026-02-06 20:00:01", 1, 0),
    ],
)
def test_between_two_duties_lie_hours_that_are_nobodys(check: Check, moment: str, monday: int, thursday: int) -> None:
    check(
        f"""
        | work_date  | punches    |
        | 2026-02-02 | {monday}   |
        | 2026-02-05 | {thursday} |
        """,
        employees=FIREMAN,
        shifts=SHIFT.format(days=""),
        roster=ROSTER,
        punch=punches(START, moment),
    )


@pytest.mark.parametrize(
    ("time", "first_in", "last_out", "status"),
    [
        ("2026-02-05 19:59:59", "19:59:59", "", "NO_OUT"),
        ("2026-02-05 20:00:00", "", "20:00", "NO_IN"),
        ("2026-02-06 00:00:00", "", "00:00", "NO_IN"),
    ],
)
def test_one_punch_is_a_coming_before_the_midpoint_and_a_going_from_it_on(
    check: Check, time: str, first_in: str, last_out: str, status: str
) -> None:
    check(
        f"""
        | work_date  | first_in   | last_out   | status   |
        | 2026-02-05 | {first_in} | {last_out} | {status} |
        """,
        employees=FIREMAN,
        shifts=SHIFT.format(days=""),
        roster=ROSTER,
        punch=punches(START, time),
    )


@pytest.mark.parametrize(("stated", "unexcused"), [("", "1.00"), ("3.00", "3.00"), ("1.50", "1.50")])
def test_absence_from_one_duty_counts_the_days_that_the_shift_says(check: Check, stated: str, unexcused: str) -> None:
    check(
        f"""
        | work_date  | unexcused_days | cumulative_days | consecutive_days |
        | 2026-02-05 | {unexcused}    | {unexcused}     | {unexcused}      |
        """,
        into="discipline_day",
        employees=FIREMAN,
        shifts=SHIFT.format(days=stated),
        roster=ROSTER,
        punch=punches(START, "2026-02-03 08:00"),
    )
