"""The five agencies of the sample: codes, names, zones and the units that such a government has.

Names of districts and offices are public; how many people each unit gets, and which, is invented.
"""

from dataclasses import dataclass
from itertools import chain, count, islice
from typing import NamedTuple

from etl.errors import WrongUsage


class Unit(NamedTuple):
    """One organisational unit; `share` is its weight when employees are distributed."""

    code: str
    name: str
    parent: str
    unit_type: str
    work_pattern: str
    share: int


@dataclass(frozen=True)
class SampleAgency:
    """One government; `places` are its districts (of a province: its regencies)."""

    code: str
    name: str
    timezone: str
    places: tuple[str, ...]
    provincial: bool = False
    family_names: tuple[str, ...] = ()
    """Family names of the region, mixed with names that are common everywhere."""


AGENCIES: dict[str, SampleAgency] = {
    agency.code: agency
    for agency in (
        SampleAgency(
            "kota-bengkulu",
            "Pemerintah Kota Bengkulu",
            "Asia/Jakarta",
            (
                "Gading Cempaka",
                "Kampung Melayu",
                "Muara Bangka Hulu",
                "Ratu Agung",
                "Ratu Samban",
                "Selebar",
                "Singaran Pati",
                "Sungai Serut",
                "Teluk Segara",
            ),
        ),
        SampleAgency(
            "papua-selatan",
            "Pemerintah Provinsi Papua Selatan",
            "Asia/Jayapura",
            ("Merauke", "Boven Digoel", "Mappi", "Asmat"),
            provincial=True,
            family_names=("Gebze", "Mahuze", "Kaize", "Balagaize", "Ndiken", "Samkakai", "Yolmen", "Basik-Basik"),
        ),
        SampleAgency(
            "kepahiang",
            "Pemerintah Kabupaten Kepahiang",
            "Asia/Jakarta",
            (
                "Kepahiang",
                "Bermani Ilir",
                "Kabawetan",
                "Merigi",
                "Muara Kemumu",
                "Seberang Musi",
                "Tebat Karai",
                "Ujan Mas",
            ),
        ),
        SampleAgency(
            "batang-hari",
            "Pemerintah Kabupaten Batang Hari",
            "Asia/Jakarta",
            (
                "Muara Bulian",
                "Bajubang",
                "Batin XXIV",
                "Maro Sebo Ilir",
                "Maro Sebo Ulu",
                "Mersam",
                "Muara Tembesi",
                "Pemayung",
            ),
        ),
        SampleAgency(
            "prov-bengkulu",
            "Pemerintah Provinsi Bengkulu",
            "Asia/Jakarta",
            (
                "Bengkulu",
                "Bengkulu Selatan",
                "Bengkulu Tengah",
                "Bengkulu Utara",
                "Kaur",
                "Kepahiang",
                "Lebong",
                "Mukomuko",
                "Rejang Lebong",
                "Seluma",
            ),
            provincial=True,
        ),
    )
}

_PEOPLE_PER_UNIT = 15
_FEWEST_UNITS = 14
_MOST_UNITS = 200

_OFFICES = (
    ("SETWAN", "Sekretariat DPRD"),
    ("INSPEKTORAT", "Inspektorat"),
    ("DPUPR", "Dinas Pekerjaan Umum dan Penataan Ruang"),
    ("DINSOS", "Dinas Sosial"),
    ("DISHUB", "Dinas Perhubungan"),
    ("DLH", "Dinas Lingkungan Hidup"),
    ("DISKOMINFO", "Dinas Komunikasi dan Informatika"),
    ("DISNAKER", "Dinas Tenaga Kerja dan Transmigrasi"),
    ("DISTAN", "Dinas Pertanian"),
    ("DISPAR", "Dinas Pariwisata"),
    ("DP3AP2KB", "Dinas Pemberdayaan Perempuan, Perlindungan Anak, dan KB"),
    ("BPBD", "Badan Penanggulangan Bencana Daerah"),
    ("KESBANGPOL", "Badan Kesatuan Bangsa dan Politik"),
    ("ARPUS", "Dinas Perpustakaan dan Kearsipan"),
)


def agency_of(code: str) -> SampleAgency:
    """Raises `WrongUsage` for a code that has no sample."""
    if code not in AGENCIES:
        raise WrongUsage(
            "agency", expected=f"one of {', '.join(AGENCIES)}", found=repr(code), todo="Choose one of them."
        )
    return AGENCIES[code]


def units_of(agency: SampleAgency, employees: int) -> tuple[Unit, ...]:
    """As many units as so many employees fill; the first fourteen hold every kind of unit."""
    wanted = min(max(employees // _PEOPLE_PER_UNIT, _FEWEST_UNITS), _MOST_UNITS, employees)
    return tuple(islice(chain(_first_units(agency), _more_units(agency)), wanted))


def _first_units(agency: SampleAgency) -> list[Unit]:
    """The order decides which unit gets which device, and so which planted fault (etl/sample/devices.py)."""
    place = agency.places[0]
    return [
        Unit("SETDA", "Sekretariat Daerah", "", "OFFICE", "FIVE_DAY", 30),
        Unit("DISDIK", "Dinas Pendidikan", "", "OFFICE", "FIVE_DAY", 20),
        Unit("DINKES", "Dinas Kesehatan", "", "OFFICE", "FIVE_DAY", 20),
        Unit("RSUD", f"RSUD {place}", "DINKES", "HOSPITAL", "SIX_DAY", 20),
        Unit("RSUD-RI", f"Instalasi Rawat Inap RSUD {place}", "RSUD", "HOSPITAL", "ROSTER", 24),
        Unit("DAMKAR", "Dinas Pemadam Kebakaran dan Penyelamatan", "", "FIRE", "ROSTER", 15),
        Unit("DPMPTSP", "Dinas Penanaman Modal dan PTSP", "", "COUNTER", "FIVE_DAY", 16),
        Unit("DUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil", "", "COUNTER", "FIVE_DAY", 16),
        _clinic(agency, 1),
        _school(agency, 1),
        _school(agency, 2),
        _branch(agency, 1),
        Unit("BKPSDM", "Badan Kepegawaian dan Pengembangan SDM", "", "OFFICE", "FIVE_DAY", 14),
        Unit("BKAD", "Badan Keuangan dan Aset Daerah", "", "OFFICE", "FIVE_DAY", 14),
        Unit("BAPPEDA", "Badan Perencanaan Pembangunan Daerah", "", "OFFICE", "FIVE_DAY", 12),
        _clinic(agency, 2),
        _branch(agency, 2),
        _school(agency, 3),
    ]


def _more_units(agency: SampleAgency) -> chain[Unit]:
    offices = (Unit(code, name, "", "OFFICE", "FIVE_DAY", 14) for code, name in _OFFICES)
    branches = (_branch(agency, number) for number in range(3, len(agency.places) + 1))
    clinics = (_clinic(agency, number) for number in range(3, len(agency.places) + 1))
    schools = (_school(agency, number) for number in count(4))
    return chain(offices, branches, clinics, schools)


def _place(agency: SampleAgency, number: int) -> str:
    return agency.places[(number - 1) % len(agency.places)]


def _clinic(agency: SampleAgency, number: int) -> Unit:
    """A puskesmas; a province has its own laboratories and health centres instead."""
    name = "UPTD Balai Kesehatan" if agency.provincial else "Puskesmas"
    return Unit(f"PKM-{number:02}", f"{name} {_place(agency, number)}", "DINKES", "CLINIC", "SIX_DAY", 14)


def _branch(agency: SampleAgency, number: int) -> Unit:
    """A kecamatan; a province is present in the regencies through branch offices."""
    name, code = ("UPTD Samsat", "SAMSAT") if agency.provincial else ("Kecamatan", "KEC")
    return Unit(f"{code}-{number:02}", f"{name} {_place(agency, number)}", "SETDA", "DISTRICT", "FIVE_DAY", 10)


def _school(agency: SampleAgency, number: int) -> Unit:
    """Provinces run SMA and SMK, cities and regencies SD and SMP."""
    kinds = ("SMA", "SMK") if agency.provincial else ("SMP", "SD")
    kind = kinds[number % 2]
    name = f"{kind} Negeri {(number + 1) // 2} {_place(agency, number)}"
    return Unit(f"{kind}N-{number:03}", name, "DISDIK", "SCHOOL", "SIX_DAY", 12)
