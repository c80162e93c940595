"""Fridays and Ramadan (Perpres 21/2023 Pasal 4).

Usual hours: 07:30 to 16:00 with 60 minutes of break, on Friday to 16:30 with a break from 11:30 to 13:00. In Ramadan
08:00 to 15:00 with 30 minutes, on Friday to 15:30 with 60. Which days are Ramadan is a row of core.calendar.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

START = "2026-02-02 07:30"
RAMADAN = """
| date_from  | date_to    | kind    |
| 2026-02-19 | 2026-03-20 | RAMADAN |
"""


@pytest.mark.parametrize(
    ("times", "status", "early", "worked"),
    [
        (["07:30", "16:30"], "PRESENT", "0", 450),
        (["07:30", "16:29"], "PRESENT", "1", 449),
        (["07:30", "16:00"], "PRESENT", "30", 420),
        # the break, prayer included, is nobody's work: from 11:30 to 13:00 nothing is added
        (["07:30", "13:01"], "PRESENT", "209", 241),
        (["07:30", "13:00"], "PRESENT", "210", 240),
        (["07:30", "12:15"], "PRESENT", "255", 240),
        (["07:30", "12:00"], "PRESENT", "270", 240),
        # the midpoint of Friday is 12:00
        (["07:30", "11:59:59"], "NO_OUT", "", 240),
        (["12:00"], "NO_IN", "270", 0),
        # four punches, out and in around the prayer: the first and the last count
        (["07:30", "11:35", "13:05", "16:30"], "PRESENT", "0", 450),
    ],
)
def test_the_break_of_friday_is_long(check: Check, times: list[str], status: str, early: str, worked: int) -> None:
    check(
        f"""
        | work_date  | status   | early_minutes | worked_minutes |
        | 2026-02-06 | {status} | {early}       | {worked}       |
        """,
        punch=punches(START, *(f"2026-02-06 {time}" for time in times)),
    )


@pytest.mark.parametrize(
    ("day", "start", "end", "late", "early", "worked"),
    [
        # Wednesday before, Thursday the first, Friday the second; Friday the last, Monday after
        ("2026-02-18", "07:30", "16:00", 30, 60, 360),
        ("2026-02-19", "08:00", "15:00", 0, 0, 390),
        ("2026-02-20", "08:00", "15:30", 0, 30, 360),
        ("2026-03-20", "08:00", "15:30", 0, 30, 360),
        ("2026-03-23", "07:30", "16:00", 30, 60, 360),
    ],
)
def test_hours_are_shorter_from_the_first_day_of_ramadan_through_the_last(
    check: Check, day: str, start: str, end: str, late: int, early: int, worked: int
) -> None:
    """Who comes at 08:00 and goes at 15:00."""
    check(
        f"""
        | work_date | shift_start | shift_end | late_minutes | early_minutes | worked_minutes |
        | {day}     | {start}     | {end}     | {late}       | {early}       | {worked}       |
        """,
        calendar=RAMADAN,
        punch=punches(START, f"{day} 08:00", f"{day} 15:00"),
    )


@pytest.mark.parametrize(
    ("time", "late"), [("08:00:59", 0), ("08:01:00", 1), ("08:30:59", 30), ("08:31:00", 31), ("09:31:00", 91)]
)
def test_in_ramadan_late_is_late_after_eight(check: Check, time: str, late: int) -> None:
    check(
        f"""
        | work_date  | late_minutes |
        | 2026-02-19 | {late}       |
        """,
        calendar=RAMADAN,
        punch=punches(START, f"2026-02-19 {time}", "2026-02-19 15:00"),
    )


def test_a_holiday_in_ramadan_is_a_holiday(check: Check) -> None:
    check(
        """
        | work_date  | shift_start | status |
        | 2026-03-18 |             | OFF    |
        | 2026-03-19 |             | OFF    |
        | 2026-03-20 | 08:00       | ABSENT |
        """,
        calendar=RAMADAN
        + """
        | 2026-03-19 |            | HOLIDAY      |
        | 2026-03-18 |            | CUTI_BERSAMA |
        """.strip(),
        punch=punches("2026-03-16 08:00"),
    )


def test_a_shift_of_the_roster_keeps_its_hours_in_ramadan(check: Check) -> None:
    check(
        """
        | work_date  | shift_start | shift_end | late_minutes |
        | 2026-02-19 | 07:00       | 14:00     | 31           |
        """,
        calendar=RAMADAN,
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | RSUD      | ACTIVE | 2025-01-01 |
        """,
        shifts="""
        | shift_code | start | end | valid_from |
        | PAGI       | 420   | 840 | 2020-01-01 |
        """,
        roster="""
        | nip  | work_date  | shift_code |
        | 1001 | 2026-02-19 | PAGI       |
        """,
        punch=punches(START, "2026-02-19 07:31", "2026-02-19 14:00"),
    )
