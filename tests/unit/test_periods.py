"""Periods: their names, what they span, and the parts they are made of."""

from datetime import date

import pytest

from etl.errors import WrongUsage
from warehouse.scoring.period import parse_period, parts_of, periods_of_year


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_name_spans_its_days(name: str, first: date, last: date) -> None:
    period = parse_period(name)

    assert (period.name, period.first, period.last) == (name, first, last)


@pytest.mark.parametrize(
    "name", ["2026-13", "2026-00", "2026-Q5", "2026-H3", "26-07", "2026-7", "2026-Q3 ", "", "'; drop"]
)
def test_what_is_no_period_is_wrong_usage(name: str) -> None:
    with pytest.raises(WrongUsage, match="PERIOD"):
        parse_period(name)


def test_the_parts_of_a_half_year_are_its_quarters_then_its_months() -> None:
    assert list(parts_of(parse_period("2026-H2"))) == [
        (0, 1, "2026-H2"),
        (1, 1, "2026-Q3"),
        (1, 2, "2026-Q4"),
        (2, 1, "2026-07"),
        (2, 2, "2026-08"),
        (2, 3, "2026-09"),
        (2, 4, "2026-10"),
        (2, 5, "2026-11"),
        (2, 6, "2026-12"),
    ]


def test_a_month_has_no_parts() -> None:
    assert list(parts_of(parse_period("2026-07"))) == [(0, 1, "2026-07")]


def test_a_year_has_nineteen_periods() -> None:
    names = [one.name for one in periods_of_year(2026)]

    assert len(names) == len(set(names)) == 1 + 2 + 4 + 12
