"""Run by the tests in a process of its own: reads the file of a DAG as Airflow does and prints it as JSON."""

import importlib.util
import json
import sys
import time

import airflow.sdk
from airflow.serialization.encoders import coerce_to_core_timetable
from airflow.timetables.base import TimeRestriction

# Airflow's names are loaded on first use; that time is not the DAG file's.
_ = airflow.sdk.DAG, airflow.sdk.Asset, airflow.sdk.Param, airflow.sdk.task
_ = airflow.sdk.CronDataIntervalTimetable, airflow.sdk.CronTriggerTimetable

HEAVY = {"alembic.command", "duckdb", "etl", "great_expectations", "pandas", "pyarrow"}
name = sys.argv[1]
before = set(sys.modules)
started = time.perf_counter()
spec = importlib.util.spec_from_file_location(name, f"dags/{name}.py")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
seconds = time.perf_counter() - started
dag = getattr(module, name)


def named(callback):
    """A mapped task has its callbacks as they were given, any other one a list of them."""
    return [one.__name__ for one in (callback if isinstance(callback, list) else [callback])]


def intervals():
    """Start, end and time of the first two runs by the clock; none of a DAG that follows assets or people."""
    if dag.schedule is None or isinstance(dag.schedule, list):
        return []
    timetable = coerce_to_core_timetable(dag.timetable)
    no_catchup = TimeRestriction(earliest=None, latest=None, catchup=False)
    first = timetable.next_dagrun_info(last_automated_data_interval=None, restriction=no_catchup)
    second = timetable.next_dagrun_info(last_automated_data_interval=first.data_interval, restriction=no_catchup)
    moments = ((run.data_interval.start, run.data_interval.end, run.run_after) for run in (first, second))
    return [[moment.isoformat() for moment in run] for run in moments]


print(  # noqa: T201 # how it answers the test that started it
    json.dumps(
        {
            "seconds": seconds,
            "heavy": sorted(HEAVY & (set(sys.modules) - before)),
            "arrows": {task.task_id: sorted(task.upstream_task_ids) for task in dag.tasks},
            "mapped": sorted(task.task_id for task in dag.tasks if task.is_mapped),
            "trigger_rules": {task.task_id: task.trigger_rule.value for task in dag.tasks},
            "retries": {task.task_id: [task.retries, task.retry_delay.total_seconds()] for task in dag.tasks},
            "told": {task.task_id: named(task.on_failure_callback) for task in dag.tasks},
            "outlets": {task.task_id: [outlet.uri for outlet in task.outlets] for task in dag.tasks if task.outlets},
            "assets": [asset.uri for asset in dag.schedule] if isinstance(dag.schedule, list) else [],
            "intervals": intervals(),
            "catchup": dag.catchup,
            "max_active_runs": dag.max_active_runs,
            "params": {param: dag.params[param] for param in dag.params},
            "types": {param: dag.params.get_param(param).schema for param in dag.params},
        }
    )
)
