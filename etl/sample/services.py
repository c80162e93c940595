"""Case events of the service application, JSON lines: unequal desks, files sent back, work done again."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from etl.sample.inbox_writing import write_file
from etl.sample.national_calendar import days_between, is_working_day
from etl.sample.scene import Scene
from etl.sample.seeding import stream
from etl.sample.trainings import trained_since

APP = "sipelayanan"
Service = tuple[str, str, str, int, int, str]
"""Code, name, unit, standard minutes, limit and its unit."""
CATALOGUE: tuple[Service, ...] = (
    ("KTP-EL", "Perekaman KTP elektronik", "DUKCAPIL", 20, 180, "WORKING_MINUTES"),
    ("AKTA-LAHIR", "Akta kelahiran", "DUKCAPIL", 45, 3, "WORKING_DAYS"),
    ("KK", "Kartu keluarga", "DUKCAPIL", 30, 2, "WORKING_DAYS"),
    ("PINDAH", "Surat pindah", "DUKCAPIL", 25, 1, "WORKING_DAYS"),
    ("PBG", "Persetujuan bangunan gedung", "DPMPTSP", 240, 14, "WORKING_DAYS"),
    ("SIP-NAKES", "Surat izin praktik tenaga kesehatan", "DPMPTSP", 90, 5, "WORKING_DAYS"),
    ("REKLAME", "Izin reklame", "DPMPTSP", 60, 3, "WORKING_DAYS"),
)
_CASES_PER_DESK_AND_DAY = 4
_RETURNED, _REWORKED, _REJECTED, _LEFT_OPEN = 0.08, 0.05, 0.02, 0.04
_PACE_OF_TRAINED = 0.6
_OPENS, _OPEN_SECONDS = 8 * 3600, 6 * 3600


class _Case(NamedTuple):
    received: datetime
    number: int
    service: Service
    nip: str
    luck: np.ndarray
    pace: float = 1.0
    """Time a case takes, as a share of the usual."""


class _Event(NamedTuple):
    moment: datetime
    line: str


def write_service_events(scene: Scene, inbox: Path) -> dict[str, int]:
    """One file a month; the last one holds a line cut by a crash and two words no catalogue knows."""
    events = sorted(event for case in _cases(scene) for event in _events(case, scene.last_day))
    months: dict[str, list[str]] = {}
    for event in events:
        months.setdefault(f"{event.moment:%Y-%m}", []).append(event.line)
    if not months:
        return {}
    last = months[max(months)]
    planted = _plant(last)
    for month, lines in months.items():
        write_file(inbox / "services" / f"{APP}_{month}.jsonl", "".join(f"{line}\n" for line in lines).encode())
    return {"service_cases": sum('"RECEIVED"' in event.line for event in events), **planted}


def _cases(scene: Scene) -> list[_Case]:
    desks = {code: _desks(scene, code) for code in {service[2] for service in CATALOGUE}}
    trained = trained_since(scene)
    cases: list[_Case] = []
    for day in days_between(scene.first_day, scene.last_day):
        if is_working_day(day):
            rng = stream(scene.seed, "services", day.toordinal())
            for unit in sorted(desks):
                cases += [_paced(case, trained) for case in _cases_of_day(unit, desks[unit], day, rng)]
    return cases


def _paced(case: _Case, trained: dict[str, date]) -> _Case:
    """Who was trained works faster from then on."""
    since = trained.get(case.nip)
    return case if since is None or case.received.date() <= since else case._replace(pace=_PACE_OF_TRAINED)


def _desks(scene: Scene, unit_code: str) -> list[str]:
    """The first desk gets most cases, the last hardly any."""
    people = scene.members("COUNTER")
    return [scene.people[one].nip for one in people if scene.units[scene.people[one].unit].code == unit_code]


def _cases_of_day(unit: str, desks: Sequence[str], day: date, rng: np.random.Generator) -> list[_Case]:
    if not desks:
        return []
    services = [service for service in CATALOGUE if service[2] == unit]
    count = int(rng.poisson(_CASES_PER_DESK_AND_DAY * len(desks)))
    shares = 1 / np.arange(1, len(desks) + 1)
    who = rng.choice(len(desks), count, p=shares / shares.sum())
    what = rng.integers(0, len(services), count)
    seconds = np.sort(rng.integers(0, _OPEN_SECONDS, count))
    luck = rng.random((8, count))
    opens = datetime(day.year, day.month, day.day) + timedelta(seconds=_OPENS)
    return [
        _Case(opens + timedelta(seconds=int(seconds[i])), i + 1, services[what[i]], desks[who[i]], luck[:, i])
        for i in range(count)
    ]


def _events(case: _Case, last_day: date) -> list[_Event]:
    """Events after the last day are not in the export."""
    told = [event for event in _story(case) if event[1].date() <= last_day]
    return [_event(case, name, moment) for name, moment in told]


def _story(case: _Case) -> list[tuple[str, datetime]]:
    luck = case.luck
    assigned = case.received + timedelta(seconds=int(120 + luck[0] * 3600))
    story = [("RECEIVED", case.received), ("ASSIGNED", assigned)]
    if luck[1] < _LEFT_OPEN:
        return story
    ready = assigned + timedelta(seconds=int(case.service[3] * 60 * (0.5 + luck[2]) * case.pace))
    if luck[3] < _RETURNED:
        again = _in_office(assigned + timedelta(days=1 + int(luck[4] * 4), seconds=900))
        story += [("RETURNED", _in_office(assigned + timedelta(seconds=600))), ("RESUBMITTED", again)]
        ready = again + timedelta(seconds=case.service[3] * 60)
    waits = int(luck[5] ** 2 * 1.5 * case.service[4] * case.pace) if case.service[5] == "WORKING_DAYS" else 0
    done = _in_office(ready + timedelta(days=waits))
    if luck[6] < _REJECTED:
        return [*story, ("REJECTED", done)]
    story.append(("COMPLETED", done))
    if luck[7] < _REWORKED:
        story.append(("REWORK", _in_office(done + timedelta(days=2))))
    return story


def _in_office(moment: datetime) -> datetime:
    """The same time of the next working day, inside the hours of a counter."""
    clock = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
    day = moment.replace(hour=0, minute=0, second=0)
    if clock > timedelta(hours=15, minutes=45):
        day, clock = day + timedelta(days=1), timedelta(hours=8, minutes=moment.minute, seconds=moment.second)
    while not is_working_day(day.date()):
        day += timedelta(days=1)
    return day + max(clock, timedelta(hours=8))


def _event(case: _Case, name: str, moment: datetime) -> _Event:
    by_officer = name not in ("RECEIVED", "RESUBMITTED")
    content: dict[str, Any] = {
        "app": APP,
        "case_id": f"{case.service[2]}-{case.received:%Y%m%d}-{case.number:04}",
        "service_code": case.service[0],
        "event": name,
        "nip": case.nip if by_officer else None,
        "unit_code": case.service[2],
        "occurred_at": moment.isoformat(timespec="seconds"),
        "pemohon": f"WARGA RAHASIA {case.number}",
    }
    return _Event(moment, json.dumps(content, ensure_ascii=False))


def _plant(lines: list[str]) -> dict[str, int]:
    middle = len(lines) // 2
    unknown = [line.replace('"event": "', '"event": "DI') for line in lines[middle : middle + 2]]
    cut = lines[middle][: len(lines[middle]) // 2]
    lines[middle + 2 : middle + 2] = [*unknown, cut]
    return {"service_unknown_events": len(unknown), "service_cut_lines": 1}
