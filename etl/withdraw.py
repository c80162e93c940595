"""`kinerja withdraw`: a wrong file stops counting. Its bytes and its rows stay; the facts are made anew without it."""

from datetime import UTC, datetime

import duckdb

from etl import audit
from etl.commit import end_load, make_change_log, refresh_days, update_snapshots
from etl.corrections.applying import apply_corrections
from etl.corrections.lifting import lift_corrections
from etl.coverage import name_devices
from etl.errors import WrongUsage
from etl.facts import list_of, staged_rows
from etl.kinds import KINDS
from etl.ledger.export import export
from etl.loads import abandon_dead_loads, giving_up, latest_through_at, now_utc, reserve_load
from etl.records import RECORDS, Nature, Record
from etl.serving.serve import shown_step
from etl.settings import Workspace
from etl.standing import fallen_rows, rebuild_events, resolve_devices_anew
from warehouse.devices import resolved_punches
from warehouse.engines.duckdb import connect, transaction


def withdraw(workspace: Workspace, file_id: int, reason: str) -> int:
    """Withdraw a file for a reason; returns the number of days computed anew."""
    with shown_step(workspace), connect(workspace.warehouse) as warehouse:
        abandon_dead_loads(warehouse)
        record = record_of_file(warehouse, file_id)
        through_at = latest_through_at(warehouse) or datetime.now(UTC)
        load_id, _ = reserve_load(warehouse, workspace, through_at, 0, kind="WITHDRAW")
        with giving_up(workspace, load_id), transaction(warehouse):
            days = stop_counting(
                warehouse, workspace, record, load_id=load_id, through_at=through_at, file_id=file_id, reason=reason
            )
            end_load(warehouse, workspace, load_id, days)
        export(warehouse, workspace)
    return days


def record_of_file(warehouse: duckdb.DuckDBPyConnection, file_id: int) -> Record:
    """The record type of a file. Raises WrongUsage for a file that is not there or counts no more."""
    record = record_of(warehouse, file_id)
    found = warehouse.execute("select 1 from audit.withdrawal where file_id = ?", [file_id]).fetchone()
    if found is not None:
        raise WrongUsage(
            f"file {file_id}", expected="a file that counts", found="one withdrawn before", todo="Nothing to do."
        )
    return record


def record_of(warehouse: duckdb.DuckDBPyConnection, file_id: int) -> Record:
    """The record type of a file, whether it counts or not. Raises WrongUsage for one that is not there."""
    found = warehouse.execute("select kind from audit.source_file where file_id = ?", [file_id]).fetchone()
    if found is None:
        raise WrongUsage(
            f"file {file_id}",
            expected="a file_id of audit.source_file",
            found="none",
            todo='See: kinerja sql "select file_id, original_name from audit.source_file"',
        )
    return RECORDS[KINDS[found[0]].record]


def stop_counting(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    record: Record,
    *,
    load_id: int,
    through_at: datetime,
    file_id: int,
    reason: str,
) -> int:
    """What follows from a withdrawal; returns how many days were computed anew."""
    audit.insert(
        warehouse,
        "audit.withdrawal",
        [{"file_id": file_id, "load_id": load_id, "reason": reason, "withdrawn_at": now_utc()}],
    )
    return compute_without(warehouse, workspace, record, load_id=load_id, through_at=through_at, file_id=file_id)


def compute_without(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    record: Record,
    *,
    load_id: int,
    through_at: datetime,
    file_id: int,
) -> int:
    """Make facts and days anew without a file that was just withdrawn or destroyed; returns how many days."""
    make_change_log(warehouse)
    warehouse.execute("insert into cover_shrank values (?)", [file_id])
    changed, concerned = update_snapshots(warehouse, workspace, [record.name])
    name_devices(warehouse, workspace, load_id)
    lift_corrections(warehouse, concerned)
    if "devices" in changed:
        resolve_devices_anew(warehouse, workspace)
    if record.nature is Nature.EVENT:
        _fell(warehouse, workspace, record, file_id)
        rebuild_events(warehouse, workspace, record, "fell")
    apply_corrections(warehouse, workspace, concerned, through_at)
    return refresh_days(warehouse, workspace, through_at)


def _fell(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, record: Record, file_id: int) -> None:
    """The keys whose support changed: rows of the file, and of withdrawn dumps that stood through it only."""
    files = ", ".join(str(one) for one in sorted({file_id, *fallen_rows(warehouse)}))
    rows = staged_rows(
        warehouse,
        workspace,
        record.name,
        f"load_id in (select load_id from audit.source_file where file_id in ({files})"
        f" union select load_id from audit.replay where file_id in ({files}))",
        [],
    )
    keys = list_of(record.key)
    if rows is None:
        empty = f"select {keys} from core.{record.name} limit 0"
        warehouse.execute(f"create or replace temp table fell as {empty}")
        return
    if record.name == "punch":
        rows = resolved_punches(rows)
    warehouse.execute(
        f"create or replace temp table fell as select distinct {keys} from {rows} where file_id in ({files})"
    )
    if record.name == "punch":
        warehouse.execute(
            "insert into changed_punch select distinct device_address, device_id, pin, punched_at "
            f"from {rows} where file_id in ({files})"
        )
