"""The deduction tables of nine regulations, through one engine.

Each is an example rulebook in rulebooks/examples; the percents here are typed from the regulations. Late and early cost
alike. Office hours of the day: 07:30 to 16:00. What a regulation leaves open is marked ASSUMED in its rulebook and not
shown here.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

DAY = "2026-02-03"
TABLES = {
    "permentan-68-2012": ((1, "0.5"), (30, "0.5"), (31, "1"), (60, "1"), (61, "1.5"), (90, "1.5"), (91, "2")),
    "kemenkeu-pmk-214-2011": ((1, "0.5"), (30, "0.5"), (31, "1"), (60, "1"), (61, "1.25"), (90, "1.25"), (91, "2.5")),
    "bkn-10-2022": ((1, "0.5"), (30, "0.5"), (91, "1.5")),
    "bgn-4-2025": ((1, "0.5"), (60, "0.5"), (61, "1"), (200, "1")),
    "tulang-bawang": ((1, "0.5"), (30, "0.5"), (31, "1"), (60, "1"), (61, "1.25"), (90, "1.25"), (91, "1.5")),
    "sampang": ((31, "1"), (60, "1"), (61, "1.2"), (90, "1.2"), (91, "1.5")),
    "tebo-1-2022": ((1, "0.5"), (30, "0.5"), (91, "1.5")),
}
BANDS = [(name, minutes, percent) for name, bands in TABLES.items() for minutes, percent in bands]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@pytest.mark.parametrize(("regulation", "minutes", "percent"), BANDS)
def test_so_many_minutes_late_cost_so_many_percent(check: Check, regulation: str, minutes: int, percent: str) -> None:
    check(
        f"""
        | work_date | cause | minutes   | percent            |
        | {DAY}     | LATE  | {minutes} | {float(percent):.4f} |
        """,
        into="deduction_day",
        rulebook=f"examples/{regulation}",
        punch=punches(f"{DAY} {_clock(450 + minutes)}", f"{DAY} 16:00"),
    )


@pytest.mark.parametrize(("regulation", "minutes", "percent"), BANDS)
def test_leaving_so_many_minutes_early_costs_the_same(
    check: Check, regulation: str, minutes: int, percent: str
) -> None:
    check(
        f"""
        | work_date | cause | minutes   | percent            |
        | {DAY}     | EARLY | {minutes} | {float(percent):.4f} |
        """,
        into="deduction_day",
        rulebook=f"examples/{regulation}",
        punch=punches(f"{DAY} 07:30", f"{DAY} {_clock(960 - minutes)}"),
    )


@pytest.mark.parametrize(
    ("regulation", "came", "went", "percents"),
    [
        # late and early of one day: 1 % to 3 % (Peraturan BKN 10/2022 Pasal 13)
        ("bkn-10-2022", "07:31", "15:59", ("0.5000", "0.5000")),
        ("bkn-10-2022", "09:01", "14:29", ("1.5000", "1.5000")),
    ],
)
def test_late_and_early_of_one_day_add_up(
    check: Check, regulation: str, came: str, went: str, percents: tuple[str, str]
) -> None:
    check(
        f"""
        | work_date | cause | percent       |
        | {DAY}     | EARLY | {percents[1]} |
        | {DAY}     | LATE  | {percents[0]} |
        """,
        into="deduction_day",
        rulebook=f"examples/{regulation}",
        punch=punches(f"{DAY} {came}", f"{DAY} {went}"),
    )


@pytest.mark.parametrize(
    ("regulation", "times", "cause", "percent"),
    [
        ("permentan-68-2012", ["07:30"], "NO_OUT", "2.0000"),
        ("permentan-68-2012", ["16:00"], "NO_IN", "2.0000"),
        ("permentan-68-2012", [], "ABSENT", "4.0000"),
        ("kemenkeu-pmk-214-2011", ["07:30"], "NO_OUT", "2.5000"),
        ("kemenkeu-pmk-214-2011", ["16:00"], "NO_IN", "2.5000"),
        ("kemenkeu-pmk-214-2011", [], "ABSENT", "5.0000"),
        ("dikdasmen-14-2025", [], "ABSENT", "2.5000"),
        ("tulang-bawang", ["07:30"], "NO_OUT", "1.5000"),
        ("tulang-bawang", ["16:00"], "NO_IN", "1.5000"),
        ("tulang-bawang", [], "ABSENT", "1.5000"),
    ],
)
def test_a_missing_punch_and_a_day_of_absence_have_their_own_percent(
    check: Check, regulation: str, times: list[str], cause: str, percent: str
) -> None:
    check(
        f"""
        | work_date | cause   | minutes | percent   |
        | {DAY}     | {cause} |         | {percent} |
        """,
        into="deduction_day",
        rulebook=f"examples/{regulation}",
        punch=punches("2026-02-02 07:30", *(f"{DAY} {time}" for time in times)),
    )


@pytest.mark.parametrize(
    ("times", "cause", "as_if", "alike"),
    [(["16:00"], "NO_IN", ["09:01", "16:00"], "LATE"), (["07:30"], "NO_OUT", ["07:30", "14:29"], "EARLY")],
)
def test_without_a_punch_it_costs_as_more_than_90_minutes(
    check: Check, times: list[str], cause: str, as_if: list[str], alike: str
) -> None:
    """Permenko Infra 10/2025 Pasal 22."""
    check(
        f"""
        | work_date  | cause   | percent |
        | 2026-02-03 | {cause} | 1.5000  |
        | 2026-02-04 | {alike} | 1.5000  |
        """,
        into="deduction_day",
        rulebook="examples/infra-10-2025",
        punch=punches(
            "2026-02-02 07:30", *(f"2026-02-03 {time}" for time in times), *(f"2026-02-04 {time}" for time in as_if)
        ),
    )
