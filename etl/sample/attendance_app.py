"""Monthly workbooks of the attendance software: the Indonesian report of 29 columns (formats 1.5)."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from etl.sample.devices import Channel
from etl.sample.hours import due
from etl.sample.inbox_writing import Row, write_file, xlsx_bytes
from etl.sample.presence import Punches
from etl.sample.scene import Scene

HEADINGS: tuple[str, ...] = (
    "Emp No.",
    "No. ID",
    "NIK",
    "Nama",
    "Auto-Assign",
    "Tanggal",
    "Jam Kerja",
    "Jam Masuk",
    "Jam Pulang",
)
HEADINGS += ("Scan Masuk", "Scan Pulang", "Normal", "Riil", "Terlambat", "Plg. Cepat", "Absent", "Lembur")
HEADINGS += ("Jml Jam Kerja", "Pengecualian", "Harus C/In", "Harus C/Out", "Departemen", "Hari Normal", "Akhir Pekan")
HEADINGS += ("Hari Libur", "Jml Kehadiran", "Lembur Hari Normal", "Lembur Akhir Pekan", "Lembur Hari Libur")

_Scans = tuple[int | None, int | None]


def write_app_reports(scene: Scene, others: Sequence[Punches], inbox: Path) -> dict[str, int]:
    """One workbook a month; every second one has a title above its headings."""
    place = next((i for i, device in enumerate(scene.devices) if device.channel is Channel.APP), None)
    if place is None:
        return {}
    months: dict[str, list[Row]] = {}
    for punches in others:
        months.setdefault(f"{punches.day:%Y-%m}", []).extend(_rows_of_day(scene, place, punches))
    titles = 0
    for number, (month, rows) in enumerate(months.items()):
        title: list[Row] = [(f"Laporan Kehadiran {month}",)] if number % 2 else []
        titles += len(title)
        write_file(inbox / Channel.APP / f"presensi_{month}.xlsx", xlsx_bytes("Laporan", [*title, HEADINGS, *rows]))
    return {"app_reports_with_title": titles}


def _rows_of_day(scene: Scene, place: int, punches: Punches) -> Iterator[Row]:
    """Everybody of the unit who is due or came, with or without scans."""
    people = np.flatnonzero(scene.pins.device == place)
    start, end = due(scene.crowd.pattern[people], scene.crowd.turn[people], punches.day)
    for index, person in enumerate(people):
        mine = punches.person == person
        scans = _scans(punches.second[mine & ~punches.leaving], punches.second[mine & punches.leaving])
        if start[index] >= 0 or scans != (None, None):
            yield _row(scene, int(person), punches.day, (int(start[index]), int(end[index])), scans)


def _scans(coming: np.ndarray, going: np.ndarray) -> _Scans:
    return (int(coming.min()) if coming.size else None, int(going.max()) if going.size else None)


def _row(scene: Scene, person: int, day: date, hours: tuple[int, int], scans: _Scans) -> Row:
    one = scene.people[person]
    working = hours[0] >= 0
    late = max(scans[0] - hours[0], 0) if working and scans[0] is not None else 0
    early = max(hours[1] - scans[1], 0) if working and scans[1] is not None else 0
    absent = "True" if scans == (None, None) else ""
    planned = (_clock(hours[0]), _clock(hours[1])) if working else ("", "")
    pin = str(scene.pins.pin[person])
    before = (pin, pin, "", one.name, "", f"{day:%d/%m/%Y}", "Reguler", *planned, *(_clock(scan) for scan in scans))
    duration = "" if None in scans else _clock(scans[1] - scans[0])  # type: ignore[operator] # both are numbers here
    middle = (
        1,
        0 if absent else 1,
        _clock(late or None),
        _clock(early or None),
        absent,
        "",
        duration,
        "",
        "True",
        "True",
    )
    after = (scene.units[one.unit].name, int(working), int(not working), 0, 0 if absent else 1, "", "", "")
    return (*before, *middle, *after)


def _clock(second: int | None) -> str:
    """`HH:MM`; a duration may exceed 24 hours."""
    return "" if second is None else f"{second // 3600:02}:{second // 60 % 60:02}"
