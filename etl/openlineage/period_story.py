"""What scoring and publishing a period read and wrote, as the transaction leaves it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import duckdb

from etl.openlineage import outbox
from etl.openlineage.datasets import Dataset, file, table, version, written_tables
from etl.openlineage.log_state import state_of_log
from etl.openlineage.runs import Done, Parent, Run, begin, complete, failing
from etl.openlineage.sql_text import text_of_models
from etl.settings import Workspace
from warehouse.scoring.computing import MEASURED, inputs_of_period
from warehouse.scoring.period import Period
from warehouse.scoring.revisions import FAMILIES

MODELS = (*MEASURED.values(), "period_money", "evidence_index", "performance_period", "recommendation", "unit_period")
"""The models whose answers are the figures; what they rest on is named in their headings."""


@contextmanager
def run_of_period(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    job: str,
    period: Period,
    *,
    asked: Mapping[str, object] | None = None,
    parent: Parent | None = None,
) -> Iterator[str]:
    """START, then the work, which ends by `complete_scoring` or `complete_publishing`, else FAIL."""
    zone = ZoneInfo(workspace.agency().timezone)
    first, after = (datetime.combine(day, time(), zone) for day in (period.first, period.last + timedelta(days=1)))
    asked = {"period": period.name} | dict(asked or {})
    run_id = begin(warehouse, workspace, Run(job, period.name, first, after, asked, datetime.now(UTC), parent))
    with failing(warehouse, run_id, workspace.home):
        yield run_id


def complete_scoring(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    run_id: str,
    period: str,
    revision: int | None,
    *,
    load_id: int | None,
    rulebooks_sha256: str,
) -> None:
    """COMPLETE: the facts as of a load, the rulebooks, and the rows of the new revision; without one no output."""
    deployment = _deployment(warehouse, run_id)
    as_of = version(f"load-{load_id or 0}")
    inputs = [table(deployment, name, as_of) for name in inputs_of_period()]
    done = Done(
        inputs=[*inputs, file(deployment, "rulebooks", version(rulebooks_sha256))],
        outputs=_revision(warehouse, deployment, period, revision) if revision else [],
        evidence={"period": period, "revision": revision or 0, "load_id": load_id or 0}
        | state_of_log(warehouse, workspace),
        job_facets=text_of_models(MODELS) if revision else {},
    )
    complete(warehouse, run_id, done)


def complete_publishing(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    run_id: str,
    period: str,
    revision: int,
    *,
    digest: str,
    written: set[str],
) -> None:
    """COMPLETE: the revision that was declared, and which of the tables of declarations got a row."""
    deployment = _deployment(warehouse, run_id)
    state = f"{period}/{revision}"
    done = Done(
        inputs=[table(deployment, name, version(state)) for family in FAMILIES for name in family.tables],
        outputs=written_tables(warehouse, deployment, dict.fromkeys(written, 1), state),
        evidence={"period": period, "revision": revision, "digest": digest} | state_of_log(warehouse, workspace),
    )
    complete(warehouse, run_id, done)


def _deployment(warehouse: duckdb.DuckDBPyConnection, run_id: str) -> str:
    start = outbox.start_of(warehouse, run_id)
    return str(start["job"]["namespace"]) if start else ""


def _revision(warehouse: duckdb.DuckDBPyConnection, deployment: str, period: str, revision: int) -> list[Dataset]:
    names = sorted(name for family in FAMILIES for name in family.tables)
    query = " union all ".join(
        f"select '{name}', count(*) from {name} where period = $period and revision = $revision" for name in names
    )
    counts = warehouse.execute(query, {"period": period, "revision": revision}).fetchall()
    rows: dict[str, int | None] = {name: count for name, count in counts if count}
    return written_tables(warehouse, deployment, rows, f"{period}/{revision}")
