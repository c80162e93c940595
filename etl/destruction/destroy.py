"""`kinerja destroy`: a file stops counting, and its bytes and its rows are destroyed by a numbered decision.

New Parquet comes first, one transaction lets the destruction count, then bytes leave the disk. A destruction that was
killed before the transaction did not happen; after it, the next command finishes it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb

from etl import audit
from etl.commit import end_load
from etl.destruction.erasing import begin_erasing, erase, finish_erasing
from etl.destruction.restaging import Restaged, forget_values, record_restaged, restage, staged_with
from etl.errors import WrongUsage
from etl.kinds import KINDS
from etl.ledger.export import export
from etl.loads import abandon_dead_loads, giving_up, latest_through_at, now_utc, reserve_load
from etl.locking import workspace_lock
from etl.progress import Tick
from etl.records import Nature, Record
from etl.serving.serve import tell
from etl.settings import Workspace
from etl.withdraw import compute_without, record_of, stop_counting
from etl.workspace import upgrade_workspace
from warehouse.engines.duckdb import connect, transaction


def destroy(workspace: Workspace, file_ids: Sequence[int], decision: str, tick: Tick = lambda *_: None) -> int:
    """Destroy files by one decision, each by a transaction of its own; returns the number of days computed anew.

    Raises WrongUsage for a file that is not there, or was destroyed before.
    """
    with workspace_lock(workspace):
        upgrade_workspace(workspace)
        days = 0
        for done, file_id in enumerate(file_ids):
            tick(f"file {file_id}", done, len(file_ids))
            days += _destroy_one(workspace, file_id, decision)
        finish_erasing(workspace)
    tell(workspace)
    return days


def _destroy_one(workspace: Workspace, file_id: int, decision: str) -> int:
    with connect(workspace.warehouse) as warehouse:
        record = _destructible(warehouse, file_id)
        abandon_dead_loads(warehouse)
        through_at = latest_through_at(warehouse) or datetime.now(UTC)
        load_id, _ = reserve_load(warehouse, workspace, through_at, 0, kind="DESTROY")
        with giving_up(workspace, load_id):
            begin_erasing(workspace)
            days = _commit(
                warehouse, workspace, record, load_id=load_id, through_at=through_at, file=(file_id, decision)
            )
        export(warehouse, workspace)
    erase(workspace)
    return days


def _destructible(warehouse: duckdb.DuckDBPyConnection, file_id: int) -> Record:
    """The record type of a file that can be destroyed. Raises WrongUsage for one that is not there, or is gone."""
    record = record_of(warehouse, file_id)
    gone = warehouse.execute(
        "select decision, destroyed_at::date from audit.destruction where file_id = ?", [file_id]
    ).fetchone()
    if gone is not None:
        raise WrongUsage(
            f"file {file_id}",
            expected="a file whose bytes are there",
            found=f"one destroyed on {gone[1]} by decision {gone[0]}",
            todo="Nothing to do.",
        )
    return record


def _commit(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    record: Record,
    *,
    load_id: int,
    through_at: datetime,
    file: tuple[int, str],
) -> int:
    file_id, decision = file
    restaged = restage(
        warehouse, workspace, staged_with(warehouse, workspace, record, file_id), file_id, load_id=load_id
    )
    with transaction(warehouse):
        gone = {
            "file_id": file_id,
            "load_id": load_id,
            "decision": decision,
            "destroyed_at": now_utc(),
            **_months(record, restaged),
            "last_outcome": _last_outcome(warehouse, workspace, record, file_id),
        }
        days = take_away(warehouse, workspace, record, gone, restaged, through_at=through_at)
        end_load(warehouse, workspace, load_id, days, restaged=[one.told() for one in restaged])
    return days


def take_away(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    record: Record,
    gone: dict[str, Any],
    restaged: list[Restaged],
    *,
    through_at: datetime,
) -> int:
    """What follows from a destruction, when it is committed and whenever it is done again; returns the days.

    `gone` is the row of `audit.destruction`.
    """
    audit.insert(warehouse, "audit.destruction", [gone])
    file_id, load_id = int(gone["file_id"]), int(gone["load_id"])
    which: dict[str, Any] = {"load_id": load_id, "through_at": through_at, "file_id": file_id}
    if warehouse.execute("select 1 from audit.withdrawal where file_id = ?", [file_id]).fetchone():
        days = compute_without(warehouse, workspace, record, **which)
    else:
        reason = f"destroyed by decision {gone['decision']}"
        days = stop_counting(warehouse, workspace, record, **which, reason=reason)
    record_restaged(warehouse, restaged)
    forget_values(warehouse, file_id)
    return days


def _months(record: Record, restaged: list[Restaged]) -> dict[str, str | None]:
    months = [one.month for one in restaged] if record.nature is Nature.EVENT else []
    return {"first_month": min(months, default=None), "last_month": max(months, default=None)}


def _last_outcome(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, record: Record, file_id: int
) -> str | None:
    """Only a dump that ends within a line leaves its last record to the one that goes on there."""
    kind, records = warehouse.execute(
        "select kind, records from audit.source_file where file_id = ?", [file_id]
    ).fetchone() or ("", 0)
    if not KINDS[kind].cumulative or not records:
        return None
    return audit.outcome_of(warehouse, workspace, file_id, record.name, records)
