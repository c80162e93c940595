"""Joined shifts: closer than 60 minutes they are one duty (contract section 4, rule 2).

First start, last end, the breaks of both, number and code of the first.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

NURSE = """
| person_id | nip  | unit_code | status | valid_from |
| sari      | 1001 | RSUD      | ACTIVE | 2025-01-01 |
"""
ROSTER = """
| nip  | work_date  | shift_code |
| 1001 | 2026-02-03 | PAGI       |
| 1001 | 2026-02-03 | SIANG      |
"""


def _shifts(start_of_second: int) -> str:
    return f"""
    | shift_code | start             | end  | break_start | break_end | valid_from |
    | PAGI       | 420               | 840  | 720         | 750       | 2020-01-01 |
    | SIANG      | {start_of_second} | 1260 | 1080        | 1110      | 2020-01-01 |
    """


def test_shifts_fifty_nine_minutes_apart_are_one_duty(check: Check) -> None:
    check(
        """
        | work_date  | shift_no | shift_code | shift_start | shift_end | worked_minutes |
        | 2026-02-03 | 1        | PAGI       | 07:00       | 21:00     | 780            |
        """,
        employees=NURSE,
        roster=ROSTER,
        shifts=_shifts(899),
        punch=punches("2026-02-02 07:30", "2026-02-03 06:50", "2026-02-03 21:05"),
    )


def test_shifts_sixty_minutes_apart_are_two(check: Check) -> None:
    check(
        """
        | work_date  | shift_no | shift_code | shift_start | shift_end | status  |
        | 2026-02-03 | 1        | PAGI       | 07:00       | 14:00     | PRESENT |
        | 2026-02-03 | 2        | SIANG      | 15:00       | 21:00     | NO_OUT  |
        """,
        employees=NURSE,
        roster=ROSTER,
        shifts=_shifts(900),
        punch=punches("2026-02-02 07:30", "2026-02-03 06:50", "2026-02-03 14:20", "2026-02-03 14:50"),
    )


@pytest.mark.parametrize(
    ("went", "worked"), [("14:00", 390), ("18:00", 630), ("18:10", 630), ("18:30", 630), ("18:31", 631), ("21:00", 780)]
)
def test_each_break_counts_as_far_as_presence_covers_it(check: Check, went: str, worked: int) -> None:
    check(
        f"""
        | work_date  | worked_minutes |
        | 2026-02-03 | {worked}       |
        """,
        employees=NURSE,
        roster=ROSTER,
        shifts=_shifts(840),
        punch=punches("2026-02-02 07:30", "2026-02-03 07:00", f"2026-02-03 {went}"),
    )
