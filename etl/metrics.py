"""Figures for a monitoring system, in the text format of Prometheus: counts, times and names of sources, no person.

They are read off the copy that readers have, so asking them every minute is in nobody's way. Where a server shows the
warehouse it is asked how far it came.
"""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
from prometheus_client import CollectorRegistry, Gauge, generate_latest, write_to_textfile

from etl.errors import KinerjaError
from etl.freshness import readable, silences
from etl.settings import Workspace
from warehouse.migrate import is_current

_FIGURES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    (
        "kinerja_load_committed_timestamp_seconds",
        "When the newest load was committed.",
        (),
        "select epoch(max(committed_at)) from audit.load where state = 'COMMITTED' having count(*) > 0",
    ),
    (
        "kinerja_load_through_timestamp_seconds",
        "Up to when the loads have closed days.",
        (),
        "select epoch(max(through_at)) from audit.load where state = 'COMMITTED' having count(*) > 0",
    ),
    (
        "kinerja_files",
        "Files by source and status.",
        ("source", "status"),
        "select source, status, count(*) from audit.source_file_now group by all order by all",
    ),
    (
        "kinerja_records",
        "Records of files by source and what became of them; the four add up to the records counted.",
        ("source", "outcome"),
        "select source, outcome, sum(number) from (select source, loaded, duplicate, quarantined, ignored "
        "from audit.source_file_now) unpivot (number for outcome in (loaded, duplicate, quarantined, ignored)) "
        "group by all order by all",
    ),
    (
        "kinerja_quarantined_records",
        "Records in quarantine that no replay has resolved.",
        ("record_type", "reason_code"),
        "select record_type, reason_code, count(distinct (file_id, record_no)) from audit.quarantine "
        "where resolved_load_id is null group by all order by all",
    ),
    (
        "kinerja_source_received_timestamp_seconds",
        "When the newest file of a source came.",
        ("source",),
        "select source, epoch(max(received_at)) from audit.source_file_now group by all order by all",
    ),
    (
        "kinerja_employee_days",
        "Days of employees by status.",
        ("status",),
        "select status, count(*) from core.attendance_day group by all order by all",
    ),
    (
        "kinerja_lineage_events_waiting",
        "OpenLineage events that are not delivered yet.",
        (),
        "select count(*) from audit.lineage_outbox where delivered_at is null",
    ),
    ("kinerja_log_entries", "Entries of the log.", (), "select count(*) from audit.ledger"),
)
"""Name, meaning, labels, and the question whose last column is the figure."""


def metrics_of(workspace: Workspace, now: datetime | None = None) -> CollectorRegistry:
    """The figures as of the newest committed step. Raises WrongUsage where sources.toml is wrong."""
    registry = CollectorRegistry()
    with readable(workspace) as warehouse:
        current = is_current(warehouse)
        if current:
            for name, meaning, labels, query in _FIGURES:
                _gauge(registry, name, meaning, labels, warehouse.execute(query).fetchall())
            _silent(registry, warehouse, workspace, now or datetime.now(UTC))
            if workspace.server is not None:
                _server(registry, warehouse, workspace.server)
    _gauge(registry, "kinerja_schema_current", "1: the warehouse has the schema of this version.", (), [(current,)])
    free = shutil.disk_usage(workspace.home).free
    _gauge(registry, "kinerja_disk_free_bytes", "Room left where the workspace lies.", (), [(free,)])
    return registry


def write_metrics(workspace: Workspace, path: Path) -> None:
    """Put the figures under `path` in one step, for node_exporter's textfile collector, which another user runs."""
    write_to_textfile(str(path), metrics_of(workspace))
    path.chmod(0o644)


def metrics_text(workspace: Workspace) -> str:
    return generate_latest(metrics_of(workspace)).decode()


def _silent(
    registry: CollectorRegistry, warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, now: datetime
) -> None:
    silent = [(one.what, one.name, 1) for one in silences(warehouse, workspace.sources(), now)]
    _gauge(registry, "kinerja_silent", "Silent for longer than sources.toml allows.", ("kind", "name"), silent)


def _server(registry: CollectorRegistry, warehouse: duckdb.DuckDBPyConnection, url: str) -> None:
    from etl.serving.lag import server_lag

    behind = None
    with suppress(KinerjaError):
        behind = server_lag(warehouse, url)
    meaning = "1: the server of KINERJA_WAREHOUSE answers, and holds no other workspace's log."
    _gauge(registry, "kinerja_server_up", meaning, (), [(behind is not None,)])
    if behind is not None:
        meaning = "Entries of the log that the copy for readers has and the server does not show."
        _gauge(registry, "kinerja_server_entries_behind", meaning, (), [(behind,)])


def _gauge(
    registry: CollectorRegistry, name: str, meaning: str, labels: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> None:
    gauge = Gauge(name, meaning, labels, registry=registry)
    for *values, figure in rows:
        (gauge.labels(*map(str, values)) if labels else gauge).set(float(figure))
