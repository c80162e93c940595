"""What changes in the careers of a few people during the sample: transfer, retirement, CLTN, a new number.

Dates hang on the first day only, so that a longer sample tells the same story.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from etl.sample.people import Person, civil_servant_number


class Turn(StrEnum):
    """What happened."""

    TRANSFERRED = "TRANSFERRED"
    RETIRED = "RETIRED"
    JOINED = "JOINED"
    """Takes over the PIN of the one who retired."""
    ON_LEAVE_WITHOUT_PAY = "CLTN"
    NEW_NUMBER = "NEW_NUMBER"
    """A PPPK who became a CPNS: another number, the same person."""


class Change(NamedTuple):
    """`day` is the first day of the new state."""

    turn: Turn
    person: int
    day: date
    unit: int = 0
    nip: str = ""


Careers = dict[int, Change]

_TRANSFER_FROM, _TRANSFER_TO, _RETIREMENT, _CLTN, _NEW_NUMBER = 1, 6, 2, 4, 7
"""Units (places in the list) in which each story happens."""
_ENOUGH = 3
"""People whom a unit needs for a story."""
_MIDDLE_OF_MONTH = 16
_RETIRED_AT = 58


def careers_of(people: list[Person], first_day: date) -> tuple[list[Person], Careers]:
    """The people, some of them rewritten to fit their story, and the stories; none where units are too small."""
    people = list(people)
    members = _members(people)
    month = _next_month(first_day)
    found: list[Change] = []
    for unit, story in ((_TRANSFER_FROM, _transfer), (_RETIREMENT, _retirement), (_CLTN, _without_pay)):
        if len(members.get(unit, ())) >= _ENOUGH:
            found += story(people, members[unit], first_day, month)
    if len(members.get(_NEW_NUMBER, ())) >= _ENOUGH:
        found += _new_number(people, members[_NEW_NUMBER], first_day, month)
    return people, {change.person: change for change in found}


def nip_on(people: Sequence[Person], careers: Careers, person: int, day: date) -> str:
    """The number someone had on a day."""
    change = careers.get(person)
    if change is not None and change.turn is Turn.NEW_NUMBER and day >= change.day:
        return change.nip
    return people[person].nip


def _members(people: list[Person]) -> dict[int, list[int]]:
    members: dict[int, list[int]] = {}
    for index, person in enumerate(people):
        members.setdefault(person.unit, []).append(index)
    return members


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _transfer(people: list[Person], members: list[int], first_day: date, month: date) -> list[Change]:
    """In the middle of a month, and to a unit that serves at a counter."""
    middle = (first_day if first_day.day < _MIDDLE_OF_MONTH else month).replace(day=_MIDDLE_OF_MONTH)
    target = min(_TRANSFER_TO, people[-1].unit)
    return [Change(Turn.TRANSFERRED, members[1], middle, unit=target)]


def _retirement(people: list[Person], members: list[int], _first_day: date, month: date) -> list[Change]:
    """The last two of the unit: one leaves at 58, the other comes the next month and gets the PIN."""
    leaving, coming = members[-2], members[-1]
    born = (month - timedelta(days=10)).replace(year=month.year - _RETIRED_AT)
    appointed = born.replace(year=born.year + 25)
    old = people[leaving]
    people[leaving] = old._replace(
        nip=civil_servant_number(born, appointed, old.sex), birth_date=born, employment_type="PNS"
    )
    people[coming] = people[coming]._replace(since=month)
    return [Change(Turn.RETIRED, leaving, month), Change(Turn.JOINED, coming, month)]


def _without_pay(_people: list[Person], members: list[int], _first_day: date, month: date) -> list[Change]:
    return [Change(Turn.ON_LEAVE_WITHOUT_PAY, members[1], month)]


def _new_number(people: list[Person], members: list[int], first_day: date, month: date) -> list[Change]:
    person = people[members[1]]
    birth = person.birth_date
    ni = f"{birth:%Y%m%d}{first_day.year - 1}21{1 if person.sex == 'L' else 2}990"
    people[members[1]] = person._replace(nip=ni, employment_type="PPPK")
    return [Change(Turn.NEW_NUMBER, members[1], month, nip=civil_servant_number(birth, month, person.sex, 991))]
