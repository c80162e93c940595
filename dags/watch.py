"""`watch`: every morning at 07:00 of the agency's zone, whether sources and devices still speak.

This is a *now* DAG: it looks at what readers see at that moment. A source, or a device of it, that has been silent for
longer than its `max_silence_days` in sources.toml is told to those whom `[alerts]` of agency.toml names.

Only the schedule is here. What the task does is in `etl/dag_alerts.py`.
"""

import os
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import DAG, CronTriggerTimetable, task

HOME = Path(os.environ.get("KINERJA_HOME") or Path(__file__).resolve().parent.parent / "data")
AGENCY = HOME / "agency.toml"
ZONE = tomllib.loads(AGENCY.read_text(encoding="utf-8"))["timezone"] if AGENCY.is_file() else "Asia/Jakarta"


def tell_of_failure(context: Any) -> None:
    from etl import dag_alerts

    dag_alerts.tell_of_failure(HOME, context)


@task
def tell_of_silences() -> int:
    from etl import dag_alerts

    return dag_alerts.tell_of_silences(HOME)


with DAG(
    "watch",
    description="Sources and devices that fell silent are told",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("0 7 * * *", timezone=ZONE),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=1), "on_failure_callback": tell_of_failure},
    tags=["kinerja"],
) as watch:
    tell_of_silences()
