"""`rebuild`: what was done is done again, from archive and log alone, and compared.

This is a *now* DAG, started by hand. With `period` and `revision` it performs that revision again; without, it makes
a new warehouse beside the old one, which takes its place only where `replace` says so: the old one is moved aside then.
A run fails where something differs, and may be repeated; nothing is loaded or scored while a warehouse is rebuilt.

Only the arrows are here. What a task does is in `etl/reperformance`, which the CLI calls too.
"""

import os
from pathlib import Path
from typing import Any

from airflow.sdk import DAG, Param, get_current_context, task

HOME = Path(os.environ.get("KINERJA_HOME") or Path(__file__).resolve().parent.parent / "data")


def tell_of_failure(context: Any) -> None:
    from etl import dag_alerts

    dag_alerts.tell_of_failure(HOME, context)


@task.branch
def what_is_asked() -> str:
    return "reproduce_revision" if get_current_context()["params"]["period"] else "rebuild_warehouse"


@task
def rebuild_warehouse() -> dict[str, int]:
    from etl import dag_steps

    return dag_steps.rebuild(HOME, replace=get_current_context()["params"]["replace"])


@task
def reproduce_revision() -> dict[str, int]:
    from etl import dag_steps

    params = get_current_context()["params"]
    return dag_steps.reproduce(HOME, params["period"], params["revision"])


with DAG(
    "rebuild",
    description="Warehouse or past revision made again from archive and log, and compared",
    doc_md=__doc__,
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args={"on_failure_callback": tell_of_failure},
    params={
        "replace": Param(False, type="boolean", description="Put the new warehouse in the place of the old one"),  # noqa: FBT003 - its default
        "period": Param(None, type=["null", "string"], description="2026-07, 2026-Q3, 2026-H2 or 2026"),
        "revision": Param(1, type="integer", minimum=1, description="Of that period"),
    },
    tags=["kinerja"],
) as rebuild:
    what_is_asked() >> [rebuild_warehouse(), reproduce_revision()]
