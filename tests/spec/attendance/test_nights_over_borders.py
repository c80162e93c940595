"""Nights over the end of a year, of a month and over the leap day (contract section 4, rule 2).

A night is the day of service on which it begins: what happens in it counts in that year.
"""

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

NURSE = """
| person_id | nip  | unit_code | status | valid_from |
| sari      | 1001 | RSUD      | ACTIVE | 2025-01-01 |
"""
NIGHT = """
| shift_code | start | end  | valid_from |
| MALAM      | 1260  | 1860 | 2020-01-01 |
"""
NEW_YEAR = """
| nip  | work_date  | shift_code |
| 1001 | 2025-12-31 | MALAM      |
| 1001 | 2026-01-01 | MALAM      |
"""
LEAP = """
| nip  | work_date  | shift_code |
| 1001 | 2028-02-28 | MALAM      |
| 1001 | 2028-02-29 | MALAM      |
| 1001 | 2028-03-01 | MALAM      |
"""
COVERED = """
| file_id | device_address | first_punched_at | last_punched_at  | cumulative |
| 1       | source:gate    | 2025-01-01 00:00 | 2028-12-31 00:00 | true       |
"""


def test_the_night_of_31_december_is_a_day_of_the_old_year(check: Check) -> None:
    check(
        """
        | work_date  | first_in | last_out | late_minutes | early_minutes | worked_minutes | status  |
        | 2025-12-31 | 21:01    | 06:30    | 1            | 30            | 569            | PRESENT |
        | 2026-01-01 |          |          |              |               | 0              | ABSENT  |
        """,
        employees=NURSE,
        shifts=NIGHT,
        roster=NEW_YEAR,
        punch=punches("2025-12-30 21:00", "2025-12-31 21:01", "2026-01-01 06:30"),
    )


def test_absence_in_it_counts_in_the_old_year_and_the_run_goes_on(check: Check) -> None:
    check(
        """
        | work_date  | unexcused_days | cumulative_days | consecutive_days |
        | 2025-12-31 | 1.00           | 1.00            | 1.00             |
        | 2026-01-01 | 1.00           | 1.00            | 2.00             |
        """,
        into="discipline_day",
        employees=NURSE,
        shifts=NIGHT,
        roster=NEW_YEAR,
        punch=punches("2025-12-30 21:00"),
    )


def test_the_leap_day_has_a_night_that_begins_and_one_that_ends_on_it(check: Check) -> None:
    check(
        """
        | work_date  | first_in | last_out | worked_minutes | status  |
        | 2028-02-28 | 20:50    | 07:10    | 600            | PRESENT |
        | 2028-02-29 | 20:55    | 07:05    | 600            | PRESENT |
        | 2028-03-01 |          |          | 0              | ABSENT  |
        """,
        employees=NURSE,
        device_coverage=COVERED,
        shifts=NIGHT,
        roster=LEAP,
        punch=punches(
            "2028-02-27 20:50", "2028-02-28 20:50", "2028-02-29 07:10", "2028-02-29 20:55", "2028-03-01 07:05"
        ),
    )


def test_the_leap_day_is_a_working_day_of_an_office(check: Check) -> None:
    """29 February 2028 is a Tuesday."""
    check(
        """
        | work_date  | late_minutes | early_minutes | worked_minutes | status  |
        | 2028-02-28 | 0            | 0             | 450            | PRESENT |
        | 2028-02-29 | 0            | 1             | 448            | PRESENT |
        | 2028-03-01 |              |               | 0              | ABSENT  |
        """,
        device_coverage=COVERED,
        punch=punches("2028-02-28 07:30", "2028-02-28 16:00", "2028-02-29 07:30:59", "2028-02-29 15:59"),
    )


HIRED = """
| person_id | nip  | unit_code | status | valid_from |
| sari      | 1001 | DINAS     | ACTIVE | 2026-02-02 |
"""
MORNING_AFTER = """
| shift_code | start | end  | valid_from |
| LONG       | 1260  | 1860 | 2020-01-01 |
"""
BEFORE_HIRED = """
| nip  | work_date  | shift_code |
| 1001 | 2026-02-01 | LONG       |
"""


def test_a_night_rostered_before_the_person_began_joins_no_later_duty(check: Check) -> None:
    """The night of 21:00 to 07:00 would be joined with the office day from 07:30, but nobody held a position in it."""
    check(
        """
        | work_date  | shift_no | shift_code | shift_start | first_in | last_out | status  |
        | 2026-02-02 | 1        | FIVE_DAY   | 07:30       | 07:30    | 16:00    | PRESENT |
        """,
        employees=HIRED,
        shifts=MORNING_AFTER,
        roster=BEFORE_HIRED,
        punch=punches("2026-02-02 07:30", "2026-02-02 16:00"),
    )
