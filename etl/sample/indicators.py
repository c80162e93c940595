"""What e-Kinerja counts in the sample: indicators of everybody, of some kinds of work, and of units.

A teacher's pupils sit examinations, a clinic's area has children to immunise: such work is measured by what came of it.
"""

from typing import NamedTuple

_MORE, _LESS = "Makin tinggi makin baik", "Makin rendah makin baik"


class Indicator(NamedTuple):
    """One indicator as e-Kinerja words it; `usual` is its target, `most` what can be reached at most."""

    code: str
    indicator: str
    aspect: str
    measure: str
    direction: str
    rollup: str
    weight: int
    usual: int
    most: int | None = None

    def words(self) -> tuple[str, str, str, str, str, str]:
        """The columns of an export from code to rollup."""
        return self[:6]


_COMMON = (
    Indicator("IK-01", "Jumlah dokumen selesai", "Kuantitas", "dokumen", _MORE, "Jumlah", 60, 120),
    Indicator("IK-02", "Ketepatan waktu penyelesaian", "Waktu", "hari", _LESS, "Rata-rata", 40, 5),
)
_OF_WORK = {
    "SCHOOL": Indicator("IK-UJIAN", "Rata-rata nilai ujian siswa", "Kualitas", "nilai", _MORE, "Terakhir", 40, 80, 100),
    "CLINIC": Indicator(
        "IK-IMUN", "Cakupan imunisasi dasar lengkap wilayah kerja", "Kualitas", "persen", _MORE, "Terakhir", 40, 90, 100
    ),
}
_OF_EVERY_UNIT = (Indicator("IKU-01", "Indeks kepuasan masyarakat", "Kualitas", "indeks", _MORE, "Terakhir", 100, 85),)
_OF_UNIT = {
    "DISDIK": (
        Indicator("IKU-PD-01", "Angka partisipasi sekolah", "Kualitas", "persen", _MORE, "Terakhir", 40, 92),
        Indicator("IKU-PD-02", "Ruang kelas rusak yang diperbaiki", "Kuantitas", "ruang", _MORE, "Jumlah", 35, 12),
        Indicator("IKU-PD-03", "Lama legalisasi ijazah", "Waktu", "hari", _LESS, "Rata-rata", 25, 2),
    ),
}


def indicators_of_work(unit_type: str) -> tuple[Indicator, ...]:
    """The two of everybody; where the work itself is measured, that first, and the weights of the others give way."""
    measured = _OF_WORK.get(unit_type)
    if measured is None:
        return _COMMON
    left = 100 - measured.weight
    return (measured, *(one._replace(weight=one.weight * left // 100) for one in _COMMON))


def indicators_of_unit(code: str) -> tuple[Indicator, ...]:
    """The one of every unit, and those that only this unit follows up."""
    return (*_OF_EVERY_UNIT, *_OF_UNIT.get(code, ()))


def vague() -> tuple[str | int, ...]:
    """A target that nobody can measure: no measure, no amount, no date. From code to the employee's signature."""
    return ("IK-LAIN", "Melaksanakan tugas lain dengan baik", "Kualitas", "", _MORE, "Terakhir", 0, "", "", "", "")
