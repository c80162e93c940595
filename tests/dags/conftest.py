"""Airflow for tests: its own home in a temporary folder, never the user's."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

# Importing Airflow makes its home at once; whatever imports it here must not make the user's.
os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="airflow-of-tests-")

from etl.embedded_airflow import PROJECT, settings_of


@pytest.fixture(scope="module")
def kinerja_home(tmp_path_factory):
    """A workspace of a small agency with a month of raw files in its inbox."""
    home = tmp_path_factory.mktemp("agency") / "kinerja"
    kinerja(home, "init", "--agency", "kepahiang")
    period = ("--from", "2026-03-01", "--to", "2026-03-31")
    kinerja(home, "sample", "--agency", "kepahiang", "--employees", "20", *period, "--seed", "1")
    return home


@pytest.fixture(scope="session")
def described(tmp_path_factory):
    """What Airflow reads from dags/nightly_load.py, for an agency in the zone of Jakarta or of Jayapura."""
    return {zone: _describe(tmp_path_factory.mktemp("described"), zone) for zone in ("Asia/Jakarta", "Asia/Jayapura")}


def kinerja(home: Path, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name("kinerja")), *arguments, "--home", str(home)]
    subprocess.run(command, check=True, capture_output=True, text=True)


def _describe(folder: Path, zone: str) -> dict:
    (folder / "agency.toml").write_text(f'code = "a"\nname = "A"\ntimezone = "{zone}"\n', encoding="utf-8")
    command = [sys.executable, str(Path(__file__).with_name("describe_nightly_load.py"))]
    environment = settings_of(os.environ, folder / "airflow", folder)
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=PROJECT)
    return json.loads(said.stdout.splitlines()[-1])
