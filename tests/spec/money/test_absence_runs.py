"""Ten working days of absence in a row cost the whole month (Permendikdasmen 14/2025 Pasal 19).

Counted are working days of one calendar month; weekends and holidays neither extend nor break the run, a day of
presence, leave or duty breaks it. The tenth day costs 100 percent beside its own 2.5.
"""

from datetime import date, timedelta

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

DIKDASMEN = "examples/dikdasmen-14-2025"


def _working_days(first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [start + timedelta(days=count) for count in range((end - start).days + 1)]
    return [str(day) for day in days if day.weekday() < 5]


def _present(*days: str) -> str:
    return punches(*(f"{day} {time}" for day in days for time in ("07:30", "16:30")))


def test_the_tenth_day_in_a_row_costs_the_month(check: Check) -> None:
    """Monday 2 March to Monday 16 March 2026 are eleven working days."""
    check(
        """
        | work_date  | cause       | percent  | article                         |
        | 2026-03-12 | ABSENT      | 2.5000   | Permendikdasmen 14/2025 Pasal 19 |
        | 2026-03-13 | ABSENCE_RUN | 100.0000 | Permendikdasmen 14/2025 Pasal 19 |
        | 2026-03-13 | ABSENT      | 2.5000   | Permendikdasmen 14/2025 Pasal 19 |
        | 2026-03-16 | ABSENT      | 2.5000   | Permendikdasmen 14/2025 Pasal 19 |
        """,
        into="deduction_day",
        rulebook=DIKDASMEN,
        punch=_present("2026-02-27", "2026-03-17"),
    )


@pytest.mark.parametrize("present", ["2026-03-02", "2026-03-06", "2026-03-12"])
def test_a_day_of_presence_breaks_the_run(check: Check, present: str) -> None:
    """Ten working days from 2 to 13 March, one of them present: no run of ten."""
    check(
        """
        | work_date  | cause  | percent |
        | 2026-03-13 | ABSENT | 2.5000  |
        """,
        into="deduction_day",
        rulebook=DIKDASMEN,
        punch=_present("2026-02-27", present, *_working_days("2026-03-16", "2026-03-31")),
    )


def test_the_run_begins_anew_with_the_month(check: Check) -> None:
    """Absent from 23 February to 11 March: five days in February, eight in March."""
    check(
        """
        | work_date  | cause  | percent |
        | 2026-03-06 | ABSENT | 2.5000  |
        | 2026-03-11 | ABSENT | 2.5000  |
        """,
        into="deduction_day",
        rulebook=DIKDASMEN,
        punch=_present("2026-02-20", "2026-03-12"),
    )


def test_holidays_and_weekends_neither_extend_nor_break_it(check: Check) -> None:
    """With 5 March free the tenth day of absence is 16 March."""
    check(
        """
        | work_date  | cause       | percent  |
        | 2026-03-13 | ABSENT      | 2.5000   |
        | 2026-03-16 | ABSENCE_RUN | 100.0000 |
        | 2026-03-16 | ABSENT      | 2.5000   |
        """,
        into="deduction_day",
        rulebook=DIKDASMEN,
        calendar="""
        | date_from  | kind    |
        | 2026-03-05 | HOLIDAY |
        """,
        punch=_present("2026-02-27", "2026-03-17"),
    )


def test_leave_breaks_it(check: Check) -> None:
    check(
        """
        | work_date  | cause  | percent |
        | 2026-03-13 | ABSENT | 2.5000  |
        | 2026-03-17 | ABSENT | 2.5000  |
        """,
        into="deduction_day",
        rulebook=DIKDASMEN,
        leave="""
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CT         | 2026-03-05 | 2026-03-05 |
        """,
        punch=_present("2026-02-27", "2026-03-18"),
    )
