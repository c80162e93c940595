"""Exports of surveys and applications, as the sample formats them: few rows that come again from export to export.

What comes again differs in part, as in life: a ticket was closed meanwhile, an answer was sent twice, a log is longer.
A register's rows that can be read are always as many: fewer would be refused as shrunk.
"""

import json
import random
from collections.abc import Callable, Sequence

from etl.sample import complaints, ekinerja, surveys
from etl.sample.inbox_writing import Row, csv_bytes

NIPS = ("198001012010011001", "198102022011012002", "198203032012011003")
_MONTHS = (7, 8, 9)
_EVENTS = ("RECEIVED", "ASSIGNED", "RETURNED", "RESUBMITTED", "COMPLETED", "REWORK", "DIBATALKAN")
"""The last is a word that no catalogue knows."""
_ACCESS = (
    '10.10.1.1 - {nip} [{day:02}/Jul/2026:09:{number:02}:00 +0700] "GET /profil HTTP/1.1" {status} 200 "-" "Mozilla"\n'
)
Export = tuple[str, str]
"""Path below the inbox, and text."""


def survey(chance: random.Random, source: str = "skm") -> Export:
    """Answers of a few respondents, who may be in other files too, on another day; one mark is none now and then."""
    rows = [_answer(number, chance) for number in sorted(chance.sample(range(1, 7), 3))]
    return f"{source}/{source}_{chance.randrange(1000)}.csv", _table(surveys.HEADINGS, rows)


def parents_survey(chance: random.Random) -> Export:
    return survey(chance, "parents")


def _answer(number: int, chance: random.Random) -> list[str]:
    moment = f"{chance.randrange(1, 29):02}/{chance.choice(_MONTHS):02}/2026 09:00:00"
    marks = [chance.choice(("1", "2", "3", "4", "")) for _ in range(9)]
    if chance.random() < 0.2:
        marks[0] = "baik"
    who = (chance.choice(("Laki-laki", "Perempuan")), "26-35", chance.choice(("SD", "S1")), "Petani")
    return [str(number), moment, "-", "DINAS", chance.choice(("KK", "KTP-EL")), *who, *marks, "-"]


def tickets(chance: random.Random) -> Export:
    """Complaints as they stood on some day; one more is of a class that nobody knows now and then."""
    known = ("Aspirasi", "Permintaan Informasi", "Pengaduan Berkadar Pengawasan")
    rows = [_ticket(number, chance.choice(known), chance) for number in sorted(chance.sample(range(1, 6), 3))]
    rows += [_ticket(9, "Gelap", chance)] * _now_and_then(chance)
    return f"complaints/pengaduan_{_some_day(chance)}.csv", _table(complaints.HEADINGS, rows, ";")


def _ticket(number: int, kind: str, chance: random.Random) -> Row:
    closed = chance.random() < 0.5
    later = (f"0{number}/08/2026 10:00", "Selesai", str(number)) if closed else ("", "Diproses", "")
    seen = f"0{number}/07/2026 09:00"
    return (str(number), "-", "-", kind, "DINAS", "Jalan", "SMS", "-", seen, seen, seen, seen, *later)


def service_log(chance: random.Random) -> Export:
    """The events of one month so far: an export may repeat a shorter one, and be cut within its last line."""
    month = chance.choice(_MONTHS)
    lines = [_event(month, number) for number in range(chance.randrange(1, 15))]
    cut = chance.choice((0, 0, 20))
    return f"services/sipelayanan_{chance.randrange(1000)}.jsonl", "".join(lines) + _event(month, 20)[:cut]


def _event(month: int, number: int) -> str:
    event = {
        "app": "sipelayanan",
        "case_id": f"DINAS-{number // 3}",
        "service_code": "KK",
        "event": _EVENTS[number % len(_EVENTS)],
        "nip": NIPS[number % 3],
        "unit_code": "DINAS",
        "occurred_at": f"2026-{month:02}-{number + 1:02}T09:00:00",
    }
    return json.dumps(event) + "\n"


def access_log(chance: random.Random) -> Export:
    """Who used the application so far; somebody is not signed in."""
    users = (*NIPS, "-")
    lines = (
        _ACCESS.format(nip=users[number % 4], day=number + 1, number=number, status=200 if number % 5 else 404)
        for number in range(chance.randrange(2, 15))
    )
    return f"app_access/access_{chance.randrange(1000)}.log", "".join(lines)


def targets(chance: random.Random) -> Export:
    """Of people and of the unit, with what was reached by some day; one more has no true aspect now and then."""
    whose = chance.sample([*((nip, "") for nip in NIPS), ("", "DINAS")], 2)
    rows = [_target(*one, code, "Kuantitas", chance) for one in whose for code in ("IK-1", "IK-2")]
    rows += [_target(*whose[0], "IK-3", "?", chance)] * _now_and_then(chance)
    return f"ekinerja_targets/ekinerja_skp_{_some_day(chance)}.csv", _table(ekinerja.TARGET_HEADINGS, rows)


def _target(nip: str, unit: str, code: str, aspect: str, chance: random.Random) -> Row:
    words = (code, "Berkas selesai", aspect, "berkas")
    reached = chance.choice(("", "80", "100.5"))
    how = ("Makin tinggi makin baik", "Jumlah", "50", "100", reached, "05/07/2026", chance.choice(("", "08/07/2026")))
    return (nip, "-", unit, "2026-Q3", *words, *how)


def assessments(chance: random.Random) -> Export:
    """Ratings by the first of the three; of one more NIP a spreadsheet made a number now and then."""
    rows = [_assessment(nip, chance) for nip in chance.sample(NIPS, 2)]
    rows += [_assessment("1.98E+17", chance)] * _now_and_then(chance)
    path = f"ekinerja_assessments/ekinerja_penilaian_{_some_day(chance)}.csv"
    return path, _table(ekinerja.ASSESSMENT_HEADINGS, rows)


def _assessment(nip: str, chance: random.Random) -> Row:
    ratings = [chance.choice(("Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi")) for _ in range(9)]
    return (nip, "-", "2026-Q3", *ratings, NIPS[0], "02/10/2026", chance.choice(("", "03/10/2026")), "")


def _now_and_then(chance: random.Random) -> int:
    """1, mostly 0: how often a row is there that cannot be taken in."""
    return int(chance.random() < 0.2)


def _some_day(chance: random.Random) -> str:
    return f"2026-{chance.choice(_MONTHS):02}-{chance.randrange(1, 29):02}"


def _table(headings: Sequence[str], rows: Sequence[Row], delimiter: str = ",") -> str:
    return csv_bytes(headings, rows, delimiter).decode()


EXPORTS: dict[Callable[[random.Random], Export], str] = {
    survey: "survey_response",
    parents_survey: "survey_response",
    tickets: "complaint",
    service_log: "service_event",
    access_log: "access",
    targets: "target",
    assessments: "assessment",
}
"""Export -> the record that its rows become."""
EXPORTED = ["skm", "parents", "complaints", "services", "app_access", "ekinerja_targets", "ekinerja_assessments"]
"""Their folders below the inbox."""
