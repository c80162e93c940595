"""Run by the tests in a process of its own: reads the DAG file as Airflow does and prints what it is, as JSON."""

import importlib.util
import json
import sys

import airflow.sdk

_ = airflow.sdk.DAG, airflow.sdk.Param, airflow.sdk.task

HEAVY = {"alembic.command", "duckdb", "etl", "great_expectations", "pandas", "pyarrow"}
before = set(sys.modules)
spec = importlib.util.spec_from_file_location("rebuild", "dags/rebuild.py")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
dag = module.rebuild

print(  # noqa: T201 # how it answers the test that started it
    json.dumps(
        {
            "heavy": sorted(HEAVY & (set(sys.modules) - before)),
            "arrows": {task.task_id: sorted(task.upstream_task_ids) for task in dag.tasks},
            "schedule": dag.schedule,
            "max_active_runs": dag.max_active_runs,
            "params": {name: dag.params[name] for name in dag.params},
        }
    )
)
