"""Airflow for tests: its own home in a temporary folder, never the user's."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

# Importing Airflow makes its home at once; whatever imports it here must not make the user's.
os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="airflow-of-tests-")

from etl.embedded_airflow import PROJECT, settings_of

atexit.register(shutil.rmtree, os.environ["AIRFLOW_HOME"], ignore_errors=True)


@pytest.fixture(scope="module")
def kinerja_home(tmp_path_factory):
    """A workspace of a small agency with a month of raw files in its inbox."""
    home = tmp_path_factory.mktemp("agency") / "kinerja"
    kinerja(home, "init", "--agency", "kepahiang")
    period = ("--from", "2026-03-01", "--to", "2026-03-31")
    kinerja(home, "sample", "--agency", "kepahiang", "--employees", "20", *period, "--seed", "1")
    return home


@pytest.fixture(scope="session")
def describe(tmp_path_factory):
    """What Airflow reads from the file of a DAG, for an agency in a zone: a function that asks once."""

    @cache
    def described(name: str, zone: str = "Asia/Jakarta") -> dict:
        return _describe(tmp_path_factory.mktemp("described"), name, zone)

    return described


def kinerja(home: Path, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name("kinerja")), *arguments, "--home", str(home)]
    subprocess.run(command, check=True, capture_output=True, text=True)


def _describe(folder: Path, name: str, zone: str) -> dict:
    (folder / "agency.toml").write_text(f'code = "a"\nname = "A"\ntimezone = "{zone}"\n', encoding="utf-8")
    command = [sys.executable, str(Path(__file__).with_name("describe_dag.py")), name]
    environment = settings_of(os.environ, folder / "airflow", folder)
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=PROJECT)
    return json.loads(said.stdout.splitlines()[-1])
