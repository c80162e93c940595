"""Worked minutes: presence within the span, less the break within presence (contract section 4, rule 6).

07:30 to 16:00 with a break from 12:00 to 13:00; the midpoint is 11:45. A missing punch counts from or to the midpoint.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches


@pytest.mark.parametrize(
    ("times", "worked"),
    [
        (["07:00", "17:00"], 450),
        (["07:30", "16:00"], 450),
        (["07:30:01", "16:00"], 449),
        (["07:30", "13:00"], 270),
        (["07:30", "12:30"], 270),
        (["07:30", "12:00"], 270),
        (["07:30", "11:59:59"], 269),
        (["11:00", "12:30"], 60),
        (["07:30"], 255),
        (["16:00"], 195),
        (["12:30"], 15),
        ([], 0),
    ],
)
def test_presence_less_the_break_is_work(check: Check, times: list[str], worked: int) -> None:
    check(
        f"""
        | work_date  | worked_minutes |
        | 2026-02-03 | {worked}       |
        """,
        punch=punches("2026-02-02 07:30", *(f"2026-02-03 {time}" for time in times)),
    )
