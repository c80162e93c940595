"""Answers of the satisfaction survey, month by month as CSV or workbook; the form swaps the last two elements.

Schools ask the parents with the same form.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from etl.sample.inbox_writing import Row, csv_bytes, write_file, xlsx_bytes
from etl.sample.national_calendar import days_between, is_working_day
from etl.sample.scene import Scene
from etl.sample.seeding import stream
from etl.sample.services import CATALOGUE

HEADINGS: tuple[str, ...] = (
    "No. Responden",
    "Cap waktu",
    "Nama",
    "Kode Unit",
    "Jenis Layanan",
    "Jenis Kelamin",
    "Usia",
    "Pendidikan",
)
HEADINGS += ("Pekerjaan", "U1 Persyaratan", "U2 Sistem, Mekanisme dan Prosedur", "U3 Waktu Penyelesaian")
HEADINGS += ("U4 Biaya/Tarif", "U5 Produk Spesifikasi Jenis Pelayanan", "U6 Kompetensi Pelaksana")
HEADINGS += ("U7 Perilaku Pelaksana", "U8 Sarana dan Prasarana", "U9 Penanganan Pengaduan, Saran dan Masukan", "Saran")
PRIVATE = "RAHASIA RESPONDEN"
"""Stands in the columns that must not leave the raw file."""
_FIRST_ELEMENT = HEADINGS.index("U1 Persyaratan")
_ELEMENTS = 9
_SHARES = (0.02, 0.1, 0.55, 0.33)
_NOT_ANSWERED = 0.02
_BAD_VALUES = ("0", "5", "baik")
"""Out of range twice and a word, once each in every month with enough answers."""
_ANSWERS_PER_DAY, _PARENTS_PER_DAY = 2, 0.7
_SEXES = ("Laki-laki", "Perempuan")
_AGES = ("17-25", "26-35", "36-45", "46-55", "> 55")
_SCHOOLS = ("SD", "SMP", "SMA", "D3", "S1", "S2")
_JOBS = ("Petani", "Pedagang", "PNS", "Karyawan", "Wiraswasta", "Ibu rumah tangga", "Pelajar")
_FORMULA = "=1+1"
"""A respondent's joke in the free text."""


def write_surveys(scene: Scene, inbox: Path) -> dict[str, int]:
    """Respondents are numbered through within a month."""
    units = {unit.code for unit in scene.units}
    served = [(service[2], service[0]) for service in CATALOGUE if service[2] in units]
    months = _months(scene, "survey", served, _ANSWERS_PER_DAY * len(served) / 2)
    planted = {"survey_answers": 0, **{f"survey_value_{value}": 0 for value in _BAD_VALUES}}
    for number, (month, rows) in enumerate(months.items()):
        _plant(rows, planted)
        _write_month(inbox / "skm" / f"skm_{month}", rows, workbook=number % 2 == 1)
    return planted


def write_parents_surveys(scene: Scene, inbox: Path) -> dict[str, int]:
    """What parents say of the schools; a school is no service of the catalogue."""
    schools = [(unit.code, "") for unit in scene.units if unit.unit_type == "SCHOOL"]
    months = _months(scene, "parents", schools, _PARENTS_PER_DAY * len(schools))
    for month, rows in months.items():
        _write_month(inbox / "parents" / f"orang_tua_{month}", rows, workbook=False)
    return {"parents_answers": sum(map(len, months.values()))}


def _months(scene: Scene, name: str, asked: Sequence[tuple[str, str]], per_day: float) -> dict[str, list[list[str]]]:
    """Month -> answers about the units and services `asked`."""
    months: dict[str, list[list[str]]] = {}
    for day in days_between(scene.first_day, scene.last_day):
        if asked and is_working_day(day):
            rng = stream(scene.seed, name, day.toordinal())
            rows = months.setdefault(f"{day:%Y-%m}", [])
            chosen = rng.integers(0, len(asked), int(rng.poisson(per_day)))
            first = len(rows) + 1
            rows += [_answer(number, day, asked[place], rng) for number, place in enumerate(chosen, start=first)]
    return months


def _answer(number: int, day: date, asked: tuple[str, str], rng: np.random.Generator) -> list[str]:
    second = int(rng.integers(8 * 3600, 16 * 3600))
    moment = f"{day:%d/%m/%Y} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    place = rng.integers(0, 1 << 20, 4)
    lists = (_SEXES, _AGES, _SCHOOLS, _JOBS)
    who = [words[int(choice) % len(words)] for words, choice in zip(lists, place, strict=True)]
    values = [str(value + 1) for value in rng.choice(4, _ELEMENTS, p=_SHARES)]
    blank = rng.random(_ELEMENTS) < _NOT_ANSWERED
    answers = ["" if empty else value for value, empty in zip(values, blank, strict=True)]
    comment = _FORMULA if number == 1 else f"{PRIVATE} {number}"
    return [str(number), moment, f"{PRIVATE} {number}", *asked, *who, *answers, comment]


def _plant(rows: list[list[str]], planted: dict[str, int]) -> None:
    planted["survey_answers"] += len(rows)
    for place, value in enumerate(_BAD_VALUES):
        if len(rows) > 3 * place + 2:
            rows[3 * place + 1][_FIRST_ELEMENT + 2 * place] = value
            planted[f"survey_value_{value}"] += 1


def _write_month(path: Path, rows: list[list[str]], *, workbook: bool) -> None:
    if workbook:
        write_file(path.with_suffix(".xlsx"), xlsx_bytes("Jawaban", [HEADINGS, *map(_with_numbers, rows)]))
    else:
        write_file(path.with_suffix(".csv"), csv_bytes(HEADINGS, rows))


def _with_numbers(row: list[str]) -> Row:
    """A spreadsheet keeps answers as numbers."""
    return [int(cell) if cell.isdigit() else cell for cell in row]
