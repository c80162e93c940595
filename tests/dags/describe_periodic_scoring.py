"""Run by the tests in a process of its own: reads the DAG file as Airflow does and prints what it is, as JSON."""

import importlib.util
import json
import sys

import airflow.sdk

_ = airflow.sdk.DAG, airflow.sdk.Asset, airflow.sdk.Param, airflow.sdk.task

HEAVY = {"alembic.command", "duckdb", "etl", "great_expectations", "pandas", "pyarrow"}
before = set(sys.modules)
spec = importlib.util.spec_from_file_location("periodic_scoring", "dags/periodic_scoring.py")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
dag = module.periodic_scoring

print(  # noqa: T201 # how it answers the test that started it
    json.dumps(
        {
            "heavy": sorted(HEAVY & (set(sys.modules) - before)),
            "arrows": {task.task_id: sorted(task.upstream_task_ids) for task in dag.tasks},
            "mapped": sorted(task.task_id for task in dag.tasks if task.is_mapped),
            "outlets": {task.task_id: [outlet.uri for outlet in task.outlets] for task in dag.tasks if task.outlets},
            "assets": [asset.uri for asset in dag.schedule],
            "max_active_runs": dag.max_active_runs,
            "period": dag.params["period"],
        }
    )
)
