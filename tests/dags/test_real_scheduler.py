"""The DAG under a real scheduler: tasks in processes of their own, two at a time, by data intervals."""

import json
import os
import re
from datetime import UTC, datetime

import duckdb
import pytest
from openlineage.client.uuid import generate_static_uuid

from etl import embedded_airflow
from etl.openlineage.delivery import events_file
from etl.settings import Workspace
from tests.dags.real_airflow import ask, real_airflow, wait_for_dag, wait_for_runs
from tests.openlineage_schema import events_of

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
        moments = ask(
            home,
            "select coalesce(logical_date, run_after), 'default.' || dag_id || '.' || clear_number "
            "from dag_run order by id",
        )
    return {
        "home": home,
        "workspace": kinerja_home,
        "runs": runs,
        "events": events,
        "passed_on": passed_on,
        "moments": moments,
    }


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


def test_each_load_is_told_as_one_run_of_its_dag(night):
    events = events_of(events_file(Workspace(night["workspace"])))
    parents = [one["run"]["facets"]["parent"] for one in events]
    airflows = [
        str(generate_static_uuid(datetime.fromisoformat(moment).replace(tzinfo=UTC), name.encode()))
        for moment, name in night["moments"]
    ]

    assert [(one["job"]["name"], one["eventType"]) for one in events] == [("load", "START"), ("load", "COMPLETE")] * 2
    assert [one["run"]["runId"] for one in parents[::2]] == airflows
    assert parents[::2] == parents[1::2]
    assert {one["job"]["name"] for one in parents} == {"nightly_load"}
    assert not EIGHTEEN_DIGITS.search(json.dumps(events))


def _loads(night):
    with duckdb.connect(night["workspace"] / "warehouse.duckdb", read_only=True) as warehouse:
        return warehouse.sql("select state, through_at::varchar from audit.load order by load_id").fetchall()
