"""Late and early: whole minutes, rounded down (contract section 4, rule 4; hours of Perpres 21/2023 Pasal 4).

Monday to Thursday 07:30 to 16:00, Friday to 16:30, in Ramadan 08:00 to 15:00 and Friday to 15:30. The seconds of a
minute that has begun are forgiven: 07:30:59 is not late. Percents are those of the rulebook of Kepahiang.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

RAMADAN = """
| date_from  | date_to    | kind    |
| 2026-02-19 | 2026-03-20 | RAMADAN |
"""


@pytest.mark.parametrize(
    ("came", "late", "percent"),
    [
        ("07:30:00", 0, "0.0000"),
        ("07:30:59", 0, "0.0000"),
        ("07:31:00", 1, "0.5000"),
        ("08:00:59", 30, "0.5000"),
        ("08:01:00", 31, "1.0000"),
        ("08:30:59", 60, "1.0000"),
        ("08:31:00", 61, "1.2500"),
        ("09:00:59", 90, "1.2500"),
        ("09:01:00", 91, "1.5000"),
        ("11:44:59", 254, "1.5000"),
    ],
)
def test_a_minute_is_late_when_it_is_full(check: Check, came: str, late: int, percent: str) -> None:
    check(
        f"""
        | work_date  | late_minutes | early_minutes | deduction_percent |
        | 2026-02-03 | {late}       | 0             | {percent}         |
        """,
        punch=punches(f"2026-02-03 {came}", "2026-02-03 16:00"),
    )


@pytest.mark.parametrize(
    ("went", "early", "percent"),
    [
        ("16:00:00", 0, "0.0000"),
        ("15:59:01", 0, "0.0000"),
        ("15:59:00", 1, "0.5000"),
        ("15:29:01", 30, "0.5000"),
        ("15:29:00", 31, "1.0000"),
        ("14:29:00", 91, "1.5000"),
    ],
)
def test_a_minute_is_early_when_it_is_full(check: Check, went: str, early: int, percent: str) -> None:
    check(
        f"""
        | work_date  | late_minutes | early_minutes | deduction_percent |
        | 2026-02-03 | 0            | {early}       | {percent}         |
        """,
        punch=punches("2026-02-03 07:30", f"2026-02-03 {went}"),
    )


@pytest.mark.parametrize(
    ("day", "shift_start", "shift_end"),
    [
        ("2026-02-12", "07:30", "16:00"),
        ("2026-02-13", "07:30", "16:30"),
        ("2026-02-18", "07:30", "16:00"),
        ("2026-02-19", "08:00", "15:00"),
        ("2026-02-20", "08:00", "15:30"),
        ("2026-03-20", "08:00", "15:30"),
        ("2026-03-23", "07:30", "16:00"),
    ],
)
def test_fridays_and_ramadan_have_their_own_hours(check: Check, day: str, shift_start: str, shift_end: str) -> None:
    check(
        f"""
        | work_date | shift_start   | shift_end   | status  |
        | {day}     | {shift_start} | {shift_end} | PRESENT |
        """,
        calendar=RAMADAN,
        punch=punches("2026-02-01 07:00", f"{day} 07:00", f"{day} 17:00"),
    )


@pytest.mark.parametrize(
    ("times", "late", "early", "missing", "percent", "status"),
    [
        (["07:31"], "1", "", 1, "2.0000", "NO_OUT"),
        (["15:59"], "", "1", 1, "2.0000", "NO_IN"),
        ([], "", "", 0, "3.0000", "ABSENT"),
    ],
)
def test_a_missing_punch_has_no_minutes_and_its_own_percent(
    check: Check, times: list[str], late: str, early: str, missing: int, percent: str, status: str
) -> None:
    check(
        f"""
        | work_date  | late_minutes | early_minutes | missing_punches | deduction_percent | status   |
        | 2026-02-03 | {late}       | {early}       | {missing}       | {percent}         | {status} |
        """,
        punch=punches("2026-02-02 07:30", *(f"2026-02-03 {time}" for time in times)),
    )
