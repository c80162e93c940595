"""What dags/rebuild.py says, and runs of it by hand on a scored workspace."""

import os
import re

import duckdb
import pytest
from airflow.sdk.exceptions import AirflowFailException

from etl import dag_steps, embedded_airflow
from etl.workspace import upgrade_workspace
from tests.worlds.life import live_shortly

EIGHTEEN_DIGITS = re.compile(r"\d{18}")


@pytest.fixture
def described(describe):
    return describe("rebuild")


def test_it_runs_only_by_hand_and_replaces_nothing_unless_told(described):
    assert (described["assets"], described["intervals"]) == ([], [])
    assert described["params"] == {"replace": False, "period": None, "revision": 1}


def test_it_does_what_is_asked_the_warehouse_or_one_revision(described):
    assert described["arrows"] == {
        "what_is_asked": [],
        "rebuild_warehouse": ["what_is_asked"],
        "reproduce_revision": ["what_is_asked"],
    }


@pytest.mark.slow
def test_what_differs_is_told_by_place_and_without_anybodys_figures(workspace):
    upgrade_workspace(workspace)
    live_shortly(workspace)
    assert dag_steps.reproduce(workspace.home, "2026-07", 1)["identical"] == 1
    with duckdb.connect(str(workspace.warehouse)) as warehouse:
        warehouse.execute("update mart.performance_period set late_minutes = 7700 where nip like '1980%'")

    with pytest.raises(AirflowFailException, match=r"mart\.performance_period, 2026-07 r1") as raised:
        dag_steps.reproduce(workspace.home, "2026-07", 1)

    assert not EIGHTEEN_DIGITS.search(str(raised.value))
    assert "7700" not in str(raised.value)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_run_rebuilds_the_warehouse_or_reproduces_a_revision(workspace, tmp_path):
    upgrade_workspace(workspace)
    live_shortly(workspace)
    environment = embedded_airflow.settings_of(os.environ, tmp_path / "airflow", workspace.home)
    embedded_airflow.prepare(tmp_path / "airflow", environment)
    logs = [tmp_path / "airflow" / name for name in ("rebuild.log", "reproduce.log")]

    embedded_airflow.run(["dags", "test", "rebuild", "--conf", '{"replace": true}'], environment, logs[0])
    asked = '{"period": "2026-07", "revision": 1}'
    embedded_airflow.run(["dags", "test", "rebuild", "--conf", asked], environment, logs[1])

    assert (workspace.home / "warehouse.duckdb.before-rebuild-1").is_file()
    assert "reproduce_revision" in logs[1].read_text(encoding="utf-8")
    assert not any(EIGHTEEN_DIGITS.search(log.read_text(encoding="utf-8")) for log in logs)
