"""Which days are free in the calendar that ships with the program (`rulebooks/national`).

Days outside its years have weekends only: no decree is made up.
"""

import csv
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from etl.sample.default_sources import national_calendar


class Entry(NamedTuple):
    """One stretch of days, both ends included."""

    first: date
    last: date
    kind: str


@cache
def _calendar() -> tuple[Entry, ...]:
    rows = csv.DictReader(national_calendar().read_text(encoding="utf-8").splitlines())
    return tuple(
        Entry(date.fromisoformat(row["Tanggal"]), date.fromisoformat(row["Sampai"]), row["Jenis"]) for row in rows
    )


@cache
def _days(*kinds: str) -> frozenset[date]:
    spans = [(entry.first, (entry.last - entry.first).days + 1) for entry in _calendar() if entry.kind in kinds]
    return frozenset(first + timedelta(days=offset) for first, length in spans for offset in range(length))


def is_free(day: date) -> bool:
    """A national holiday or cuti bersama."""
    return day in _days("HOLIDAY", "CUTI_BERSAMA")


def is_ramadan(day: date) -> bool:
    """A day with the shorter hours of the fasting month."""
    return day in _days("RAMADAN")


def is_working_day(day: date, week: int = 5) -> bool:
    """Whether offices with a week of so many days work."""
    return day.weekday() < week and not is_free(day)


def days_between(first: date, last: date) -> list[date]:
    """Every day, both ends included."""
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
