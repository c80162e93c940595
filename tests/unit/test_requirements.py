"""What the locks may hold: pinned versions with hashes, no addresses, and licences that any office can accept."""

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LOCKS = [*sorted(PROJECT.glob("requirements*.lock")), PROJECT / "bi" / "requirements.lock"]
ADDRESS = re.compile(r"://|\bindex-url\b|\bfind-links\b|\btrusted-host\b| @ |\bwww\.|\.(?:org|com|net|io)(?:/|:\d)")
COPYLEFT = re.compile(r"\b[AL]?GPL|GNU|SSPL|Business Source")
_LIBRARY = "LGPL: used as the library that it is, unchanged, in a file of its own that anybody may replace"
CHOICE = {
    "text-unidecode": "Artistic License or GPL, at the user's choice; we choose the first",
    "psycopg": _LIBRARY,
    "psycopg-binary": _LIBRARY,
}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.relative_to(PROJECT).as_posix())
def test_a_lock_holds_no_download_address(lock):
    lines = lock.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if ADDRESS.search(line)] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.relative_to(PROJECT).as_posix())
def test_every_requirement_of_a_lock_is_pinned_and_hashed(lock):
    requirements = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())

    assert len(requirements) >= 1
    assert [one for one in requirements if not re.match(r"[\w.-]+==\S+.*?\\\n\s+--hash=sha256:", one, re.DOTALL)] == []


def test_the_development_lock_has_the_versions_of_the_runtime_lock():
    runtime, development = (_pins(PROJECT / f"requirements{name}.lock") for name in ("", "-dev"))

    assert runtime - development == set()


def test_what_runs_in_production_has_no_copyleft_licence():
    names = {pin.partition("==")[0] for pin in _pins(PROJECT / "requirements.lock")}

    assert {name: _licence(name) for name in names - set(CHOICE) if COPYLEFT.search(_licence(name))} == {}


def _pins(lock: Path) -> set[str]:
    return set(re.findall(r"^([\w.-]+==[^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


def _licence(name: str) -> str:
    try:
        told = metadata(name)
    except PackageNotFoundError:  # for another system or Python than this one
        return ""
    classifiers = [one for one in told.get_all("Classifier") or [] if one.startswith("License")]
    return " ".join([told.get("License-Expression") or "", *classifiers])


@pytest.mark.slow
def test_the_bill_of_materials_names_every_requirement_of_production(tmp_path):
    bill = tmp_path / "sbom.json"
    command = [str(Path(sys.executable).with_name("cyclonedx-py")), "requirements", "-o", str(bill)]
    subprocess.run([*command, str(PROJECT / "requirements.lock")], check=True, capture_output=True)

    named = {f"{one['name']}=={one['version']}" for one in json.loads(bill.read_text(encoding="utf-8"))["components"]}
    assert named == _pins(PROJECT / "requirements.lock")
