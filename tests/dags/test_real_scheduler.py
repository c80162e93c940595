"""The DAG under a real scheduler: tasks in processes of their own, two at a time, by data intervals."""

import json
import os
import re

import duckdb
import pytest

from etl import embedded_airflow
from tests.dags.real_airflow import ask, real_airflow, wait_for_dag, wait_for_runs

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
EIGHTEEN_DIGITS = re.compile(r"\d{18}")


@pytest.fixture(scope="module")
def night(tmp_path_factory, kinerja_home):
    """A scheduled run, then one by hand for a day: what Airflow and the warehouse tell of them."""
    home = tmp_path_factory.mktemp("real") / "airflow"
    environment = embedded_airflow.settings_of(os.environ, home, kinerja_home)
    with real_airflow(home, environment) as running:
        wait_for_dag(home, 120)
        embedded_airflow.run(["dags", "unpause", "nightly_load", "--yes"], running, home / "unpause.log")
        wait_for_runs(home, 1, 240)
        day = json.dumps({"day": "2026-03-31"})
        embedded_airflow.run(["dags", "trigger", "nightly_load", "--conf", day], running, home / "trigger.log")
        runs = wait_for_runs(home, 2, 240)
        events = ask(home, "select uri from asset_event join asset on asset.id = asset_id")
        passed_on = ask(home, "select value from xcom")
    return {"home": home, "workspace": kinerja_home, "runs": runs, "events": events, "passed_on": passed_on}


def test_the_scheduled_run_and_the_run_by_hand_succeed(night):
    assert [run[:2] for run in night["runs"]] == [("scheduled", "success"), ("manual", "success")]


def test_the_scheduled_run_closes_days_up_to_the_end_of_its_interval(night):
    assert _loads(night)[0] == ("COMMITTED", night["runs"][0][3][:19])


def test_the_run_by_hand_closes_days_through_the_day_given(night):
    assert _loads(night)[1] == ("COMMITTED", "2026-03-31 17:00:00")


def test_each_commit_is_an_event_of_the_asset(night):
    assert night["events"] == [("kinerja://warehouse/core",)] * 2


def test_task_logs_and_what_passes_between_tasks_hold_no_number_of_a_person(night):
    logs = [path for path in (night["home"] / "logs").rglob("*.log") if "task_id=" in str(path)]

    assert len(logs) > 20
    assert [path.name for path in logs if EIGHTEEN_DIGITS.search(path.read_text(encoding="utf-8"))] == []
    assert [value for (value,) in night["passed_on"] if EIGHTEEN_DIGITS.search(str(value))] == []


def _loads(night):
    with duckdb.connect(night["workspace"] / "warehouse.duckdb", read_only=True) as warehouse:
        return warehouse.sql("select state, through_at::varchar from audit.load order by load_id").fetchall()
