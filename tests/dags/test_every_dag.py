"""What holds for every file below dags/: cheap to read, one run at a time, and a failure is told."""

import pytest

from etl.embedded_airflow import PROJECT

DAGS = sorted(path.stem for path in (PROJECT / "dags").glob("*.py"))
pytestmark = pytest.mark.parametrize("dag", DAGS)


def test_reading_the_file_loads_nothing_of_the_work(describe, dag):
    assert describe(dag)["heavy"] == []


def test_reading_the_file_takes_a_moment_only(describe, dag):
    assert describe(dag)["seconds"] < 3


def test_one_run_at_a_time_and_missed_ones_are_not_made_up(describe, dag):
    assert (describe(dag)["max_active_runs"], describe(dag)["catchup"]) == (1, False)


def test_a_task_that_failed_for_good_is_told(describe, dag):
    told = describe(dag)["told"]

    assert told
    assert all(callbacks == ["tell_of_failure"] for callbacks in told.values())
