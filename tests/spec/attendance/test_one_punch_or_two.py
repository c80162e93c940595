"""Coming and going: which punches count (contract section 4, rule 3).

Office hours of the day: 07:30 to 16:00, so the midpoint is 11:45. Two punches count as in and out when they are at
least 60 minutes apart and lie on both sides of the midpoint; otherwise they are one punch.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

DAY = "2026-02-03"


@pytest.mark.parametrize(
    ("times", "first_in", "last_out", "status"),
    [
        (["07:20", "16:05"], "07:20", "16:05", "PRESENT"),
        (["07:20", "12:00", "16:05", "16:06"], "07:20", "16:06", "PRESENT"),
        (["11:20", "12:20"], "11:20", "12:20", "PRESENT"),
        (["11:20", "12:19:59"], "11:20", "", "NO_OUT"),
        (["11:44:59"], "11:44:59", "", "NO_OUT"),
        (["11:45"], "", "11:45", "NO_IN"),
        (["07:20", "09:30"], "07:20", "", "NO_OUT"),
        (["11:45", "16:05"], "", "16:05", "NO_IN"),
        ([], "", "", "ABSENT"),
    ],
)
def test_two_punches_count_when_an_hour_apart_across_the_midpoint(
    check: Check, times: list[str], first_in: str, last_out: str, status: str
) -> None:
    earlier = ["2026-02-02 07:30", "2026-02-02 16:00"]
    check(
        f"""
        | work_date | first_in   | last_out   | status   |
        | {DAY}     | {first_in} | {last_out} | {status} |
        """,
        punch=punches(*earlier, *(f"{DAY} {time}" for time in times)),
    )
