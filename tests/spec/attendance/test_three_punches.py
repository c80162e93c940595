"""Three punches a day: the one at midday has its own window (contract section 4, rules 3 and 5).

The example rulebook of Kabupaten Seluma requires a punch from 12:00 through the minute 13:01 beside the usual two. A
punch in that window is never the first or the last of the day. Where half a day's leave leaves no whole window, nothing
is asked.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

SELUMA = "examples/seluma"
DAY = "2026-02-03"


@pytest.mark.parametrize(
    ("times", "first_in", "mid_punch", "last_out", "missing", "status", "percent"),
    [
        (["07:20", "12:30", "16:05"], "07:20", "12:30", "16:05", "0", "PRESENT", "0.0000"),
        (["07:20", "16:05"], "07:20", "", "16:05", "1", "PRESENT", "1.5000"),
        (["07:20", "11:59:59", "16:05"], "07:20", "", "16:05", "1", "PRESENT", "1.5000"),
        (["07:20", "12:00", "16:05"], "07:20", "12:00", "16:05", "0", "PRESENT", "0.0000"),
        (["07:20", "13:01:59", "16:05"], "07:20", "13:01:59", "16:05", "0", "PRESENT", "0.0000"),
        (["07:20", "13:02", "16:05"], "07:20", "", "16:05", "1", "PRESENT", "1.5000"),
        (["07:20", "12:10", "12:50", "16:05"], "07:20", "12:10", "16:05", "0", "PRESENT", "0.0000"),
        (["07:20", "12:30"], "07:20", "12:30", "", "1", "NO_OUT", "1.5000"),
        (["07:20"], "07:20", "", "", "2", "NO_OUT", "3.0000"),
        (["12:30", "16:05"], "", "12:30", "16:05", "1", "NO_IN", "1.5000"),
        (["12:30"], "", "12:30", "", "2", "NO_IN", "3.0000"),
        ([], "", "", "", "0", "ABSENT", "3.0000"),
    ],
)
def test_the_punch_of_midday_is_neither_the_first_nor_the_last(
    check: Check,
    times: list[str],
    first_in: str,
    mid_punch: str,
    last_out: str,
    missing: str,
    status: str,
    percent: str,
) -> None:
    check(
        f"""
        | work_date | first_in   | mid_punch   | last_out   | missing_punches | status   | deduction_percent |
        | {DAY}     | {first_in} | {mid_punch} | {last_out} | {missing}       | {status} | {percent}         |
        """,
        rulebook=SELUMA,
        punch=punches("2026-02-02 07:30", *(f"{DAY} {time}" for time in times)),
    )


@pytest.mark.parametrize(
    ("part", "times", "first_in", "mid_punch", "last_out", "missing"),
    [
        # the afternoon off: the day ends at 11:45, before the window
        ("PM", ["07:20", "12:30"], "07:20", "", "12:30", "0"),
        # the morning off: the day begins at 11:45, and the window lies whole in what is left
        ("AM", ["11:40", "16:05"], "11:40", "", "16:05", "1"),
        ("AM", ["11:40", "12:30", "16:05"], "11:40", "12:30", "16:05", "0"),
    ],
)
def test_half_a_day_asks_for_the_punch_only_where_its_window_is_whole(
    check: Check, part: str, times: list[str], first_in: str, mid_punch: str, last_out: str, missing: str
) -> None:
    check(
        f"""
        | work_date | first_in   | mid_punch   | last_out   | missing_punches | status  |
        | {DAY}     | {first_in} | {mid_punch} | {last_out} | {missing}       | PRESENT |
        """,
        rulebook=SELUMA,
        leave=f"""
        | nip  | leave_code | date_from | date_to | part   |
        | 1001 | CT         | {DAY}     | {DAY}   | {part} |
        """,
        punch=punches("2026-02-02 07:30", *(f"{DAY} {time}" for time in times)),
    )


@pytest.mark.parametrize(
    ("until", "status", "missing"),
    [("2026-02-03 13:02:00", "PRESENT", "1"), ("2026-02-03 13:01:59", "UNKNOWN", "")],
)
def test_a_punch_is_missing_only_if_the_record_covers_its_window(
    check: Check, until: str, status: str, missing: str
) -> None:
    """Two files of one device, with a gap after the first."""
    check(
        f"""
        | work_date | status   | missing_punches |
        | {DAY}     | {status} | {missing}       |
        """,
        rulebook=SELUMA,
        device_coverage=f"""
        | file_id | device_address | first_punched_at | last_punched_at     | cumulative |
        | 1       | source:gate    | 2026-02-01 00:00 | {until}             | false      |
        | 2       | source:gate    | 2026-02-03 15:00 | 2026-02-05 00:00:00 | false      |
        """,
        punch=punches("2026-02-02 07:30", f"{DAY} 07:20", f"{DAY} 16:05"),
    )


def test_a_shift_of_the_roster_may_ask_for_one_too(check: Check) -> None:
    check(
        """
        | work_date  | shift_code | first_in | mid_punch | last_out | missing_punches |
        | 2026-02-03 | SIANG      | 13:55    | 17:00     | 21:02    | 0               |
        | 2026-02-04 | SIANG      | 13:55    |           | 21:02    | 1               |
        """,
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | RSUD      | ACTIVE | 2025-01-01 |
        """,
        shifts="""
        | shift_code | start | end  | middle_from | middle_to | valid_from |
        | SIANG      | 840   | 1260 | 1020        | 1049      | 2020-01-01 |
        """,
        roster="""
        | nip  | work_date  | shift_code |
        | 1001 | 2026-02-03 | SIANG      |
        | 1001 | 2026-02-04 | SIANG      |
        """,
        punch=punches(
            "2026-02-03 13:55",
            "2026-02-03 17:00",
            "2026-02-03 21:02",
            "2026-02-04 13:55",
            "2026-02-04 17:30",
            "2026-02-04 21:02",
        ),
    )
