"""`periodic_scoring`: from facts to the performance tables of the periods that are due.

This is a *now* DAG: it runs when the asset `kinerja://warehouse/core` has changed, that is after every committed load,
and scores what is known then. Due are the month, quarter, half-year and year that hold the last whole day or ended in
the two months before it, and periods scored before whose events the newest load touched. A run by hand scores the one
period named by the parameter `period`. A period of which nothing changed gets no new revision: a run may be repeated.

Only the schedule and the arrows are here. What a task does is in `etl/score.py`, which the CLI calls too.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import DAG, Asset, Param, get_current_context, task

HOME = Path(os.environ.get("KINERJA_HOME") or Path(__file__).resolve().parent.parent / "data")
CORE = Asset("kinerja://warehouse/core")
MART = Asset("kinerja://warehouse/mart")


def tell_of_failure(context: Any) -> None:
    from etl import dag_alerts

    dag_alerts.tell_of_failure(HOME, context)


@task
def periods_due() -> list[str]:
    from etl import dag_steps

    return dag_steps.periods_due(HOME, get_current_context()["params"]["period"])


# One after the other: each takes the lock of the workspace.
@task(outlets=[MART], map_index_template="{{ task.op_kwargs['period'] }}", max_active_tis_per_dagrun=1)
def score_period(period: str) -> dict[str, int]:
    from etl import dag_steps

    return dag_steps.score_period(HOME, period)


with DAG(
    "periodic_scoring",
    description="Facts become the performance tables of the periods that are due",
    doc_md=__doc__,
    schedule=[CORE],
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=1), "on_failure_callback": tell_of_failure},
    params={"period": Param(None, type=["null", "string"], description="2026-07, 2026-Q3, 2026-H2 or 2026")},
    tags=["kinerja"],
) as periodic_scoring:
    score_period.expand(period=periods_due())
