"""The sample is a function of its arguments: equal ones give equal bytes, workbooks included."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from etl.sample import generate, generate_devices_only
from etl.sample.agencies import AGENCIES
from etl.settings import Workspace

FIRST, LAST = date(2025, 2, 1), date(2025, 3, 10)
PEOPLE = 60


def _digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _sample(home: Path, agency: str = "kepahiang", seed: int = 7) -> dict[str, str]:
    generate(Workspace(home), agency, PEOPLE, FIRST, LAST, seed)
    return _digests(home / "inbox")


def test_the_same_arguments_give_the_same_bytes_of_every_file(tmp_path: Path) -> None:
    assert _sample(tmp_path / "one") == _sample(tmp_path / "two")


def test_another_seed_gives_other_people_and_punches(tmp_path: Path) -> None:
    one, two = _sample(tmp_path / "one"), _sample(tmp_path / "two", seed=8)

    for name in ("finger/1_attlog.dat", f"employees/employees_{date(2025, 3, 11)}.csv"):
        assert one[name] != two[name]


def test_writing_twice_into_one_inbox_leaves_the_same_files(tmp_path: Path) -> None:
    assert _sample(tmp_path) == _sample(tmp_path)


@pytest.mark.parametrize("agency", sorted(AGENCIES))
def test_every_agency_has_a_sample_with_every_kind_of_file(tmp_path: Path, agency: str) -> None:
    folders = {name.split("/")[0] for name in _sample(tmp_path, agency)}

    assert folders >= {"finger", "finger_clone", "attendance_app", "services", "app_access", "complaints", "skm"}
    assert folders >= {"employees", "units", "devices", "pin_map", "roster", "leave", "device_offset"}


def test_agencies_do_not_share_people(tmp_path: Path) -> None:
    one = _sample(tmp_path / "one", "kota-bengkulu")
    two = _sample(tmp_path / "two", "prov-bengkulu")
    for name in ("finger/1_attlog.dat", f"employees/employees_{date(2025, 3, 11)}.csv"):
        assert one[name] != two[name]


@pytest.mark.parametrize("last", [date(2025, 3, 5), date(2025, 2, 28)], ids=["within a month", "over a month's end"])
def test_a_dump_of_one_day_more_begins_with_the_bytes_of_the_shorter_one(tmp_path: Path, last: date) -> None:
    longer = last.replace(day=last.day + 1) if last.day < 28 else date(2025, 3, 1)
    arguments = ("kota-bengkulu", 400, FIRST)
    before = generate_devices_only(tmp_path / "a", *arguments, last, 3, people_per_device=50, reference=False)
    after = generate_devices_only(tmp_path / "b", *arguments, longer, 3, people_per_device=50, reference=False)

    assert [dump.name for dump in before.dumps] == [dump.name for dump in after.dumps]
    for short, long in zip(before.dumps, after.dumps, strict=True):
        assert long.read_bytes().startswith(short.read_bytes())
    assert after.bytes > before.bytes


def test_devices_only_come_with_the_sets_that_resolve_their_pins(tmp_path: Path) -> None:
    report = generate_devices_only(tmp_path, "batang-hari", 40, FIRST, LAST, 1)

    folders = {path.name for path in tmp_path.iterdir()}
    assert report.bytes == sum(dump.stat().st_size for dump in report.dumps) > 0
    assert folders == {"finger", "employees", "units", "devices", "pin_map", "shifts", "roster", "leave"}


@pytest.mark.parametrize("employees", [1, 5, 14, 20])
def test_tiny_agencies_get_a_sample_too(tmp_path: Path, employees: int) -> None:
    report = generate(Workspace(tmp_path), "papua-selatan", employees, FIRST, FIRST, 1)

    assert report.files > 0
    assert report.files == sum(report.sources.values())
