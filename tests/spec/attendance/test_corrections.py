"""Forgotten punches that the superior confirms (PMK 221/2021: a letter of the direct superior for each day).

A confirmed punch stands for one that is missing, as far as the rulebook allows: 3 letters in a calendar month at
Kepahiang, counted by date of service. It never takes the place of a punch that a device recorded.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

DAY = "2026-02-03"


@pytest.mark.parametrize(
    ("times", "kind", "confirmed", "first_in", "last_out", "late", "early", "status"),
    [
        (["16:05"], "IN", "07:25", "07:25", "16:05", "0", "0", "PRESENT"),
        (["16:05"], "IN", "07:45", "07:45", "16:05", "15", "0", "PRESENT"),
        (["07:25"], "OUT", "16:00", "07:25", "16:00", "0", "0", "PRESENT"),
        ([], "IN", "07:25", "07:25", "", "0", "", "NO_OUT"),
        # a device recorded another time: it stands
        (["08:10", "16:05"], "IN", "07:25", "08:10", "16:05", "40", "0", "PRESENT"),
        # the going would not follow the coming
        (["16:05"], "IN", "16:05", "", "16:05", "", "0", "NO_IN"),
        (["16:05"], "IN", "16:04", "16:04", "16:05", "514", "0", "PRESENT"),
        (["07:25"], "OUT", "07:25", "07:25", "", "0", "", "NO_OUT"),
        # in no window of the date of service
        (["16:05"], "IN", "19:00 the evening before", "", "16:05", "", "0", "NO_IN"),
    ],
)
def test_a_letter_stands_for_the_punch_that_is_missing(
    check: Check,
    times: list[str],
    kind: str,
    confirmed: str,
    first_in: str,
    last_out: str,
    late: str,
    early: str,
    status: str,
) -> None:
    moment = "2026-02-02 19:00" if "before" in confirmed else f"{DAY} {confirmed}"
    check(
        f"""
        | work_date | first_in   | last_out   | late_minutes | early_minutes | status   |
        | {DAY}     | {first_in} | {last_out} | {late}       | {early}       | {status} |
        """,
        punch=punches("2026-02-02 07:30", *(f"{DAY} {time}" for time in times)),
        punch_correction=f"""
        | nip  | work_date | kind   | punched_at |
        | 1001 | {DAY}     | {kind} | {moment}   |
        """,
    )


def test_two_letters_make_a_whole_day(check: Check) -> None:
    check(
        """
        | work_date  | first_in | last_out | punches | missing_punches | worked_minutes | status  | deduction_percent |
        | 2026-02-03 | 07:30    | 16:00    | 0       | 0               | 450            | PRESENT | 0.0000            |
        """,
        punch=punches("2026-02-02 07:30"),
        punch_correction="""
        | nip  | work_date  | kind | punched_at       |
        | 1001 | 2026-02-03 | IN   | 2026-02-03 07:30 |
        | 1001 | 2026-02-03 | OUT  | 2026-02-03 16:00 |
        """,
    )


def test_the_fourth_letter_of_a_month_stands_for_nothing(check: Check) -> None:
    """On one date the coming is counted before the going; a new month begins to count anew."""
    check(
        """
        | work_date  | first_in | last_out | status  | deduction_percent |
        | 2026-02-25 | 07:28    | 16:02    | PRESENT | 0.0000            |
        | 2026-02-26 | 07:28    |          | NO_OUT  | 1.5000            |
        | 2026-02-27 |          |          | ABSENT  | 3.0000            |
        | 2026-03-02 | 07:28    | 16:02    | PRESENT | 0.0000            |
        """,
        punch=punches("2026-02-02 07:30", "2026-02-25 16:02", "2026-03-02 16:02"),
        punch_correction="""
        | nip  | work_date  | kind   | punched_at       |
        | 1001 | 2026-02-03 | IN     | 2026-02-03 07:28 |
        | 1001 | 2026-02-25 | IN     | 2026-02-25 07:28 |
        | 1001 | 2026-02-26 | OUT    | 2026-02-26 16:02 |
        | 1001 | 2026-02-26 | IN     | 2026-02-26 07:28 |
        | 1001 | 2026-02-27 | IN     | 2026-02-27 07:28 |
        | 1001 | 2026-03-02 | IN     | 2026-03-02 07:28 |
        """,
    )


def test_the_punch_of_midday_is_confirmed_within_its_window(check: Check) -> None:
    check(
        """
        | work_date  | mid_punch | missing_punches | status  |
        | 2026-02-03 | 12:15     | 0               | PRESENT |
        | 2026-02-04 |           | 1               | PRESENT |
        """,
        rulebook="examples/seluma",
        punch=punches("2026-02-03 07:20", "2026-02-03 16:05", "2026-02-04 07:20", "2026-02-04 16:05"),
        punch_correction="""
        | nip  | work_date  | kind   | punched_at       |
        | 1001 | 2026-02-03 | MIDDLE | 2026-02-03 12:15 |
        | 1001 | 2026-02-04 | MIDDLE | 2026-02-04 13:02 |
        """,
    )


def test_a_confirmed_punch_needs_no_record_of_the_device(check: Check) -> None:
    check(
        """
        | work_date  | first_in | last_out | status  |
        | 2026-02-03 | 07:28    | 16:02    | PRESENT |
        """,
        device_coverage="""
        | file_id | device_address | first_punched_at | last_punched_at  | cumulative |
        | 1       | source:gate    | 2026-02-03 12:00 | 2026-02-03 18:00 | false      |
        """,
        punch=punches("2026-02-03 16:02"),
        punch_correction="""
        | nip  | work_date  | kind | punched_at       |
        | 1001 | 2026-02-03 | IN   | 2026-02-03 07:28 |
        """,
    )
