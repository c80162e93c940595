"""Invented employees: numbers that pass the checks on NIP and NI PPPK, names, positions, units.

Serials begin at 901, which real numbers do not reach: no living person's number is hit by chance.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from etl.sample.agencies import SampleAgency, Unit
from etl.sample.seeding import stream

_FIRST_SERIAL = 901
_PPPK_SHARE = 0.3
_MEN_SHARE = 0.5
_PPPK_SINCE = 2021
_YEAR = 365.25
_YOUNGEST, _OLDEST = 24, 56
_APPOINTED_AT = 20

_FIRST_NAMES = {
    "L": (
        "Ahmad",
        "Budi",
        "Candra",
        "Dedi",
        "Eko",
        "Fajar",
        "Gunawan",
        "Hendra",
        "Irfan",
        "Joko",
        "Ma'ruf",
        "Lukman",
        "Nanda",
        "Oktavian",
        "Rahmat",
        "Samuel",
        "Taufik",
        "Wahyu",
        "Yohanes",
        "Zulkifli",
    ),
    "P": (
        "Anisa",
        "Bunga",
        "Citra",
        "Dewi",
        "Eka",
        "Fitri",
        "Hesti",
        "Indah",
        "Kartika",
        "Lestari",
        "Nur'aini",
        "Maria",
        "Novita",
        "Putri",
        "Ratna",
        "Siti",
        "Theresia",
        "Wulan",
        "Yuliana",
        "Zahra",
    ),
}
_FAMILY_NAMES: tuple[str, ...] = (
    "Pratama",
    "Saputra",
    "Hidayat",
    "Kurniawan",
    "Santoso",
    "Wijaya",
    "Siregar",
    "Harahap",
    "Nasution",
)
_FAMILY_NAMES += (
    "Simanjuntak",
    "Utami",
    "Rahmawati",
    "Handayani",
    "Permata",
    "Sari",
    "Anggraini",
    "Effendi",
    "Syahputra",
)
_DEGREES = ("", "", "", ", S.Pd.", ", S.E.", ", S.Sos., M.Si.", ", A.Md.Kep.", ", S.Kom.")

_POSITIONS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "OFFICE": (
        ("PLO", "Penata Layanan Operasional", "III/b"),
        ("PAP", "Pengadministrasi Perkantoran", "II/c"),
        ("ASDM", "Analis SDM Aparatur Ahli Pertama", "III/a"),
    ),
    "COUNTER": (("PPM", "Penata Perizinan Ahli Pertama", "III/a"), ("OLO", "Operator Layanan Operasional", "II/c")),
    "DISTRICT": (("PLO", "Penata Layanan Operasional", "III/b"), ("PAP", "Pengadministrasi Perkantoran", "II/c")),
    "SCHOOL": (("GRP", "Guru Ahli Pertama", "III/a"), ("GRM", "Guru Ahli Muda", "III/c")),
    "CLINIC": (
        ("PRT", "Perawat Terampil", "II/c"),
        ("BDN", "Bidan Terampil", "II/c"),
        ("DKP", "Dokter Ahli Pertama", "III/b"),
    ),
    "HOSPITAL": (("PRT", "Perawat Terampil", "II/c"), ("PRP", "Perawat Ahli Pertama", "III/a")),
    "FIRE": (("PKB", "Pemadam Kebakaran Pemula", "II/a"), ("PKT", "Pemadam Kebakaran Terampil", "II/c")),
}


class Person(NamedTuple):
    """One employee as on the first day; `unit` is a place in the list of units."""

    nip: str
    person_id: str
    name: str
    sex: str
    birth_date: date
    employment_type: str
    position_code: str
    position: str
    grade: str
    unit: int
    since: date


def people_of(agency: SampleAgency, units: Sequence[Unit], employees: int, first_day: date, seed: int) -> list[Person]:
    """So many employees, unit by unit; the first of each unit is its head."""
    rng = stream(seed, agency.code, "people")
    places = np.repeat(np.arange(len(units)), _sizes(units, employees)).tolist()
    numbers = numbers_of(rng, employees, first_day)
    choices = rng.integers(0, 1 << 30, (4, employees))
    family_names = (*agency.family_names * 3, *_FAMILY_NAMES)
    ids = _ids(rng, employees)
    return [
        Person(
            nip,
            ids[index],
            _name(sex, family_names, choices[:, index]),
            sex,
            birth,
            kind,
            *_position(units[place], head=index == 0 or places[index - 1] != place, choice=int(choices[3, index])),
            place,
            _since(first_day, int(choices[3, index])),
        )
        for index, (place, (nip, sex, birth, kind)) in enumerate(zip(places, numbers, strict=True))
    ]


def numbers_of(rng: np.random.Generator, count: int, first_day: date) -> list[tuple[str, str, date, str]]:
    """Number, sex, birth date and kind of so many people, fit to serve on `first_day`."""
    ages = rng.uniform(_YOUNGEST, _OLDEST, count) * _YEAR
    shares = rng.random((4, count))
    taken: Counter[str] = Counter()
    return [_number(first_day, float(ages[index]), shares[:, index], taken) for index in range(count)]


def civil_servant_number(birth: date, appointed: date, sex: str, serial: int = _FIRST_SERIAL) -> str:
    """NIP: birth date, month of appointment, sex, serial."""
    return f"{birth:%Y%m%d}{appointed:%Y%m}{_sex_digit(sex)}{serial:03}"


def _number(first_day: date, age: float, shares: np.ndarray, taken: Counter[str]) -> tuple[str, str, date, str]:
    birth = first_day - timedelta(days=int(age))
    sex = "L" if shares[0] < _MEN_SHARE else "P"
    kind = "PPPK" if shares[1] < _PPPK_SHARE else "PNS"
    if kind == "PPPK":
        year = _PPPK_SINCE + int(shares[2] * max(first_day.year - _PPPK_SINCE, 1))
        stem = f"{birth:%Y%m%d}{year}21{_sex_digit(sex)}"
    else:
        served = shares[2] * (age - _APPOINTED_AT * _YEAR - 300)
        stem = f"{birth:%Y%m%d}{first_day - timedelta(days=int(served) + 200):%Y%m}{_sex_digit(sex)}"
    taken[stem] += 1
    return f"{stem}{_FIRST_SERIAL + taken[stem] - 1:03}", sex, birth, kind


def _sex_digit(sex: str) -> int:
    return 1 if sex == "L" else 2


def _sizes(units: Sequence[Unit], employees: int) -> np.ndarray:
    """At least one person each, the rest by share; rounding goes to the first units."""
    shares = np.array([unit.share for unit in units], dtype=np.int64)
    sizes: np.ndarray = 1 + (employees - len(units)) * shares // shares.sum()
    sizes[: employees - int(sizes.sum())] += 1
    return sizes


def _ids(rng: np.random.Generator, count: int) -> list[str]:
    """Keys as SIASN gives them: 32 hexadecimal digits."""
    text = rng.bytes(16 * count).hex().upper()
    return [text[32 * index : 32 * index + 32] for index in range(count)]


def _name(sex: str, family_names: Sequence[str], choices: np.ndarray) -> str:
    first = _FIRST_NAMES[sex]
    degree = _DEGREES[int(choices[2]) % len(_DEGREES)]
    return f"{first[int(choices[0]) % len(first)]} {family_names[int(choices[1]) % len(family_names)]}{degree}"


def _position(unit: Unit, *, head: bool, choice: int) -> tuple[str, str, str]:
    if head:
        return "KPL", f"Kepala {unit.name}", "IV/b"
    positions = _POSITIONS[unit.unit_type]
    return positions[choice % len(positions)]


def _since(first_day: date, choice: int) -> date:
    """First day in the present position: a first of January or July, half a year to six years ago."""
    return date(first_day.year - 1 - choice % 6, (1, 7)[choice // 6 % 2], 1)
