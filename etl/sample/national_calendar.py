"""National holidays, cuti bersama and Ramadan of 2025 and 2026, as decreed (domain facts, section 10).

Days outside these years have weekends only: no decree is made up.
"""

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

_SKB_2025 = "SKB Menag 1017, Menaker 2, MenPANRB 2 Tahun 2024"
_SKB_2025_AMENDED = "SKB Menag 933, Menaker 1, MenPANRB 3 Tahun 2025"
_SKB_2026 = "SKB Menag 1497, Menaker 2, MenPANRB 5 Tahun 2025"


class Entry(NamedTuple):
    """One stretch of days, both ends included."""

    first: date
    last: date
    kind: str
    name: str
    decree: str


_When = tuple[str, str] | tuple[str, str, int]
"""First day as `MM-DD`, occasion, and how many days if more than one."""


def _entry(year: int, kind: str, decree: str, when: _When) -> Entry:
    first, name, days = (*when, 1)[:3]
    begin = date.fromisoformat(f"{year}-{first}")
    return Entry(begin, begin + timedelta(days=days - 1), kind, name, decree)


def _holidays(year: int, decree: str, *dates: _When) -> tuple[Entry, ...]:
    return tuple(_entry(year, "HOLIDAY", decree, one) for one in dates)


def _shared_leave(year: int, decree: str, *dates: _When) -> tuple[Entry, ...]:
    return tuple(_entry(year, "CUTI_BERSAMA", decree, one) for one in dates)


CALENDAR: tuple[Entry, ...] = (
    *_holidays(
        2025,
        _SKB_2025,
        ("01-01", "Tahun Baru 2025"),
        ("01-27", "Isra Mikraj Nabi Muhammad SAW"),
        ("01-29", "Tahun Baru Imlek 2576"),
        ("03-29", "Hari Suci Nyepi"),
        ("03-31", "Idul Fitri 1446 H", 2),
        ("04-18", "Wafat Yesus Kristus"),
        ("04-20", "Kebangkitan Yesus Kristus (Paskah)"),
        ("05-01", "Hari Buruh Internasional"),
        ("05-12", "Hari Raya Waisak"),
        ("05-29", "Kenaikan Yesus Kristus"),
        ("06-01", "Hari Lahir Pancasila"),
        ("06-06", "Idul Adha 1446 H"),
        ("06-27", "Tahun Baru Islam 1447 H"),
        ("08-17", "Proklamasi Kemerdekaan"),
        ("09-05", "Maulid Nabi Muhammad SAW"),
        ("12-25", "Kelahiran Yesus Kristus"),
    ),
    *_shared_leave(
        2025,
        _SKB_2025,
        ("01-28", "Tahun Baru Imlek 2576"),
        ("03-28", "Hari Suci Nyepi"),
        ("04-02", "Idul Fitri 1446 H", 3),
        ("04-07", "Idul Fitri 1446 H"),
        ("05-13", "Hari Raya Waisak"),
        ("05-30", "Kenaikan Yesus Kristus"),
        ("06-09", "Idul Adha 1446 H"),
        ("12-26", "Kelahiran Yesus Kristus"),
    ),
    *_shared_leave(2025, _SKB_2025_AMENDED, ("08-18", "Proklamasi Kemerdekaan")),
    *_holidays(
        2026,
        _SKB_2026,
        ("01-01", "Tahun Baru 2026"),
        ("01-16", "Isra Mikraj Nabi Muhammad SAW"),
        ("02-17", "Tahun Baru Imlek 2577"),
        ("03-19", "Hari Suci Nyepi"),
        ("03-21", "Idul Fitri 1447 H", 2),
        ("04-03", "Wafat Yesus Kristus"),
        ("04-05", "Kebangkitan Yesus Kristus (Paskah)"),
        ("05-01", "Hari Buruh Internasional"),
        ("05-14", "Kenaikan Yesus Kristus"),
        ("05-27", "Idul Adha 1447 H"),
        ("05-31", "Hari Raya Waisak"),
        ("06-01", "Hari Lahir Pancasila"),
        ("06-16", "Tahun Baru Islam 1448 H"),
        ("08-17", "Proklamasi Kemerdekaan"),
        ("08-25", "Maulid Nabi Muhammad SAW"),
        ("12-25", "Kelahiran Yesus Kristus"),
    ),
    *_shared_leave(
        2026,
        _SKB_2026,
        ("02-16", "Tahun Baru Imlek 2577"),
        ("03-18", "Hari Suci Nyepi"),
        ("03-20", "Idul Fitri 1447 H"),
        ("03-23", "Idul Fitri 1447 H", 2),
        ("05-15", "Kenaikan Yesus Kristus"),
        ("05-28", "Idul Adha 1447 H"),
        ("12-24", "Kelahiran Yesus Kristus"),
    ),
    _entry(2025, "RAMADAN", "Sidang isbat Kementerian Agama, awal Ramadan 1446 H", ("03-01", "Ramadan 1446 H", 30)),
    _entry(2026, "RAMADAN", "Sidang isbat Kementerian Agama, awal Ramadan 1447 H", ("02-19", "Ramadan 1447 H", 30)),
)


@cache
def _days(*kinds: str) -> frozenset[date]:
    spans = [(entry.first, (entry.last - entry.first).days + 1) for entry in CALENDAR if entry.kind in kinds]
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
