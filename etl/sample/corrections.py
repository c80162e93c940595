"""Requests to correct what was recorded: answered, rejected, one that fits nothing, and one left lying too long."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from etl.sample.inbox_writing import Row
from etl.sample.reference_people import write_set
from etl.sample.reference_time import leave_rows, muster_rows
from etl.sample.scene import Scene

HEADINGS: tuple[str, ...] = (
    "Nomor Permintaan",
    "Jenis Rekaman",
    "Isi Sekarang",
    "Jumlah",
    "Tindakan",
    "Seharusnya",
    "Alasan",
    "Pemohon",
)
HEADINGS += ("Waktu Permintaan", "Keputusan", "Pejabat", "Waktu Keputusan", "Nomor Keputusan")
_LETTERS = 8
"""Leave comes first; a larger agency has musters too."""
_ANSWERS = (
    # outcome, records the letter speaks of, days before the export on which it was asked
    ("ACCEPTED", 1, 6),
    ("REJECTED", 1, 5),
    # the letter speaks of two records, the register knows one
    ("ACCEPTED", 2, 4),
    # nobody answered within 3 x 24 hours
    ("PENDING", 1, 9),
    ("ACCEPTED", 1, 5),
    ("PENDING", 1, 1),
)
_OVERDUE_DAYS = 4


class _Wrong(NamedTuple):
    """A record of which somebody says that it is wrong."""

    nip: str
    record_type: str
    matching: str
    replacement: str
    reason: str


def write_corrections(scene: Scene, inbox: Path) -> dict[str, int]:
    """Letters of leave with a wrong number, and people whom the list of a muster calls absent."""
    head = scene.people[0].nip
    wrong = [one for one in (*_letters(scene), *_musters(scene)) if one.nip != head]
    rows = [_row(scene, number, one) for number, one in enumerate(wrong[: len(_ANSWERS)])]
    if rows:
        write_set(scene, inbox, "correction", HEADINGS, rows)
    pending = [days for outcome, _, days in _ANSWERS[: len(rows)] if outcome == "PENDING"]
    return {"corrections": len(rows), "corrections_overdue": sum(days >= _OVERDUE_DAYS for days in pending)}


def _letters(scene: Scene) -> Iterator[_Wrong]:
    for row in leave_rows(scene)[:_LETTERS]:
        nip, code, begin, _, part, *_, letter = map(str, row)
        if "E+" not in nip:
            day = "-".join(reversed(begin.split("/")))
            matching = f"nip={nip}; leave_code={code}; date_from={day}; part={part}"
            yield _Wrong(nip, "leave", matching, f"document_no={letter}/P", "Nomor surat salah ketik")


def _musters(scene: Scene) -> Iterator[_Wrong]:
    for nip, day, name, present in (map(str, row) for row in muster_rows(scene)):
        if present == "Tidak":
            matching = f"nip={nip}; muster_date={day}; muster={name}"
            yield _Wrong(nip, "muster", matching, "present=true", "Hadir apel, salah dicatat petugas")


def _row(scene: Scene, number: int, wrong: _Wrong) -> Row:
    outcome, count, days = _ANSWERS[number]
    asked = scene.last_day + timedelta(days=1 - days)
    decided = (scene.people[0].nip, f"{asked + timedelta(days=1)} 14:00:00", f"800/PD-{number + 1:03}/{asked.year}")
    return (
        f"PD-{asked:%Y-%m}-{number + 1:03}",
        wrong.record_type,
        wrong.matching,
        str(count),
        "REPLACE",
        wrong.replacement,
        wrong.reason,
        wrong.nip,
        f"{asked} 09:00:00",
        outcome,
        *(("", "", "") if outcome == "PENDING" else decided),
    )
