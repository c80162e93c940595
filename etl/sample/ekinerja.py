"""Exports of e-Kinerja: targets with their realisation, and ratings of superiors, one row a person and quarter."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from etl.sample.inbox_writing import Row, write_file, xlsx_bytes
from etl.sample.indicators import Indicator, indicators_of_unit, indicators_of_work, vague
from etl.sample.scene import Scene
from etl.sample.seeding import stream

TARGET_HEADINGS: tuple[str, ...] = (
    "NIP Pegawai",
    "Nama",
    "Kode Unit",
    "Periode",
    "Kode Indikator",
    "Indikator",
    "Aspek",
    "Satuan",
    "Arah",
)
TARGET_HEADINGS += ("Akumulasi", "Bobot", "Target", "Realisasi", "Disepakati Atasan", "Disepakati Pegawai")
_BEHAVIOURS = ("Berorientasi Pelayanan", "Akuntabel", "Kompeten", "Harmonis", "Loyal", "Adaptif", "Kolaboratif")
ASSESSMENT_HEADINGS: tuple[str, ...] = (
    "NIP Pegawai",
    "Nama",
    "Periode",
    "Hasil Kerja",
    "Perilaku Kerja",
    *_BEHAVIOURS,
    "NIP Penilai",
)
ASSESSMENT_HEADINGS += ("Tanggal Penilaian", "Tanggal Umpan Balik", "Tanggal Diterima")
_WORDS = ("Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi")
_RATING_SHARES = (0.2, 0.72, 0.08)
_WITHOUT_TARGET, _WITH_VAGUE_TARGET = 0.03, 0.06
_NOT_REPORTED = 0.05
_TOLD, _ACKNOWLEDGED = 0.85, 0.7
DESTROYED_NIPS = 2
"""Assessments whose NIP a spreadsheet made a number of."""


def quarters(first: date, last: date) -> list[str]:
    """Every quarter that the days touch."""
    numbers = range(first.year * 4 + (first.month - 1) // 3, last.year * 4 + (last.month - 1) // 3 + 1)
    return [f"{number // 4}-Q{number % 4 + 1}" for number in numbers]


_LUCK = 8
"""Random numbers that decide the targets of one person."""


def write_targets(scene: Scene, inbox: Path) -> dict[str, int]:
    """A few people have no target at all, a few have not reported."""
    rng = stream(scene.seed, "targets")
    rows: list[Row] = [TARGET_HEADINGS]
    for period in quarters(scene.first_day, scene.last_day):
        rows += _unit_targets(scene, period, rng)
        rows += _personal_targets(scene, period, rng)
    as_at = scene.last_day + timedelta(days=1)
    write_file(inbox / "ekinerja_targets" / f"ekinerja_skp_{as_at}.xlsx", xlsx_bytes("SKP", rows))
    return {"targets": len(rows) - 1}


def write_assessments(scene: Scene, inbox: Path) -> dict[str, int]:
    """Heads rate their unit; two numbers were destroyed by the spreadsheet."""
    rng = stream(scene.seed, "assessments")
    heads = _heads(scene)
    as_at = scene.last_day + timedelta(days=1)
    rows: list[Row] = [ASSESSMENT_HEADINGS]
    for period in quarters(scene.first_day, scene.last_day):
        rows += [_assessment(scene, person, heads, period, rng) for person in _rated(scene, heads)]
    damaged = min(DESTROYED_NIPS, max(len(rows) - 1, 0))
    for number in range(1, damaged + 1):
        rows[number] = (float(str(rows[number][0])), *rows[number][1:])
    write_file(inbox / "ekinerja_assessments" / f"ekinerja_penilaian_{as_at}.xlsx", xlsx_bytes("Penilaian", rows))
    return {"assessments": len(rows) - 1, "assessment_destroyed_nips": damaged}


def _personal_targets(scene: Scene, period: str, rng: np.random.Generator) -> list[Row]:
    people = [i for i in range(len(scene.people)) if i not in scene.careers]
    luck = rng.random((len(people), _LUCK))
    return [
        row
        for place, person in enumerate(people)
        if luck[place][0] >= _WITHOUT_TARGET
        for row in _targets_of(scene, person, period, luck[place])
    ]


def _targets_of(scene: Scene, person: int, period: str, luck: np.ndarray) -> list[Row]:
    indicators = indicators_of_work(scene.units[scene.people[person].unit].unit_type)
    rows = [
        _target(scene, person, period, indicator, luck[2 * number : 2 * number + 4])
        for number, indicator in enumerate(indicators)
    ]
    if luck[1] < _WITH_VAGUE_TARGET:
        rows.append((scene.people[person].nip, scene.people[person].name, "", period, *vague()))
    return rows


def _target(scene: Scene, person: int, period: str, indicator: Indicator, luck: np.ndarray) -> Row:
    amount = indicator.usual
    if indicator.most is None:
        amount = max(amount * round(50 + 100 * float(luck[1])) // 100, 1)
    share = round(70 + 50 * float(luck[2]))
    reached = min(round(amount * share / 100, 2), indicator.most or np.inf)
    realised = None if luck[3] < _NOT_REPORTED else reached
    agreed = _begin(period) + timedelta(days=int(luck[2] * 20))
    signed = "" if luck[3] > 1 - _NOT_REPORTED else f"{agreed + timedelta(days=3):%d/%m/%Y}"
    one = scene.people[person]
    return (
        one.nip,
        one.name,
        "",
        period,
        *indicator.words(),
        indicator.weight,
        amount,
        realised,
        f"{agreed:%d/%m/%Y}",
        signed,
    )


def _unit_targets(scene: Scene, period: str, rng: np.random.Generator) -> list[Row]:
    agreed = f"{_begin(period):%d/%m/%Y}"
    wanted = [(unit.code, indicator) for unit in scene.units for indicator in indicators_of_unit(unit.code)]
    shares = rng.integers(88, 108, len(wanted))
    return [
        (
            "",
            "",
            code,
            period,
            *indicator.words(),
            indicator.weight,
            indicator.usual,
            round(indicator.usual * float(share) / 100, 2),
            agreed,
            agreed,
        )
        for (code, indicator), share in zip(wanted, shares, strict=True)
    ]


def _begin(period: str) -> date:
    return date(int(period[:4]), 3 * int(period[-1]) - 2, 1)


def _heads(scene: Scene) -> dict[int, str]:
    heads: dict[int, str] = {}
    for person in scene.people:
        heads.setdefault(person.unit, person.nip)
    return heads


def _rated(scene: Scene, heads: dict[int, str]) -> list[int]:
    return [i for i, one in enumerate(scene.people) if heads[one.unit] != one.nip and i not in scene.careers]


def _assessment(scene: Scene, person: int, heads: dict[int, str], period: str, rng: np.random.Generator) -> Row:
    one = scene.people[person]
    ratings = [_WORDS[place] for place in rng.choice(3, 2 + len(_BEHAVIOURS), p=_RATING_SHARES)]
    rated = _begin(period) + timedelta(days=92 + int(rng.integers(0, 14)))
    told, seen = rated + timedelta(days=int(rng.integers(0, 12))), rng.random()
    feedback = f"{told:%d/%m/%Y}" if seen < _TOLD else ""
    acknowledged = f"{told + timedelta(days=2):%d/%m/%Y}" if seen < _ACKNOWLEDGED else ""
    return (one.nip, one.name, period, *ratings, heads[one.unit], f"{rated:%d/%m/%Y}", feedback, acknowledged)
