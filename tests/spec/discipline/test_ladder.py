"""The ladder of discipline: unexcused days of a calendar year (PP 94/2021 Pasal 9 to 11 and 15).

3 days: oral reprimand; 4 to 6: written; 7 to 10: statement of dissatisfaction; 11 to 13, 14 to 16, 17 to 20: allowance
cut for 6, 9, 12 months; 21 to 24: lower position; 25 to 27: released; from 28, or 10 working days in a row: dismissal.
What is shown is a candidate for examination by the superior, never a sanction.
"""

from datetime import date, timedelta

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches


def _working_days(count: int, first: str = "2026-02-02") -> list[str]:
    day, days = date.fromisoformat(first), []
    while len(days) < count:
        if day.weekday() < 5:
            days.append(str(day))
        day += timedelta(days=1)
    return days


def _punches(days: list[str]) -> str:
    return punches(*(f"{day} {time}" for day in days for time in ("07:30", "16:30")))


@pytest.mark.parametrize(
    ("absences", "tier"),
    [
        (1, ""),
        (2, ""),
        (3, "LIGHT_ORAL"),
        (4, "LIGHT_WRITTEN"),
        (6, "LIGHT_WRITTEN"),
        (7, "LIGHT_STATEMENT"),
        (10, "LIGHT_STATEMENT"),
        (11, "MEDIUM_CUT_6"),
        (13, "MEDIUM_CUT_6"),
        (14, "MEDIUM_CUT_9"),
        (16, "MEDIUM_CUT_9"),
        (17, "MEDIUM_CUT_12"),
        (20, "MEDIUM_CUT_12"),
        (21, "HEAVY_LOWER_POST"),
        (24, "HEAVY_LOWER_POST"),
        (25, "HEAVY_RELEASED"),
        (27, "HEAVY_RELEASED"),
        (28, "HEAVY_DISMISSAL"),
        (40, "HEAVY_DISMISSAL"),
    ],
)
def test_so_many_days_of_a_year_lead_to_a_tier(check: Check, absences: int, tier: str) -> None:
    """Absent every second working day, so that no run grows."""
    days = _working_days(2 * absences)
    check(
        f"""
        | work_date | unexcused_days | cumulative_days | consecutive_days | tier   |
        | {days[-1]} | 1.00          | {absences}.00   | 1.00             | {tier} |
        """,
        into="discipline_day",
        punch=_punches(["2026-01-30", *days[0::2]]),
    )


@pytest.mark.parametrize(("absences", "tier"), [(9, "LIGHT_STATEMENT"), (10, "HEAVY_DISMISSAL_CONSECUTIVE")])
def test_ten_working_days_in_a_row_lead_to_dismissal(check: Check, absences: int, tier: str) -> None:
    """PP 94/2021 Pasal 15; weekends between neither extend nor break the run."""
    days = _working_days(absences)
    check(
        f"""
        | work_date  | cumulative_days | consecutive_days | tier   |
        | {days[-1]} | {absences}.00   | {absences}.00    | {tier} |
        """,
        into="discipline_day",
        punch=_punches(["2026-01-30"]),
    )


@pytest.mark.parametrize(
    ("between", "consecutive"),
    [("present", "5.00"), ("annual leave", "5.00"), ("a letter", "5.00"), ("a holiday", "9.00")],
)
def test_presence_or_a_justified_day_breaks_the_run(check: Check, between: str, consecutive: str) -> None:
    """Absent from 2 to 13 February, but for Friday the 6th."""
    days = ["2026-01-30", *(["2026-02-06"] if between == "present" else [])]
    leave, letter, free = (
        "2026-02-06" if between == kind else "2026-01-02" for kind in ("annual leave", "a letter", "a holiday")
    )
    check(
        f"""
        | work_date  | consecutive_days | cumulative_days |
        | 2026-02-13 | {consecutive}    | 9.00            |
        """,
        into="discipline_day",
        leave=f"""
        | nip  | leave_code | date_from | date_to |
        | 1001 | CT         | {leave}   | {leave} |
        """,
        permission=f"""
        | nip  | work_date | kind   |
        | 1001 | {letter}  | ABSENT |
        """,
        calendar=f"""
        | date_from | kind    |
        | {free}    | HOLIDAY |
        """,
        punch=_punches(days),
    )


def test_a_new_year_counts_anew_but_the_run_goes_on(check: Check) -> None:
    """Absent from 22 December 2025 to 5 January 2026, holidays left out of this world."""
    check(
        """
        | work_date  | cumulative_days | consecutive_days | tier                        |
        | 2025-12-31 | 8.00            | 8.00             | LIGHT_STATEMENT             |
        | 2026-01-01 | 1.00            | 9.00             |                             |
        | 2026-01-02 | 2.00            | 10.00            | HEAVY_DISMISSAL_CONSECUTIVE |
        | 2026-01-05 | 3.00            | 11.00            | HEAVY_DISMISSAL_CONSECUTIVE |
        """,
        into="discipline_day",
        punch=_punches(["2025-12-19", "2026-01-06"]),
    )


def test_a_duty_of_the_roster_may_count_several_days(check: Check) -> None:
    """Absent from one duty of 24 hours, which the register lets count three days; and from one that is not told."""
    check(
        """
        | work_date  | unexcused_days | cumulative_days | tier          |
        | 2026-02-02 | 0.00           | 0.00            |               |
        | 2026-02-05 | 3.00           | 3.00            | LIGHT_ORAL    |
        | 2026-02-08 | 1.00           | 4.00            | LIGHT_WRITTEN |
        """,
        into="discipline_day",
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | RSUD      | ACTIVE | 2025-01-01 |
        """,
        shifts="""
        | shift_code | start | end  | discipline_days | valid_from |
        | PIKET      | 480   | 1920 | 3.00            | 2020-01-01 |
        | JAGA       | 480   | 1920 |                 | 2020-01-01 |
        """,
        roster="""
        | nip  | work_date  | shift_code |
        | 1001 | 2026-02-02 | PIKET      |
        | 1001 | 2026-02-05 | PIKET      |
        | 1001 | 2026-02-08 | JAGA       |
        """,
        punch=punches("2026-02-02 07:55", "2026-02-03 08:05"),
    )


def test_days_that_are_off_or_unknown_have_no_row(check: Check) -> None:
    """The device's record ends on Thursday; Saturday and Sunday are off."""
    check(
        """
        | work_date  | unexcused_days | consecutive_days |
        | 2026-02-05 | 1.00           | 1.00             |
        | 2026-02-10 | 0.00           | 0.00             |
        """,
        into="discipline_day",
        device_coverage="""
        | file_id | device_address | first_punched_at | last_punched_at  | cumulative |
        | 1       | source:gate    | 2026-02-01 00:00 | 2026-02-05 23:00 | false      |
        | 2       | source:gate    | 2026-02-10 00:00 | 2026-02-12 00:00 | false      |
        """,
        punch=_punches(["2026-02-04", "2026-02-10"]),
    )
