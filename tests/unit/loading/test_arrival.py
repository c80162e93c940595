"""Of which moment a picture is, and under which name a file is told of."""

import os
from pathlib import Path

import pytest

from etl.arrival import _moment_in, date_in, printable_name
from etl.inbox import Waiting, remove


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("units/units_2026-07-01.csv", "2026-07-01T00:00:00"),
        ("units/20260701.csv", "2026-07-01T00:00:00"),
        ("2025-01-01/units.csv", None),
        ("units_20260231_20260228.csv", "2026-02-28T00:00:00"),
        ("units_2026-02-30.csv", None),
        ("units_120260701.csv", None),
        ("units_202607011.csv", None),
        ("units_1999-07-01.csv", None),
    ],
)
def test_the_first_date_in_a_name_that_is_one_is_its_moment(name: str, date: str | None) -> None:
    assert date_in(name) == date


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-07-01T08:00", "2026-07-01T08:00:00"),
        ("as_at=2026-07-01", "2026-07-01T00:00:00"),
        ("as_at=2026-07-01T08:00:00+07:00", "2026-07-01T08:00:00"),
        ("", None),
        ("exported by Budi", None),
    ],
)
def test_a_marker_tells_a_moment_of_the_agencys_own_clock_or_none(text: str, moment: str | None) -> None:
    assert _moment_in(text) == moment


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("finger/été 1.dat", "finger/été 1.dat"),
        ("new\nline.dat", "new\\nline.dat"),
        ("right\u202eleft.dat", "right\\u202eleft.dat"),
        ("not\udcffutf8.dat", "not\\xffutf8.dat"),
    ],
)
def test_a_name_is_told_in_plain_characters(path: str, shown: str) -> None:
    assert printable_name(path) == shown


def test_what_took_the_place_of_an_archived_file_stays_in_the_inbox(tmp_path: Path) -> None:
    """Of the same size and the same time, by a program that keeps times: only its place on the disk tells."""
    path = tmp_path / "1.dat"
    path.write_bytes(b"old\n")
    found = path.lstat()
    waiting = Waiting("finger", "1.dat", found.st_size, found.st_mtime_ns, found.st_ino, done=True)
    other = tmp_path / "copy"
    other.write_bytes(b"new\n")
    (tmp_path / "1.dat.done").touch()

    _replace(other, path, found.st_mtime_ns)
    remove(tmp_path, waiting)
    assert (path.read_bytes(), (tmp_path / "1.dat.done").exists()) == (b"new\n", True)

    found = path.lstat()
    remove(tmp_path, Waiting("finger", "1.dat", found.st_size, found.st_mtime_ns, found.st_ino, done=True))
    assert [*tmp_path.iterdir()] == []


def _replace(new: Path, path: Path, mtime_ns: int) -> None:
    os.utime(new, ns=(mtime_ns, mtime_ns))
    new.replace(path)
