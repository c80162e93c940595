"""Wards in three shifts: morning, afternoon, night (contract section 4, rules 2 to 5).

Who has a roster follows it, on Sundays and holidays too; OFF in the roster is a day off. Morning 07:00 to 14:00,
afternoon 14:00 to 21:00, night 21:00 to 07:00 of the next day; the night belongs to the date on which it begins.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

NURSE = """
| person_id | nip  | unit_code | status | valid_from |
| sari      | 1001 | RSUD      | ACTIVE | 2025-01-01 |
"""
SHIFTS = """
| shift_code | start | end  | valid_from |
| PAGI       | 420   | 840  | 2020-01-01 |
| SIANG      | 840   | 1260 | 2020-01-01 |
| MALAM      | 1260  | 1860 | 2020-01-01 |
"""
TURN = """
| nip  | work_date  | shift_code |
| 1001 | 2026-02-06 | PAGI       |
| 1001 | 2026-02-07 | SIANG      |
| 1001 | 2026-02-08 | MALAM      |
| 1001 | 2026-02-09 | OFF        |
| 1001 | 2026-02-10 | OFF        |
| 1001 | 2026-02-11 | PAGI       |
"""
START = "2026-02-02 07:00"


def test_a_turn_of_the_ward_goes_over_the_weekend(check: Check) -> None:
    check(
        """
        | work_date  | shift_code | shift_start | shift_end | first_in | last_out | worked_minutes | status  |
        | 2026-02-06 | PAGI       | 07:00       | 14:00     | 06:50    | 14:05    | 420            | PRESENT |
        | 2026-02-07 | SIANG      | 14:00       | 21:00     | 13:55    | 21:03    | 420            | PRESENT |
        | 2026-02-08 | MALAM      | 21:00       | 07:00     | 20:58    | 07:02    | 600            | PRESENT |
        | 2026-02-09 |            |             |           |          |          | 0              | OFF     |
        | 2026-02-10 |            |             |           |          |          | 0              | OFF     |
        | 2026-02-11 | PAGI       | 07:00       | 14:00     |          |          | 0              | ABSENT  |
        """,
        employees=NURSE,
        shifts=SHIFTS,
        roster=TURN,
        punch=punches(
            START,
            "2026-02-06 06:50",
            "2026-02-06 14:05",
            "2026-02-07 13:55",
            "2026-02-07 21:03",
            "2026-02-08 20:58",
            "2026-02-09 07:02",
        ),
    )


@pytest.mark.parametrize("kind", ["HOLIDAY", "CUTI_BERSAMA", "ELECTION"])
def test_no_decree_frees_who_is_on_the_roster(check: Check, kind: str) -> None:
    check(
        """
        | work_date  | shift_code | late_minutes | status  |
        | 2026-02-06 | PAGI       | 31           | PRESENT |
        | 2026-02-07 | SIANG      |              | ABSENT  |
        """,
        employees=NURSE,
        shifts=SHIFTS,
        roster=TURN,
        calendar=f"""
        | date_from  | date_to    | kind   |
        | 2026-02-06 | 2026-02-07 | {kind} |
        """,
        punch=punches(START, "2026-02-06 07:31", "2026-02-06 14:00"),
    )


def test_shared_leave_granted_by_name_frees_the_one_who_has_it(check: Check) -> None:
    check(
        """
        | work_date  | shift_no | status | leave_code |
        | 2026-02-06 | 0        | OFF    | CBER       |
        | 2026-02-07 | 1        | ABSENT |            |
        """,
        employees=NURSE,
        shifts=SHIFTS,
        roster=TURN,
        leave="""
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CBER       | 2026-02-06 | 2026-02-06 |
        """,
        punch=punches(START),
    )


@pytest.mark.parametrize(
    ("came", "went", "late", "early"),
    [
        ("2026-02-08 21:00:00", "2026-02-09 07:00:00", 0, 0),
        ("2026-02-08 21:00:59", "2026-02-09 06:59:01", 0, 0),
        ("2026-02-08 21:01:00", "2026-02-09 06:59:00", 1, 1),
        ("2026-02-08 23:59:59", "2026-02-09 06:29:00", 179, 31),
        ("2026-02-09 00:00:00", "2026-02-09 06:30:00", 180, 30),
        # the midpoint of the night is 02:00
        ("2026-02-09 01:59:59", "2026-02-09 03:00:00", 299, 240),
    ],
)
def test_minutes_of_a_night_run_over_midnight(check: Check, came: str, went: str, late: int, early: int) -> None:
    check(
        f"""
        | work_date  | late_minutes | early_minutes | status  |
        | 2026-02-08 | {late}       | {early}       | PRESENT |
        """,
        employees=NURSE,
        shifts=SHIFTS,
        roster=TURN,
        punch=punches(START, came, went),
    )
