"""Reference sets about people and places: employees, units, devices, PIN map, and what is known of wrong clocks."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from etl.sample.careers import Turn
from etl.sample.devices import AGENCY_WIDE, Channel, Device, Role
from etl.sample.dumps import shown_ahead, wrong_days
from etl.sample.inbox_writing import Row, csv_bytes, write_file, xlsx_bytes
from etl.sample.scene import Scene

EMPLOYEES: tuple[str, ...] = (
    "person_id",
    "NIP",
    "Nama",
    "Jenis Kelamin",
    "Tanggal Lahir",
    "Jenis Pegawai",
    "Kode Jabatan",
    "Jabatan",
)
EMPLOYEES += ("Kode Unit", "Golongan", "Kedudukan Hukum", "Berlaku Mulai", "Berlaku Sampai")
UNITS = ("Kode Unit", "Nama Unit", "Kode Induk", "unit_type", "Pola Kerja", "valid_from", "valid_to")
DEVICES = ("device_id", "source", "serial", "number", "aliases", "unit_code", "timezone", "valid_from", "valid_to")
PIN_MAP = ("device_id", "pin", "nip", "valid_from", "valid_to")
OFFSETS = ("device_id", "from_at", "to_at", "offset_seconds", "evidence")
CONFIRMATIONS = ("device_id", "from_at", "to_at", "confirmed_by", "evidence")
_LONG_SINCE = date(2020, 1, 1)


def write_set(scene: Scene, inbox: Path, kind: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
    """A reference set as CSV, dated by its name: exported on the day after the last one."""
    write_file(inbox / kind / f"{kind}_{exported_on(scene)}.csv", csv_bytes(headings, rows))


def write_workbook_set(scene: Scene, inbox: Path, kind: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
    """A reference set as a workbook."""
    write_file(inbox / kind / f"{kind}_{exported_on(scene)}.xlsx", xlsx_bytes(kind, [headings, *rows]))


def exported_on(scene: Scene) -> date:
    """The `as_at` of every snapshot."""
    return scene.last_day + timedelta(days=1)


def write_people_and_places(scene: Scene, inbox: Path) -> dict[str, int]:
    """The sets without which no punch finds its person."""
    write_set(scene, inbox, "employees", EMPLOYEES, employee_rows(scene))
    write_set(scene, inbox, "units", UNITS, _unit_rows(scene))
    write_set(scene, inbox, "devices", DEVICES, _device_rows(scene))
    write_set(scene, inbox, "pin_map", PIN_MAP, pin_rows(scene))
    return {"employees": len(scene.people), **{turn.value.lower(): _count(scene, turn) for turn in Turn}}


def write_clock_evidence(scene: Scene, inbox: Path) -> dict[str, int]:
    """What someone found out about devices afterwards; empty sets are not written."""
    offsets, confirmations = _offset_rows(scene), _confirmation_rows(scene)
    if offsets:
        write_set(scene, inbox, "device_offset", OFFSETS, offsets)
    if confirmations:
        write_set(scene, inbox, "device_confirmation", CONFIRMATIONS, confirmations)
    return {"device_offsets": len(offsets), "device_confirmations": len(confirmations)}


class _Post(NamedTuple):
    """What may change in a career."""

    nip: str
    kind: str
    unit: str
    status: str


def employee_rows(scene: Scene) -> list[Row]:
    """One row per person and stretch; numbers are printed in groups on some, as offices do."""
    return [row for index in range(len(scene.people)) for row in _stretches(scene, index)]


def _stretches(scene: Scene, index: int) -> list[Row]:
    person, change = scene.people[index], scene.careers.get(index)
    unit, kind = scene.units[person.unit].code, person.employment_type
    post = _Post(person.nip if index % 50 else _grouped(person.nip), kind, unit, "ACTIVE")
    if change is None or change.turn is Turn.JOINED:
        return [_employee(scene, index, post, person.since, None)]
    after = {
        Turn.TRANSFERRED: post._replace(unit=scene.units[change.unit].code),
        Turn.RETIRED: post._replace(status="RETIRED"),
        Turn.ON_LEAVE_WITHOUT_PAY: post._replace(status="CLTN"),
        Turn.NEW_NUMBER: _Post(change.nip, "CPNS", unit, "ACTIVE"),
    }[change.turn]
    before = _employee(scene, index, post, person.since, change.day - timedelta(days=1))
    return [before, _employee(scene, index, after, change.day, None)]


def _employee(scene: Scene, index: int, post: _Post, first: date, last: date | None) -> Row:
    one = scene.people[index]
    who = (one.person_id, post.nip, one.name, one.sex, f"{one.birth_date:%d/%m/%Y}", post.kind)
    where = (one.position_code, one.position, post.unit, one.grade, post.status)
    return (*who, *where, f"{first:%d/%m/%Y}", f"{last:%d/%m/%Y}" if last else "")


def _grouped(nip: str) -> str:
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"


def _count(scene: Scene, turn: Turn) -> int:
    return sum(change.turn is turn for change in scene.careers.values())


def _unit_rows(scene: Scene) -> list[Row]:
    return [
        (unit.code, unit.name, unit.parent, unit.unit_type, unit.work_pattern, str(_LONG_SINCE), "")
        for unit in scene.units
    ]


def _device_rows(scene: Scene) -> list[Row]:
    return [_device_row(scene, place, device) for place, device in enumerate(scene.devices)]


def _device_row(scene: Scene, place: int, device: Device) -> Row:
    serial = "" if device.channel is Channel.APP else f"INV{scene.seed % 10_000:04}{place + 1:06}"
    alias = f"mesin {scene.units[device.unit].code.lower()}"
    unit = scene.units[device.unit].code
    return (device.device_id, str(device.channel), serial, device.number, alias, unit, "", str(_LONG_SINCE), "")


def pin_rows(scene: Scene) -> list[Row]:
    """Agency-wide PINs hold on every device (`*`); the others on their own device only."""
    rows: list[Row] = []
    for index in range(len(scene.people)):
        device = AGENCY_WIDE if scene.pins.everywhere[index] else scene.devices[scene.pins.device[index]].device_id
        rows += _pin_stretches(scene, index, device, str(scene.pins.pin[index]))
    return rows


def _pin_stretches(scene: Scene, index: int, device: str, pin: str) -> list[Row]:
    person, change = scene.people[index], scene.careers.get(index)
    begin = str(person.since)
    if change is None or change.turn in (Turn.JOINED, Turn.ON_LEAVE_WITHOUT_PAY):
        return [(device, pin, person.nip, begin, "")]
    rows: list[Row] = [(device, pin, person.nip, begin, str(change.day - timedelta(days=1)))]
    if change.turn is Turn.TRANSFERRED:
        place, new_pin = scene.pins.after_transfer[index]
        rows.append((scene.devices[place].device_id, str(new_pin), person.nip, str(change.day), ""))
    if change.turn is Turn.NEW_NUMBER:
        rows.append((device, pin, change.nip, str(change.day), ""))
    return rows


def _offset_rows(scene: Scene) -> list[Row]:
    device = scene.device_of(Role.WRONG_CLOCK)
    first, last = wrong_days(scene)
    if device is None or first > scene.last_day:
        return []
    ahead = shown_ahead(scene.agency.timezone)
    evidence = "Berita acara pemeriksaan mesin: jam mesin kembali ke zona pabrik UTC+8 setelah listrik padam"
    return [(device.device_id, f"{first} 00:00:00", f"{last} 23:59:59", str(-ahead), evidence)]


def _confirmation_rows(scene: Scene) -> list[Row]:
    device = scene.device_of(Role.DAMAGED)
    if device is None:
        return []
    begin, end = f"{scene.first_day} 00:00:00", f"{scene.last_day} 23:59:59"
    return [(device.device_id, begin, end, "Kepala Instalasi", "Dibandingkan dengan buku jaga ruangan")]
