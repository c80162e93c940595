"""`nightly_load`: from raw files in the inbox to facts in the warehouse, every night at 01:00 of the agency's zone.

This is an *interval* DAG: a run takes in what has arrived and closes the days up to the end of its data interval.
To do a night again, clear its run: what is committed is not loaded twice. A run by hand closes the days through the
parameter `day` (YYYY-MM-DD), or without it up to the end of its interval. The asset `kinerja://warehouse/core` changes
with every committed load; DAGs that read the facts are scheduled on it.

Only the schedule and the arrows are here. What a task does is in `etl/nightly.py`, which the CLI calls too; load ids,
names and counts pass between tasks, never a value of a person's row.
"""

import os
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import DAG, Asset, CronDataIntervalTimetable, Param, get_current_context, task

HOME = Path(os.environ.get("KINERJA_HOME") or Path(__file__).resolve().parent.parent / "data")
AGENCY = HOME / "agency.toml"
ZONE = tomllib.loads(AGENCY.read_text(encoding="utf-8"))["timezone"] if AGENCY.is_file() else "Asia/Jakarta"
CORE = Asset("kinerja://warehouse/core")


def tell_of_failure(context: Any) -> None:
    from etl import dag_alerts

    dag_alerts.tell_of_failure(HOME, context)


@task
def open_load() -> int:
    from etl import dag_steps

    context = get_current_context()
    return dag_steps.open_load(HOME, ZONE, context["params"]["day"], context["dag_run"].data_interval_end)


@task
def sources_of(load_id: int) -> list[str]:
    from etl import dag_steps

    return dag_steps.sources_of(HOME, load_id)


@task(map_index_template="{{ task.op_kwargs['source'] }}")
def archive_source(load_id: int, source: str) -> None:
    from etl import dag_steps

    dag_steps.archive_source(HOME, load_id, source)


@task(trigger_rule="none_failed")  # an empty inbox leaves no source to archive: a load of nothing still closes days
def families_of(load_id: int) -> list[str]:
    from etl import dag_steps

    return dag_steps.families_of(HOME, load_id)


# By family and not by record type: a process that validates takes seconds to start.
@task(map_index_template="{{ task.op_kwargs['family'] }}")
def stage_family(load_id: int, family: str) -> None:
    from etl import dag_steps

    dag_steps.stage_family(HOME, load_id, family)


@task(outlets=[CORE], trigger_rule="none_failed")  # likewise with nothing new to stage
def commit_load(load_id: int) -> dict[str, int]:
    from etl import dag_steps

    return dag_steps.commit_load(HOME, load_id)


@task
def finish_load(load_id: int) -> None:
    from etl import dag_steps

    dag_steps.finish_load(HOME, load_id)


with DAG(
    "nightly_load",
    description="Raw files in the inbox become facts in the warehouse",
    doc_md=__doc__,
    schedule=CronDataIntervalTimetable("0 1 * * *", timezone=ZONE),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=1), "on_failure_callback": tell_of_failure},
    params={"day": Param(None, type=["null", "string"], format="date", description="close the days through this date")},
    tags=["kinerja"],
) as nightly_load:
    load = open_load()
    archived = archive_source.partial(load_id=load).expand(source=sources_of(load))
    families = families_of(load)
    staged = stage_family.partial(load_id=load).expand(family=families)
    archived >> families
    staged >> commit_load(load) >> finish_load(load)
