"""What dags/periodic_scoring.py says, and a run of it by hand on a loaded agency."""

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from etl import embedded_airflow
from tests.dags.conftest import kinerja

EIGHTEEN_DIGITS = re.compile(r"\d{18}")


@pytest.fixture
def described(describe):
    return describe("periodic_scoring")


def test_it_runs_whenever_a_load_was_committed(described):
    assert described["assets"] == ["kinerja://warehouse/core"]


def test_each_period_that_is_due_is_a_task_of_its_own(described):
    assert described["arrows"] == {"periods_due": [], "score_period": ["periods_due"]}
    assert described["mapped"] == ["score_period"]
    assert described["outlets"] == {"score_period": ["kinerja://warehouse/mart"]}


def test_the_period_is_a_parameter_and_may_be_left_out(described):
    assert described["params"] == {"period": None}


@pytest.mark.slow
def test_a_run_scores_the_periods_that_are_due_and_its_log_holds_no_number_of_a_person(tmp_path, kinerja_home):
    kinerja(kinerja_home, "score", "2026-03")  # of an empty warehouse: makes nothing
    finished = subprocess.run(
        [
            str(Path(sys.executable).with_name("kinerja")),
            "load",
            "--through",
            "2026-04-01T00:00",
            "--home",
            kinerja_home,
        ],
        check=False,
        capture_output=True,
    )
    environment = embedded_airflow.settings_of(os.environ, tmp_path / "airflow", kinerja_home)
    log = tmp_path / "airflow" / "periodic_scoring.log"

    embedded_airflow.prepare(tmp_path / "airflow", environment)
    embedded_airflow.run(["dags", "test", "periodic_scoring"], environment, log)

    with duckdb.connect(kinerja_home / "warehouse.duckdb", read_only=True) as warehouse:
        scored = warehouse.sql("select distinct period, revision from mart.performance_period order by 1").fetchall()
    assert finished.returncode == 3
    assert scored == [("2026", 1), ("2026-03", 1), ("2026-H1", 1), ("2026-Q1", 1)]
    assert not EIGHTEEN_DIGITS.search(log.read_text(encoding="utf-8"))
