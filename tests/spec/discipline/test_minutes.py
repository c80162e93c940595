"""Minutes that become days: 450 minutes late and early of a year make one (PP 53/2010, Pasal 3 angka 11).

Each day adds the whole days that its minutes complete; the rest is carried on until 31 December. Minutes that a letter
permits do not count (PMK 221/2021). Money is another account: it deducts them all the same.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches


def _late(*minutes: int) -> str:
    """Late by so many minutes on the working days from Monday 2 February 2026 on."""
    days = ("2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05")
    clocks = [(450 + late) for late in minutes]
    return punches(
        *(
            f"{day} {moment}"
            for day, clock in zip(days, clocks, strict=False)
            for moment in (f"{clock // 60:02}:{clock % 60:02}", "16:00")
        )
    )


@pytest.mark.parametrize(
    ("minutes", "converted", "cumulative"),
    [
        ((200, 249), "0", "0.00"),
        ((200, 250), "1", "1.00"),
        ((225, 225), "1", "1.00"),
        ((250, 250, 250), "0", "1.00"),
        ((250, 200, 250, 200), "1", "2.00"),
    ],
)
def test_each_full_450_minutes_of_the_year_make_a_day(
    check: Check, minutes: tuple[int, ...], converted: str, cumulative: str
) -> None:
    day = ("2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05")[len(minutes) - 1]
    check(
        f"""
        | work_date | unexcused_days | converted_days | cumulative_days | consecutive_days | minutes        |
        | {day}     | 0.00           | {converted}    | {cumulative}    | 0.00             | {sum(minutes)} |
        """,
        into="discipline_day",
        punch=_late(*minutes),
    )


def test_late_and_early_count_together(check: Check) -> None:
    check(
        """
        | work_date  | converted_days | minutes |
        | 2026-02-02 | 0              | 440     |
        | 2026-02-03 | 1              | 460     |
        """,
        into="discipline_day",
        punch=punches("2026-02-02 11:10", "2026-02-02 12:20", "2026-02-03 07:40", "2026-02-03 15:50"),
    )


def test_minutes_with_a_letter_do_not_count_but_cost_money(check: Check) -> None:
    check(
        """
        | work_date  | minutes | converted_days |
        | 2026-02-02 | 0       | 0              |
        | 2026-02-03 | 250     | 0              |
        """,
        into="discipline_day",
        permission="""
        | nip  | work_date  | kind |
        | 1001 | 2026-02-02 | LATE |
        """,
        punch=_late(250, 250),
    )


def test_the_same_minutes_in_the_account_of_money(check: Check) -> None:
    check(
        """
        | work_date  | cause | minutes | percent |
        | 2026-02-02 | LATE  | 250     | 1.5000  |
        | 2026-02-03 | LATE  | 250     | 1.5000  |
        """,
        into="deduction_day",
        permission="""
        | nip  | work_date  | kind |
        | 1001 | 2026-02-02 | LATE |
        """,
        punch=_late(250, 250),
    )


def test_what_is_left_of_a_year_is_not_carried_into_the_next(check: Check) -> None:
    check(
        """
        | work_date  | minutes | converted_days | cumulative_days |
        | 2025-12-31 | 449     | 0              | 0.00            |
        | 2026-01-02 | 10      | 0              | 0.00            |
        """,
        into="discipline_day",
        calendar="""
        | date_from  | kind    |
        | 2026-01-01 | HOLIDAY |
        """,
        punch=punches(
            "2025-12-30 11:10",
            "2025-12-30 16:00",
            "2025-12-31 11:19",
            "2025-12-31 16:00",
            "2026-01-02 07:40",
            "2026-01-02 16:30",
        ),
    )


def test_a_missing_punch_has_no_minutes_of_its_own_at_kepahiang(check: Check) -> None:
    """`missing_punch_minutes` of its rulebook is 0: only the minutes that are known count."""
    check(
        """
        | work_date  | minutes |
        | 2026-02-02 | 0       |
        | 2026-02-03 | 15      |
        """,
        into="discipline_day",
        punch=punches("2026-02-02 07:30", "2026-02-02 16:00", "2026-02-03 07:45"),
    )
