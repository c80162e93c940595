"""Periods: `2026-07`, `2026-Q3`, `2026-H2`, `2026`; what they span, and the parts they are made of."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import duckdb

from etl.errors import WrongUsage
from warehouse.rule_rows import make_known_table

_NAME = re.compile(r"(2\d{3})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?")
_LENGTHS = (12, 6, 3, 1)
"""Months in a year, half-year, quarter and month."""


@dataclass(frozen=True)
class Period:
    """So many months of one year; both days are included."""

    name: str
    first: date
    last: date
    months: int


def parse_period(text: str) -> Period:
    """Raises WrongUsage for anything that is no period."""
    found = _NAME.fullmatch(text)
    if found is None:
        raise WrongUsage(
            "PERIOD", expected="2026-07, 2026-Q3, 2026-H2 or 2026", found=repr(text), todo="Name one period."
        )
    year, month, quarter, half = (int(part or 0) for part in found.groups())
    if month:
        return _period(year, month, 1)
    if quarter:
        return _period(year, 3 * quarter - 2, 3)
    return _period(year, 6 * half - 5, 6) if half else _period(year, 1, 12)


def parts_of(period: Period) -> Iterator[tuple[int, int, str]]:
    """Level, place and name of the period itself (level 0) and of all shorter ones in it, longer ones first."""
    lengths = [length for length in _LENGTHS if length <= period.months]
    for level, length in enumerate(lengths):
        for place, month in enumerate(range(period.first.month, period.last.month + 1, length), start=1):
            yield level, place, _period(period.first.year, month, length).name


def periods_of_year(year: int) -> list[Period]:
    """Every period of a year, longer ones first."""
    return [_period(year, month, length) for length in _LENGTHS for month in range(1, 13, length)]


def make_period(con: duckdb.DuckDBPyConnection, period: Period) -> None:
    """TEMP `period` (one row), `period_month`, `sub_period` (itself and its parts), `period_name` (all of the year)."""
    whole = "period varchar, period_start date, period_end date"
    make_known_table(con, "period", whole, [(period.name, period.first, period.last)])
    year = periods_of_year(period.first.year)
    months = [one for one in year if one.months == 1 and period.first <= one.first <= period.last]
    make_known_table(
        con,
        "period_month",
        "period varchar, month_start date, month_end date",
        [(one.name, one.first, one.last) for one in months],
    )
    make_known_table(con, "sub_period", "level integer, place integer, name varchar", list(parts_of(period)))
    make_known_table(
        con,
        "period_name",
        "name varchar, first_day date, last_day date, days integer, months integer",
        [(one.name, one.first, one.last, (one.last - one.first).days + 1, one.months) for one in year],
    )


def _period(year: int, month: int, months: int) -> Period:
    last_month = month + months - 1
    name = {12: f"{year}", 6: f"{year}-H{month // 6 + 1}", 3: f"{year}-Q{month // 3 + 1}"}.get(months)
    return Period(name or f"{year}-{month:02}", date(year, month, 1), _month_end(year, last_month), months)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
