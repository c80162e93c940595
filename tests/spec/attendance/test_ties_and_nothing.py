"""Ties and nothing: the same moment on two devices, no punch, no employee, no record at all.

Of punches at one moment the coming names the smallest place of record (file, then line), the going the greatest: the
day is the same, whichever file came first.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches


def test_of_equal_punches_on_two_devices_the_places_of_record_are_told_apart(check: Check) -> None:
    check(
        """
        | work_date  | first_in | first_punch_file_id | first_punch_record_no | last_punch_file_id | punches |
        | 2026-02-03 | 07:31    | 3                   | 8                     | 7                  | 5       |
        """,
        punch="""
        | file_id | record_no | device_id   | pin | punched_at       |
        | 7       | 1         | source:gate | 1   | 2026-02-03 07:31 |
        | 3       | 9         | source:yard | 1   | 2026-02-03 07:31 |
        | 3       | 8         | source:hall | 1   | 2026-02-03 07:31 |
        | 7       | 2         | source:gate | 1   | 2026-02-03 16:00 |
        | 3       | 10        | source:hall | 1   | 2026-02-03 16:00 |
        """,
    )


@pytest.mark.parametrize(
    ("time", "first_in", "last_out"), [("07:31", "07:31", ""), ("11:44:59", "11:44:59", ""), ("11:45", "", "11:45")]
)
def test_two_presses_at_one_moment_are_one_coming_or_one_going(
    check: Check, time: str, first_in: str, last_out: str
) -> None:
    covered = """
    | file_id | device_address | first_punched_at | last_punched_at  | cumulative |
    | 1       | source:gate    | 2025-01-01 00:00 | 2027-12-31 00:00 | true       |
    | 2       | source:hall    | 2025-01-01 00:00 | 2027-12-31 00:00 | true       |
    """
    check(
        f"""
        | work_date  | first_in   | last_out   | punches | missing_punches |
        | 2026-02-03 | {first_in} | {last_out} | 2       | 1               |
        """,
        device_coverage=covered,
        punch=punches("2026-02-02 07:30", f"2026-02-03 {time}") + f"\n| source:hall | 1 | 2026-02-03 {time} |",
    )


def test_minutes_of_a_missing_punch_are_null_and_not_zero(check: Check) -> None:
    check(
        """
        | work_date  | late_minutes | early_minutes | missing_punches | status |
        | 2026-02-03 | 0            |               | 1               | NO_OUT |
        | 2026-02-04 |              | 0             | 1               | NO_IN  |
        | 2026-02-05 |              |               | 0               | ABSENT |
        """,
        punch=punches("2026-02-02 07:30", "2026-02-03 07:30", "2026-02-04 16:00"),
    )


def test_without_any_record_of_attendance_there_is_no_day(check: Check) -> None:
    check("| work_date | status |", on="2026-02-03")


def test_without_employees_there_is_no_day(check: Check) -> None:
    check(
        "| work_date | status |",
        on="2026-02-03",
        employees="| nip | unit_code | status | valid_from |",
        punch=punches("2026-02-03 07:30"),
    )


def test_a_unit_that_no_register_knows_works_five_days(check: Check) -> None:
    check(
        """
        | work_date  | shift_code | status |
        | 2026-02-06 | FIVE_DAY   | ABSENT |
        | 2026-02-07 |            | OFF    |
        """,
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | BARU      | ACTIVE | 2025-01-01 |
        """,
        devices="""
        | device_id   | unit_code | valid_from |
        | source:gate | BARU      | 2020-01-01 |
        """,
        punch=punches("2026-02-02 07:30"),
    )
