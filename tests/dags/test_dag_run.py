"""The DAG on Airflow's embedded defaults, with a small agency."""

import os
import re

import duckdb
import pytest

from etl import embedded_airflow
from etl.doctor.airflow import check_airflow
from etl.doctor.check import Check, State

pytestmark = pytest.mark.slow
EIGHTEEN_DIGITS = re.compile(r"\d{18}")


def test_the_dag_loads_the_inbox_and_its_log_holds_no_number_of_a_person(tmp_path, kinerja_home):
    environment = embedded_airflow.settings_of(os.environ, tmp_path / "airflow", kinerja_home)
    log = tmp_path / "airflow" / "nightly_load.log"
    day = ["--conf", '{"day": "2026-03-31"}']

    embedded_airflow.prepare(tmp_path / "airflow", environment)
    embedded_airflow.run(["dags", "test", "nightly_load", *day], environment, log)

    with duckdb.connect(kinerja_home / "warehouse.duckdb", read_only=True) as warehouse:
        loads = warehouse.sql("select state, through_at::varchar, days > 0 from audit.load").fetchall()
        still_open = warehouse.sql(
            "select count(*) from audit.source_file where records <> loaded + duplicate + quarantined + ignored"
        ).fetchall()
    assert loads == [("COMMITTED", "2026-03-31 17:00:00", True)]
    assert still_open == [(0,)]
    assert list((kinerja_home / "loads").iterdir()) == []
    assert not EIGHTEEN_DIGITS.search(log.read_text(encoding="utf-8"))
    assert [path.name for path in tmp_path.joinpath("airflow").iterdir() if path.stat().st_mode & 0o077] == []
    # started by hand on what this left, Airflow is reached from this machine only and has no password that is known
    left = list(check_airflow({"AIRFLOW_HOME": str(tmp_path / "airflow")}))
    assert [check for check in left if check.state is not State.FINE] == []
    assert Check("Airflow's address", State.FINE, "127.0.0.1") in left
