"""Effects of trainings the long way round, person by person.

Written from contract section 5 and decision 19, not from the models.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.worlds.naive_score import rounded

Figures = dict[str, Fraction]


@dataclass(frozen=True)
class Done:
    """A case that somebody completed: on which date, after how much of the office's time, in time, and done again."""

    person: str
    on: date
    minutes: int | Fraction
    in_time: bool
    again: bool


@dataclass(frozen=True)
class Training:
    """That somebody took part."""

    code: str
    person: str
    first: date
    last: date


@dataclass(frozen=True)
class Windows:
    """The days before a training and the days after it."""

    before: tuple[date, date]
    after: tuple[date, date]


@dataclass(frozen=True)
class Effect:
    """A row of `mart.training_effect` without its keys."""

    n: int
    before: Decimal | None
    after: Decimal | None
    compared: int
    peers_before: Decimal | None
    peers_after: Decimal | None
    effect: Decimal | None
    reason: str | None


def effects(
    done: Sequence[Done],
    trainings: Sequence[Training],
    groups: Mapping[str, str],
    period: tuple[date, date],
    days: int,
    least: int,
) -> dict[tuple[str, str], Effect]:
    """Training and indicator -> what is told of it; `groups` has the peer group of everybody in the period."""
    found: dict[tuple[str, str], Effect] = {}
    for code in {one.code for one in trainings}:
        windows = _windows([one for one in trainings if one.code == code], groups, period, days)
        started = {one.person for one in trainings if one.code == code and one.first <= period[1]}
        for indicator in ("SERVICE_MINUTES", "ON_TIME_PERCENT", "REWORK_PERCENT") if windows else ():
            found[code, indicator] = _effect(done, windows, started, groups, indicator, least)
    return found


def _windows(
    taken: Iterable[Training], groups: Mapping[str, str], period: tuple[date, date], days: int
) -> dict[str, Windows]:
    """Participant -> what is compared, of the last time whose days after it end within the period."""
    stretch, day = timedelta(days=days), timedelta(days=1)
    judged = [one for one in taken if one.person in groups and period[0] <= one.last + stretch <= period[1]]
    return {
        one.person: Windows((one.first - stretch, one.first - day), (one.last + day, one.last + stretch))
        for one in sorted(judged, key=lambda one: (one.last, one.first))
    }


def _effect(
    done: Sequence[Done],
    windows: Mapping[str, Windows],
    started: set[str],
    groups: Mapping[str, str],
    indicator: str,
    least: int,
) -> Effect:
    measured = {one: _figures(done, one, its, indicator) for one, its in windows.items()}
    mine = [one for one in measured.values() if one]
    beside: list[Figures] = []
    peers: set[str] = set()
    for participant, its in windows.items():
        others = [one for one in groups if one not in started and groups[one] == groups[participant]]
        seen = {one: figures for one in others if (figures := _figures(done, one, its, indicator))}
        peers |= seen.keys()
        if seen and measured[participant]:
            beside.append({when: _mean([one[when] for one in seen.values()]) for when in ("before", "after")})
    before, after = (rounded(_mean([one[when] for one in mine])) if mine else None for when in ("before", "after"))
    theirs = [rounded(_mean([one[when] for one in beside])) if beside else None for when in ("before", "after")]
    if not mine or len(mine) < least:
        return Effect(len(mine), None, None, len(peers), None, None, None, "TOO_FEW" if mine else "NO_CASES")
    if len(peers) < least:
        return Effect(len(mine), before, after, len(peers), None, None, None, "TOO_FEW_TO_COMPARE")
    known = None not in (before, after, *theirs)
    effect = (after - before) - (theirs[1] - theirs[0]) if known else None  # type: ignore[operator] # all are known
    return Effect(len(mine), before, after, len(peers), theirs[0], theirs[1], effect, None)


def _figures(done: Iterable[Done], person: str, windows: Windows, indicator: str) -> Figures | None:
    """A person's own mean before and after; whoever has no case in one of the two does not count."""
    found: Figures = {}
    for when, (first, last) in {"before": windows.before, "after": windows.after}.items():
        cases = [one for one in done if one.person == person and first <= one.on <= last]
        if not cases:
            return None
        found[when] = _mean([_figure(one, indicator) for one in cases])
    return found


def _figure(case: Done, indicator: str) -> Fraction:
    if indicator == "SERVICE_MINUTES":
        return Fraction(case.minutes)
    return Fraction(100 if (case.in_time if indicator == "ON_TIME_PERCENT" else case.again) else 0)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
