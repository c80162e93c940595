"""Cases the long way round: minutes and days of the office one after another, fractions, one person at a time.

Written from contract section 5 and decision 18, not from the models. Events come at whole minutes, never two of a case
at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import median
from typing import Any

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NEVER = datetime(9999, 12, 31)
Spans = Sequence[tuple[str, str]]
Hours = Mapping[int, Spans]
MORNING, AFTERNOON = ("07:30", "12:00"), ("13:00", "16:00")
KEPAHIANG = dict.fromkeys(range(1, 5), (MORNING, AFTERNOON)) | {5: (("07:30", "11:30"), ("13:00", "16:30"))}
"""The five-day week of the rulebook, Fridays with the longer break."""
RAMADAN_KEPAHIANG = dict.fromkeys(range(1, 5), (("08:00", "12:00"), ("12:30", "15:00"))) | {
    5: (("08:00", "11:30"), ("12:30", "15:30"))
}


@dataclass(frozen=True)
class Event:
    """What happened to a case, at which minute, by whom or to whom."""

    case_id: str
    event: str
    at: datetime
    nip: str


def rows_of_events(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Rows of `core.service_event`, all of one service of one unit."""
    return [
        {
            "case_id": one.case_id,
            "service_code": "KK",
            "event": one.event,
            "nip": one.nip or None,
            "unit_code": "DINAS",
            "occurred_at": one.at,
        }
        for one in events
    ]


@dataclass(frozen=True)
class Standard:
    """What the catalogue promises of a service."""

    minutes: int
    limit: int
    unit: str


@dataclass
class Tally:
    """What the cases of a period are to one person."""

    done: int = 0
    desk: int = 0
    completed: int = 0
    cases: int = 0
    on_time: int = 0
    late: int = 0
    overdue: int = 0
    reworked: int = 0


class Office:
    """The days and minutes an office works, from `first` to `last`."""

    def __init__(self, usual: Hours, ramadan: Hours, fasting: set[date], free: set[date], first: date, last: date):
        dates = [first + DAY * place for place in range((last - first).days + 1)]
        self.spans = {
            day: [_span(day, *span) for span in (ramadan if day in fasting else usual)[day.isoweekday()]]
            for day in dates
            if day not in free and day.isoweekday() in usual
        }
        self.minutes = [
            start + MINUTE * place
            for spans in self.spans.values()
            for start, end in spans
            for place in range((end - start) // MINUTE)
        ]


def _span(day: date, start: str, end: str) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(f"{day} {start}"), datetime.fromisoformat(f"{day} {end}")


def late_from(standard: Standard, received: datetime, events: Iterable[Event], office: Office) -> datetime | None:
    """The first moment at which a case is late; a limit in minutes may be kept to the very minute it ends with."""
    stretches = _stretches(received, events)
    if standard.unit == "WORKING_MINUTES":
        running = [one for one in office.minutes if one >= received and not any(a <= one < b for a, b in stretches)]
        last = running[standard.limit - 1 :][:1]
        return last[0] + MINUTE + timedelta(microseconds=1) if last else None
    paused = [(a.date(), b.date()) for a, b in stretches]
    days = [one for one in office.spans if one >= received.date() and not any(a <= one < b for a, b in paused)]
    # the day of the receipt is day 0, whether the office works on it or not
    place = standard.limit if received.date() in office.spans else standard.limit - 1
    return datetime.combine(days[place] + DAY, datetime.min.time()) if place < len(days) else None


def _stretches(received: datetime, events: Iterable[Event]) -> list[tuple[datetime, datetime]]:
    """When the applicant had the case: from RETURNED to RESUBMITTED, or to the end of all days."""
    found: list[tuple[datetime, datetime]] = []
    since: datetime | None = None
    for event in sorted(events, key=lambda one: one.at):
        if event.at < received:
            continue
        if event.event == "RETURNED" and since is None:
            since = event.at
        if event.event == "RESUBMITTED" and since is not None:
            found.append((since, event.at))
            since = None
    return found if since is None else [*found, (since, NEVER)]


def tally(
    events: Sequence[Event], standard: Standard, office: Office, people: Sequence[str], first: date, last: date
) -> dict[str, Tally]:
    """What every case known by the last day of the period is to whom."""
    found = {person: Tally() for person in people}
    known = [one for one in events if one.at.date() <= last]
    for case in {one.case_id for one in known}:
        _tell([one for one in known if one.case_id == case], standard, office, found, first)
    return found


def _tell(events: list[Event], standard: Standard, office: Office, found: dict[str, Tally], first: date) -> None:
    events.sort(key=lambda one: one.at)
    received = next((one.at for one in events if one.event == "RECEIVED"), events[0].at)
    done = next((one for one in events if one.event == "COMPLETED"), None)
    ended = next((one.at for one in events if one.event in ("CANCELLED", "REJECTED")), None)
    late_at = late_from(standard, received, events, office)
    in_time = done is not None and (late_at is None or done.at < late_at)
    desks: set[str] = set()
    if done and done.at.date() >= first:
        mine = found[done.nip]
        mine.done += standard.minutes
        mine.completed += 1
        mine.on_time += in_time
        mine.reworked += any(one.event == "REWORK" for one in events)
        desks.add(done.nip)
    if late_at is not None and not in_time and (ended is None or ended >= late_at):
        holders = [one.nip for one in events if one.event == "ASSIGNED" and one.at < late_at]
        # a limit in days is late from the midnight after its last day
        due = (late_at - timedelta(microseconds=1)).date()
        if holders:
            found[holders[-1]].overdue += done is None and ended is None
            if due >= first:
                found[holders[-1]].late += 1
                desks.add(holders[-1])
    for person in desks:
        found[person].cases += 1
        found[person].desk += standard.minutes


def pace(
    person: str, tallies: Mapping[str, Tally], available: Mapping[str, int], least: int, target: Fraction
) -> Fraction:
    """b: the median of W/A of the others who ended with overdue work."""
    others = [
        _cut(Fraction(one.done, available[name]), 12)
        for name, one in tallies.items()
        if name != person and one.overdue and available[name] > 0
    ]
    middle = _cut(median(others), 12) if len(others) >= least else Fraction(0)
    return middle or target


def productivity(mine: Tally, available: int, pace_of_peers: Fraction, prior: int) -> Decimal | None:
    expected = min(Fraction(mine.desk), available * pace_of_peers)
    if expected == 0:
        return None
    share = min(Fraction(120), 100 * mine.done / expected)
    return score((expected * share + prior * 100) / (expected + prior))


def rate(good: int, cases: int, group: tuple[int, int], prior: int) -> Decimal | None:
    """A share of cases, shrunk to the rate of the peer group."""
    return score(100 * (good + prior * Fraction(*group)) / (cases + prior)) if cases else None


def score(number: Fraction) -> Decimal:
    cut = _cut(number, 4)
    return (Decimal(cut.numerator) / Decimal(cut.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _cut(number: Fraction, places: int) -> Fraction:
    """Rounded half up; numbers here are never below zero."""
    return Fraction((2 * number * 10**places + 1) // 2, 10**places)
