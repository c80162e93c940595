"""Leave, duty elsewhere and permission: spells of days on which people are not, or only half, at their device.

Spells are drawn month by month, so that more days never change the earlier ones.
"""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from etl.sample.seeding import stream

PRESENT, AWAY, AWAY_IN_THE_MORNING, AWAY_IN_THE_AFTERNOON = range(4)

_SPELLS_PER_MONTH = 0.3
_KINDS = ("CT", "CS", "DL", "DIKLAT", "IZIN", "WFA", "CAP")
_SHARES = (0.45, 0.18, 0.2, 0.06, 0.06, 0.03, 0.02)
_LONGEST = {"CT": 5, "CS": 3, "DL": 4, "DIKLAT": 5, "IZIN": 1, "WFA": 2, "CAP": 5}
_HALF_DAY_SHARE = 0.15
_REFUSED_SHARE = 0.02
_FEWEST_PEOPLE = 50
_LONG = (("CM", 90), ("CB", 60), ("TB", 365))
"""One long spell of each, from the eleventh day of the sample."""


class Spell(NamedTuple):
    """`part` as in the record `leave`; both ends included."""

    person: int
    code: str
    first: date
    last: date
    part: str
    approved: bool


def spells_of(people: int, first_day: date, last_day: date, seed: int) -> list[Spell]:
    """Every spell that begins in a month of the sample, no two of a person on one day."""
    drawn = _long_spells(people, first_day)
    for year, month in _months(first_day, last_day):
        drawn += _spells_of_month(people, year, month, seed)
    free_from: dict[int, date] = {}
    kept = []
    for spell in drawn:
        if spell.first >= free_from.get(spell.person, date.min):
            free_from[spell.person] = spell.last + timedelta(days=1)
            kept.append(spell)
    return kept


def absence_table(spells: list[Spell], people: int, first_day: date, last_day: date) -> np.ndarray:
    """Day x person: PRESENT, AWAY, or which half of the day away."""
    table = np.zeros(((last_day - first_day).days + 1, people), dtype=np.uint8)
    kinds = {"FULL": AWAY, "AM": AWAY_IN_THE_MORNING, "PM": AWAY_IN_THE_AFTERNOON}
    for spell in spells:
        begin = max((spell.first - first_day).days, 0)
        table[begin : max((spell.last - first_day).days + 1, 0), spell.person] = kinds[spell.part]
    return table


def _months(first_day: date, last_day: date) -> list[tuple[int, int]]:
    numbers = range(first_day.year * 12 + first_day.month - 1, last_day.year * 12 + last_day.month)
    return [(number // 12, number % 12 + 1) for number in numbers]


def _long_spells(people: int, first_day: date) -> list[Spell]:
    """Of the last people of the list; agencies of a dozen people have none."""
    begin = first_day + timedelta(days=10)
    if people < _FEWEST_PEOPLE:
        return []
    return [
        Spell(people - 1 - place, code, begin, begin + timedelta(days=days - 1), "FULL", approved=True)
        for place, (code, days) in enumerate(_LONG)
    ]


def _spells_of_month(people: int, year: int, month: int, seed: int) -> list[Spell]:
    rng = stream(seed, "absences", year, month)
    count = int(rng.poisson(people * _SPELLS_PER_MONTH))
    persons = rng.integers(0, people, count)
    days = rng.integers(1, 29, count)
    codes = rng.choice(len(_KINDS), count, p=_SHARES)
    shares = rng.random((3, count))
    order = np.lexsort((persons, days))
    return [_spell(int(persons[i]), _KINDS[codes[i]], date(year, month, int(days[i])), shares[:, i]) for i in order]


def _spell(person: int, code: str, first: date, shares: np.ndarray) -> Spell:
    length = 1 + int(shares[0] * _LONGEST[code])
    half = code in ("CT", "IZIN") and length == 1 and shares[1] < _HALF_DAY_SHARE
    part = ("AM" if shares[1] < _HALF_DAY_SHARE / 2 else "PM") if half else "FULL"
    return Spell(person, code, first, first + timedelta(days=length - 1), part, bool(shares[2] >= _REFUSED_SHARE))
