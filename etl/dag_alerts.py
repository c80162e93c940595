"""What DAGs tell a person: a task that failed for good, sources that fell silent."""

import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from etl import alerts, freshness
from etl.errors import KinerjaError
from etl.settings import existing_workspace

log = logging.getLogger(__name__)


def tell_of_failure(home: Path, context: Any) -> int:
    """Callback of a task that will not be tried again; by how many ways it was told."""
    task = context["task_instance"]
    workspace = existing_workspace(str(home), os.environ)
    subject = f"Kinerja {workspace.agency().code}: {task.dag_id}.{task.task_id} failed"
    lines = [f"run {task.run_id}, try {task.try_number}", *_said(context.get("exception"))]
    return alerts.send(workspace, alerts.Alert(subject, (*lines, "The log of the task tells more.")))


def tell_of_silences(home: Path) -> int:
    """How many sources and devices have been silent too long; told if there are any."""
    workspace = existing_workspace(str(home), os.environ)
    with freshness.readable(workspace) as warehouse:
        silent = freshness.silences(warehouse, workspace.sources(), datetime.now(UTC))
    if silent:
        alerts.send(workspace, alerts.of_silences(workspace.agency().code, silent))
    log.info("%d sources or devices are silent", len(silent))
    return len(silent)


def _said(fault: BaseException | None) -> list[str]:
    """Only what this program worded itself: another library's message may quote a row."""
    return [str(fault)] if isinstance(fault, KinerjaError | AirflowFailException) else []
