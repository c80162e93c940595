"""The dumps of all ZKTeco devices, written day by day; punches of other devices are kept for their own formats."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from etl.sample.attlog_lines import LineStyles, lines_by_device, styles_of
from etl.sample.devices import Channel, Device, Role
from etl.sample.presence import DAY, Forgotten, Punches, punches_by_day
from etl.sample.scene import Scene

_FLUSH_AT = 64 << 20
"""Bytes kept before they are written."""
WRONG_FROM, WRONG_DAYS = 10, 14
"""The clock is wrong from this day of the sample on, for so long."""
FACTORY_OFFSET_HOURS = 8
"""After a power loss the clock came up in the zone of its factory, UTC+8."""
STALE_DAYS = 10
_OFFSETS = {"Asia/Jakarta": 7, "Asia/Jayapura": 9}


class Kept(NamedTuple):
    """`others`: punches of clone devices and the application by day; `forgotten` with its day."""

    others: list[Punches]
    forgotten: list[tuple[date, Forgotten]]


class Quirks(NamedTuple):
    """What goes wrong with device clocks and fetching; `clean` dumps have none of it."""

    wrong_clock: int | None
    stale: int | None


def dump_name(device: Device) -> str:
    """As the device calls it on a USB stick."""
    return f"{device.number}_attlog.dat"


def shown_ahead(timezone: str) -> int:
    """By how many seconds the wrong clock shows more than the true time."""
    return (FACTORY_OFFSET_HOURS - _OFFSETS[timezone]) * 3600


def wrong_days(scene: Scene) -> tuple[date, date]:
    """First and last day on which the clock was wrong."""
    first = scene.first_day + timedelta(days=WRONG_FROM)
    return first, first + timedelta(days=WRONG_DAYS - 1)


def write_dumps(scene: Scene, folder: Path, quirks: Quirks, tick: Callable[[int], None]) -> Kept:
    """One file for each ZKTeco device that was pressed."""
    styles = styles_of(scene.devices)
    finger = np.array([device.channel is Channel.FINGER for device in scene.devices])
    days = punches_by_day(scene.crowd, scene.absences(), scene.first_day, scene.last_day, scene.seed)
    kept = Kept([], [])
    _append(folder, scene.devices, _lines(scene, days, styles, finger, quirks=quirks, kept=kept, tick=tick))
    return kept


def quirks_of(scene: Scene) -> Quirks:
    """The devices that have a wrong clock or were not fetched, if there are such."""
    places = {device.role: index for index, device in enumerate(scene.devices)}
    return Quirks(places.get(Role.WRONG_CLOCK), places.get(Role.STALE))


NO_QUIRKS = Quirks(None, None)


def _lines(
    scene: Scene,
    days: Iterable[Punches],
    styles: LineStyles,
    finger: np.ndarray,
    *,
    quirks: Quirks,
    kept: Kept,
    tick: Callable[[int], None],
) -> Iterator[tuple[int, bytes]]:
    for number, punches in enumerate(days, start=1):
        mine = finger[punches.device]
        if not mine.all():
            kept.others.append(_chosen(punches, ~mine))
        kept.forgotten.extend((punches.day, one) for one in punches.forgotten)
        fetched = mine if quirks.stale is None else mine & _fetched(scene, punches, quirks.stale)
        yield from lines_by_device(_as_shown(scene, _chosen(punches, fetched), quirks.wrong_clock), styles)
        tick(number)


def _chosen(punches: Punches, which: np.ndarray) -> Punches:
    if which.all():
        return punches
    columns = {name: getattr(punches, name)[which] for name in ("person", "device", "pin", "second", "leaving")}
    return punches._replace(**columns)


def _fetched(scene: Scene, punches: Punches, stale: int) -> np.ndarray:
    missing = punches.day > scene.last_day - timedelta(days=STALE_DAYS)
    kept: np.ndarray = (punches.device != stale) | (not missing)
    return kept


def _as_shown(scene: Scene, punches: Punches, wrong_clock: int | None) -> Punches:
    """What the devices showed; the order stays that of the presses."""
    first, last = wrong_days(scene)
    if wrong_clock is None or not first <= punches.day <= last:
        return punches
    ahead = np.where(punches.device == wrong_clock, shown_ahead(scene.agency.timezone), 0)
    return punches._replace(second=np.clip(punches.second + ahead, 0, DAY - 1))


def _append(folder: Path, devices: list[Device], lines: Iterable[tuple[int, bytes]]) -> None:
    """Under hidden names until all is written: a growing dump must not be taken."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    hidden = [folder / f".{dump_name(device)}.part" for device in devices]
    for path in hidden:
        path.unlink(missing_ok=True)
    parts: dict[int, list[bytes]] = {}
    waiting = 0
    for device, block in lines:
        parts.setdefault(device, []).append(block)
        waiting += len(block)
        if waiting > _FLUSH_AT:
            _flush(hidden, parts)
            waiting = 0
    _flush(hidden, parts)
    for path, machine in zip(hidden, devices, strict=True):
        if path.exists():
            path.replace(folder / dump_name(machine))


def _flush(hidden: list[Path], parts: dict[int, list[bytes]]) -> None:
    for device, blocks in parts.items():
        with hidden[device].open("ab") as handle:
            handle.writelines(blocks)
    parts.clear()
