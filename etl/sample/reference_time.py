"""Reference sets about time: shifts, roster, leave, permission letters, corrections, musters."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from etl.sample.absences import Spell
from etl.sample.hours import FIVE_DAY, SHIFTS, WARD, shift_of
from etl.sample.inbox_writing import Row, csv_bytes, write_file
from etl.sample.national_calendar import days_between, is_working_day
from etl.sample.presence import DAY, Forgotten
from etl.sample.reference_people import exported_on, write_set, write_workbook_set
from etl.sample.scene import Scene, pattern_of
from etl.sample.seeding import stream

SHIFT_HEADINGS: tuple[str, ...] = ("shift_code", "name", "start", "end", "break_start", "break_end", "half_at")
SHIFT_HEADINGS += ("middle_from", "middle_to", "discipline_days", "valid_from", "valid_to")
LEAVE_HEADINGS: tuple[str, ...] = (
    "NIP",
    "Kode Cuti",
    "Mulai",
    "Selesai",
    "part",
    "reason_code",
    "Rawat Inap",
    "Anak Ke",
    "Disetujui",
)
LEAVE_HEADINGS += ("Nomor Surat",)
PERMISSION_HEADINGS = ("nip", "Tanggal", "kind", "Nomor Surat", "Disetujui")
CORRECTION_HEADINGS = ("nip", "Tanggal", "kind", "Jam", "approved_by", "Nomor Surat")
MUSTER_HEADINGS = ("nip", "Tanggal", "Apel", "Hadir")

DESTROYED_NIPS = 3
"""Leave rows whose NIP went through a spreadsheet: `1,98E+17`."""
_MOST_CORRECTIONS = 40
_MOST_PERMISSIONS = 40
_MUSTER_ABSENT = 0.06
_DISCIPLINE_DAYS = {"PIKET24": "3.00"}
"""Absence from a duty of 24 hours counts as so many working days: the invented agency's own decision."""
_PERMITTED = {"IN": "NO_IN", "OUT": "NO_OUT"}


def write_rosters(scene: Scene, inbox: Path) -> dict[str, int]:
    """Wards in three shifts, the fire brigade 24 hours on and 48 off; OFF days are planned too."""
    write_set(scene, inbox, "shifts", SHIFT_HEADINGS, [_shift_row(code) for code in SHIFTS])
    days = days_between(scene.first_day, scene.last_day)
    rostered = [i for i, person in enumerate(scene.people) if pattern_of(scene.units[person.unit]) >= WARD]
    rows = [row for person in rostered for row in _duties(scene, person, days)]
    if rows:
        write_set(scene, inbox, "roster", ("nip", "work_date", "shift_code"), rows)
    return {"rostered_people": len(rostered), "roster_rows": len(rows)}


def write_leave(scene: Scene, inbox: Path) -> dict[str, int]:
    """Spells known when the export was made; dates as d/m/Y, semicolons."""
    rows = leave_rows(scene)
    path = inbox / "leave" / f"leave_{exported_on(scene)}.csv"
    write_file(path, csv_bytes(LEAVE_HEADINGS, rows, ";"))
    return {"leave_spells": len(rows), "leave_destroyed_nips": sum("E+" in str(row[0]) for row in rows)}


def leave_rows(scene: Scene) -> list[Row]:
    """The letters, some with a NIP that a spreadsheet destroyed."""
    known = [spell for spell in scene.spells if scene.first_day <= spell.last and spell.first <= scene.last_day]
    rows = [_leave_row(scene, number, spell) for number, spell in enumerate(known, start=1)]
    ordinary = [number for number, spell in enumerate(known) if spell.code == "CT"][:DESTROYED_NIPS]
    for number in ordinary:
        rows[number] = (_scientific(str(rows[number][0])), *rows[number][1:])
    return rows


def write_letters(scene: Scene, inbox: Path, forgotten: Sequence[tuple[date, Forgotten]]) -> dict[str, int]:
    """Of what people forgot, some is corrected by their head, some permitted by letter, the rest stays."""
    known = [(day, one) for day, one in forgotten if one.second < DAY and _has_superior(scene, one.person)]
    corrections = [_correction(scene, *one) for one in known[0::3][:_MOST_CORRECTIONS]]
    permissions = [_permission(scene, *one) for one in known[1::3][:_MOST_PERMISSIONS]]
    if corrections:
        write_set(scene, inbox, "punch_correction", CORRECTION_HEADINGS, corrections)
    if permissions:
        write_workbook_set(scene, inbox, "permission", PERMISSION_HEADINGS, permissions)
    return {"punch_corrections": len(corrections), "permissions": len(permissions)}


def write_musters(scene: Scene, inbox: Path) -> dict[str, int]:
    """Every Monday that is a working day, for those who work in offices."""
    rows = muster_rows(scene)
    if rows:
        write_set(scene, inbox, "muster", MUSTER_HEADINGS, rows)
    return {"muster_rows": len(rows)}


def muster_rows(scene: Scene) -> list[Row]:
    """Who was there, as the list of each muster tells."""
    mondays = [
        day for day in days_between(scene.first_day, scene.last_day) if day.weekday() == 0 and is_working_day(day)
    ]
    people = [i for i, p in enumerate(scene.people) if pattern_of(scene.units[p.unit]) == FIVE_DAY]
    people = [person for person in people if person not in scene.careers]
    missing = stream(scene.seed, "musters").random((len(mondays), len(people))) < _MUSTER_ABSENT
    return [
        (scene.people[person].nip, str(day), "Apel Senin", "Tidak" if missing[week, place] else "Ya")
        for week, day in enumerate(mondays)
        for place, person in enumerate(people)
    ]


def _shift_row(code: str) -> Row:
    name, start, end = SHIFTS[code]
    return (code, name, start, end, "", "", "", "", "", _DISCIPLINE_DAYS.get(code, ""), "2020-01-01", "")


def _duties(scene: Scene, person: int, days: Sequence[date]) -> list[Row]:
    pattern, turn = int(scene.crowd.pattern[person]), int(scene.crowd.turn[person])
    first, last = int(scene.crowd.first_day[person]), int(scene.crowd.last_day[person])
    served = [day for day in days if first <= day.toordinal() <= last]
    return [(scene.nip(person, day), str(day), shift_of(pattern, turn, day)) for day in served]


def _leave_row(scene: Scene, number: int, spell: Spell) -> Row:
    inpatient = "Ya" if spell.code == "CS" and number % 9 == 0 else ""
    child = "1" if spell.code == "CM" else ""
    approved = "Disetujui" if spell.approved else "Ditolak"
    dates = (f"{spell.first:%d/%m/%Y}", f"{spell.last:%d/%m/%Y}")
    letter = f"{number:04}/{spell.code}/{spell.first.year}"
    nip = scene.nip(spell.person, spell.first)
    return (nip, spell.code, *dates, spell.part, "", inpatient, child, approved, letter)


def _scientific(nip: str) -> str:
    return f"{nip[0]},{nip[1:3]}E+17"


def _has_superior(scene: Scene, person: int) -> bool:
    """Nobody corrects the own punches; the first of each unit is its head, strangers have none."""
    return 0 < person < len(scene.people) and scene.people[person - 1].unit == scene.people[person].unit


def _correction(scene: Scene, day: date, one: Forgotten) -> Row:
    head = next(p.nip for p in scene.people if p.unit == scene.people[one.person].unit)
    moment = f"{day} {one.second // 3600:02}:{one.second // 60 % 60:02}:00"
    return (scene.nip(one.person, day), str(day), one.kind, moment, head, f"KOR/{day:%Y%m%d}/{one.person}/{one.kind}")


def _permission(scene: Scene, day: date, one: Forgotten) -> Row:
    letter = f"IZIN/{day:%Y%m%d}/{one.person}"
    return (scene.nip(one.person, day), str(day), _PERMITTED[one.kind], letter, "Ya")
