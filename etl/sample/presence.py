"""Who pressed which device when, on one day: arrivals, departures, and what people forget.

Every day has its own random stream. A punch of a night shift belongs to the day on whose date it falls.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from etl.sample.absences import AWAY, AWAY_IN_THE_AFTERNOON, AWAY_IN_THE_MORNING
from etl.sample.hours import OFF, SIX_DAY, due
from etl.sample.seeding import stream

DAY = 86_400
_NOON = 12 * 3600
_LATE_TAIL, _LATE_MEAN = 0.04, 25 * 60
_EARLY_SHARE, _EARLY_MEAN = 0.03, 30 * 60
_LINGER_MEAN = 8 * 60
_ABSENT_SHARE = 0.008
_FORGOT_IN, _FORGOT_OUT = 0.012, 0.02
_DOUBLE_IN, _DOUBLE_OUT = 0.06, 0.04
_DAY_OFF_SHARE = 0.01
_VISIT_SHARE = 0.01
_BOUNCE = 40
"""Seconds within which an impatient finger presses again."""


@dataclass(frozen=True)
class Crowd:
    """Everybody who presses devices, one array each; the unregistered come last."""

    pattern: np.ndarray
    turn: np.ndarray
    """Where in the cycle of shifts a rostered person entered."""
    lead: np.ndarray
    """How many seconds before the hour a person usually comes."""
    first_day: np.ndarray
    last_day: np.ndarray
    """Ordinals of the first and the last day on duty."""
    device: np.ndarray
    pin: np.ndarray
    visits: np.ndarray
    """Whether the PIN works on the central device too."""
    moves: dict[int, tuple[int, int, int]]
    """Person -> ordinal of the day, device and PIN from then on."""


class Punches(NamedTuple):
    """Punches of one date in the order of device and time; `second` after midnight."""

    day: date
    person: np.ndarray
    device: np.ndarray
    pin: np.ndarray
    second: np.ndarray
    leaving: np.ndarray
    forgotten: "list[Forgotten]"


class Forgotten(NamedTuple):
    """A punch that was not made, and when it would have been."""

    person: int
    kind: str
    second: int


class _Draws(NamedTuple):
    """Random numbers of a day for every person: shares, a bell curve, waiting times."""

    luck: np.ndarray
    noise: np.ndarray
    tails: np.ndarray


class _Service(NamedTuple):
    person: np.ndarray
    second: np.ndarray
    leaving: np.ndarray
    visiting: np.ndarray
    forgotten: list[Forgotten]


def punches_by_day(
    crowd: Crowd, spells_table: np.ndarray, first_day: date, last_day: date, seed: int
) -> Iterator[Punches]:
    """Day by day; what a longer range adds comes after, never between."""
    over_midnight = None
    for offset in range((last_day - first_day).days + 1):
        day = first_day + timedelta(days=offset)
        service = _service_of(crowd, spells_table[offset], day, seed)
        yield _on_date(crowd, day, service, over_midnight)
        over_midnight = service


def draw_traits(count: int, seed: int) -> np.ndarray:
    """Usual lead of each person in seconds: most come at 07:20 to 07:30."""
    return stream(seed, "traits").normal(300, 210, count)


def _service_of(crowd: Crowd, absent: np.ndarray, day: date, seed: int) -> _Service:
    """All punches of the duties that begin on this day; seconds may exceed a day."""
    rng = stream(seed, "presence", day.toordinal())
    count = crowd.pattern.size
    draws = _Draws(rng.random((9, count)), rng.normal(size=count), rng.exponential(size=(3, count)))
    luck = draws.luck
    coming, going, due_here = _planned(crowd, absent, day, draws)
    comes, goes = due_here & (luck[3] >= _FORGOT_IN), due_here & (luck[4] >= _FORGOT_OUT)
    forgotten = _first_forgotten(due_here & ~comes & goes, "IN", coming)
    forgotten += _first_forgotten(due_here & ~goes & comes, "OUT", going)
    visiting = crowd.visits & (luck[8] < _VISIT_SHARE)
    person, second, leaving = _collect((comes, coming), (goes, going), luck)
    return _Service(person, second, leaving, visiting[person] & ~leaving, forgotten)


def _planned(crowd: Crowd, absent: np.ndarray, day: date, draws: _Draws) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """When each person comes and goes, and who is due here at all."""
    luck, noise, tails = draws
    start, end = due(crowd.pattern, crowd.turn, day)
    here = (crowd.first_day <= day.toordinal()) & (day.toordinal() <= crowd.last_day) & (absent != AWAY)
    off = start == OFF
    extra = off & (crowd.pattern <= SIX_DAY) & (luck[5] < _DAY_OFF_SHARE)
    start = np.where(absent == AWAY_IN_THE_MORNING, _NOON + 1800, np.where(extra, 9 * 3600, start))
    end = np.where(absent == AWAY_IN_THE_AFTERNOON, _NOON, np.where(extra, 13 * 3600, end))
    coming = start - crowd.lead + 180 * noise + np.where(luck[0] < _LATE_TAIL, tails[0] * _LATE_MEAN, 0)
    early = np.where(luck[1] < _EARLY_SHARE, tails[2] * _EARLY_MEAN, 0)
    going = np.maximum(end + 45 + tails[1] * _LINGER_MEAN - early, coming + 1800)
    due_here = here & (~off | extra) & (luck[2] >= _ABSENT_SHARE)
    return np.maximum(coming, 60).astype(np.int64), going.astype(np.int64), due_here


def _first_forgotten(who: np.ndarray, kind: str, when: np.ndarray) -> list[Forgotten]:
    return [Forgotten(int(person), kind, int(when[person])) for person in np.flatnonzero(who)[:1]]


def _collect(
    arrivals: tuple[np.ndarray, np.ndarray], departures: tuple[np.ndarray, np.ndarray], luck: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Person, second and direction of every press, the impatient second ones included."""
    (comes, coming), (goes, going) = arrivals, departures
    bounce = 2 + (luck[5] * _BOUNCE).astype(np.int64)
    groups = (
        (comes, coming, False),
        (comes & (luck[6] < _DOUBLE_IN), coming + bounce, False),
        (goes, going, True),
        (goes & (luck[7] < _DOUBLE_OUT), going + bounce, True),
    )
    person = [np.flatnonzero(who) for who, _, _ in groups]
    second = [when[who] for (_, when, _), who in zip(groups, person, strict=True)]
    leaving = [np.full(who.size, flag) for (_, _, flag), who in zip(groups, person, strict=True)]
    return np.concatenate(person), np.concatenate(second), np.concatenate(leaving)


def _on_date(crowd: Crowd, day: date, today: _Service, yesterday: _Service | None) -> Punches:
    """Of today's duties what falls before midnight, of yesterday's what falls after it."""
    person, second, leaving, visiting = _before_midnight(today)
    if yesterday is not None:
        late = yesterday.second >= DAY
        person = np.concatenate([yesterday.person[late], person])
        second = np.concatenate([yesterday.second[late] - DAY, second])
        leaving = np.concatenate([yesterday.leaving[late], leaving])
        visiting = np.concatenate([yesterday.visiting[late], visiting])
    device, pin = _devices_on(crowd, day, person, visiting)
    order = np.argsort(device * DAY + second, kind="stable")
    return Punches(day, person[order], device[order], pin[order], second[order], leaving[order], today.forgotten)


def _before_midnight(service: _Service) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    early = service.second < DAY
    return service.person[early], service.second[early], service.leaving[early], service.visiting[early]


def _devices_on(crowd: Crowd, day: date, person: np.ndarray, visiting: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    device, pin = crowd.device[person], crowd.pin[person]
    for who, (since, new_device, new_pin) in crowd.moves.items():
        if day.toordinal() >= since:
            device[person == who], pin[person == who] = new_device, new_pin
    return np.where(visiting, 0, device), pin
