"""Export of the complaints platform, semicolons, with columns about citizens that must not be taken in."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from etl.sample.inbox_writing import Row, csv_bytes, write_file
from etl.sample.scene import Scene
from etl.sample.seeding import stream

HEADINGS: tuple[str, ...] = (
    "Nomor Tiket",
    "NIK",
    "Nama Pelapor",
    "Klasifikasi",
    "Kode OPD",
    "Kategori",
    "Sumber Pengaduan",
    "Isi Laporan",
)
HEADINGS += ("Waktu Dibuat", "Waktu Verifikasi", "Waktu Diteruskan", "Waktu Tanggapan", "Waktu Selesai")
HEADINGS += ("Status Laporan", "Penilaian")
PRIVATE = "RAHASIA WARGA"
"""Stands in every column that must not leave the raw file."""
_CLASSES = (
    ("Permintaan Informasi", 5),
    ("Pengaduan Tidak Berkadar Pengawasan", 14),
    ("Pengaduan Berkadar Pengawasan", 60),
    ("Aspirasi", 30),
)
"""With the working days within which it should be closed."""
_CATEGORIES = ("Kependudukan", "Perizinan", "Jalan", "Kesehatan", "Pendidikan", "Sampah")
_CHANNELS = ("Aplikasi", "SMS", "Situs", "Datang langsung")
_PER_DAY = 0.6
_FORGOTTEN = 0.1
_RATED = 0.5


def write_complaints(scene: Scene, inbox: Path) -> dict[str, int]:
    """All tickets of the time, as they stood when the export was made; one names a class nobody knows."""
    rng = stream(scene.seed, "complaints")
    days = (scene.last_day - scene.first_day).days + 1
    count = 3 + int(rng.poisson(days * (_PER_DAY + len(scene.people) / 2000)))
    moments = np.sort(rng.integers(0, days * 24 * 60, count))
    rows = [_row(scene, number, int(minute), rng) for number, minute in enumerate(moments, start=1)]
    rows[1] = (*rows[1][:3], "Pengaduan Gelap", *rows[1][4:])
    as_at = scene.last_day + timedelta(days=1)
    write_file(inbox / "complaints" / f"pengaduan_{as_at}.csv", csv_bytes(HEADINGS, rows, ";"))
    return {"complaints": count, "complaints_unknown_class": 1}


def _row(scene: Scene, number: int, minute: int, rng: np.random.Generator) -> Row:
    created = datetime.combine(scene.first_day, datetime.min.time()) + timedelta(minutes=minute)
    kind, limit = _CLASSES[int(rng.choice(len(_CLASSES), p=(0.35, 0.45, 0.1, 0.1)))]
    unit = scene.units[int(rng.integers(0, len(scene.units)))].code
    category = _CATEGORIES[int(rng.integers(0, len(_CATEGORIES)))]
    channel = _CHANNELS[int(rng.integers(0, len(_CHANNELS)))]
    steps = _steps(created, limit, rng, scene)
    closed = bool(steps[3])
    about = (
        f"99{number:014}",
        f"{PRIVATE} {number}",
        kind,
        unit,
        category,
        channel,
        f"{PRIVATE}; isi laporan {number}",
    )
    status = "Selesai" if closed else "Diproses"
    rating = str(rng.integers(1, 6)) if closed and rng.random() < _RATED else ""
    return (str(5_000_000 + number), *about, _written(created), *steps, status, rating)


def _steps(created: datetime, limit: int, rng: np.random.Generator, scene: Scene) -> tuple[str, str, str, str]:
    """Verified, forwarded, answered, closed; empty from the step on that is still to come."""
    days = np.cumsum(rng.gamma(2, (0.6, 0.3, limit / 8, limit / 5)))
    if rng.random() < _FORGOTTEN:
        days[2:] += 400
    export = datetime.combine(scene.last_day, datetime.min.time()) + timedelta(days=1)
    moments = [created + timedelta(minutes=int(day * 24 * 60)) for day in days]
    verified, forwarded, answered, closed = (_written(moment) if moment < export else "" for moment in moments)
    return verified, forwarded, answered, closed


def _written(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M}"
