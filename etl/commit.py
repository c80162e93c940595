"""One transaction commits a load: facts, what was touched, and the rows that tell what came of every file."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from etl import audit, snapshots
from etl.corrections.applying import apply_corrections
from etl.corrections.lifting import concerned_records, lift_corrections, moved_earlier_punches
from etl.coverage import name_devices, note_coverage
from etl.errors import IntegrityBroken
from etl.facts import event_records, merge_events, snapshot_records, staged_rows
from etl.ledger.export import export
from etl.ledger.story import log_load
from etl.load_folder import Arrival, Plan, read_arrivals, read_plan, read_staged
from etl.load_report import LoadReport, report
from etl.loads import (
    close_load,
    is_committed,
    latest_through_at,
    require_open,
    rulebooks_changed,
    settings_changed,
)
from etl.openlineage.load_story import complete_load
from etl.records import RECORDS, Record
from etl.settings import Workspace
from etl.standing import resolve_devices_anew
from warehouse.attendance import refresh_attendance
from warehouse.devices import resolved_punches
from warehouse.engines.duckdb import connect, transaction
from warehouse.parts import begin_noting
from warehouse.people import refresh_people
from warehouse.places import Places
from warehouse.touched_by_punches import log_changed_punches


def commit(workspace: Workspace, folder: Path) -> LoadReport:
    """Commit what `folder` staged; a load that is committed already reports the same again.

    Raises KinerjaError for a load that was given up meanwhile.
    """
    plan = read_plan(folder)
    with connect(workspace.warehouse, temp_directory=folder / "spill") as warehouse:
        if not is_committed(warehouse, plan.load_id):
            require_open(warehouse, plan.load_id)
            _commit(warehouse, workspace, plan, read_arrivals(folder), read_staged(folder))
        export(warehouse, workspace)
        return report(warehouse, plan)


def _commit(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    plan: Plan,
    arrivals: list[Arrival],
    staged: Mapping[str, Mapping[str, Any]],
) -> None:
    with transaction(warehouse):
        days = take_in(warehouse, workspace, plan, arrivals, staged)
        audit.record_arrivals(warehouse, plan.load_id, arrivals)
        refuse_unclosed(warehouse, plan.load_id)
        end_load(warehouse, workspace, plan.load_id, days)


def end_load(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    load_id: int,
    days: int,
    *,
    restaged: Sequence[Mapping[str, Any]] = (),
) -> None:
    """What ends a load, replay, withdrawal or destruction within its transaction; `restaged` as in `log_load`.

    Its event comes last: it tells size and root of the log with what the log says of the load.
    """
    audit.record_configuration(warehouse, workspace, load_id)
    close_load(warehouse, load_id, days)
    log_load(warehouse, workspace, load_id, restaged=restaged)
    complete_load(warehouse, workspace, load_id)


def take_in(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    plan: Plan,
    arrivals: list[Arrival],
    staged: Mapping[str, Mapping[str, Any]],
) -> int:
    """What follows from the bytes of a load, when it is committed and whenever it is made again; returns the days."""
    audit.record_staged(warehouse, workspace, plan.load_id, staged)
    audit.record_snapshots(warehouse, plan.load_id, arrivals, staged)
    days = update_facts(warehouse, workspace, plan.load_id, plan.through_at, staged, arrivals=arrivals)
    audit.record_files(warehouse, workspace, plan.load_id, arrivals, staged)
    return days


def update_facts(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    load_id: int,
    through_at: datetime,
    staged: Mapping[str, Mapping[str, Any]],
    *,
    also: Iterable[str] = (),
    arrivals: Iterable[Arrival] = (),
) -> int:
    """Reference first, then events that are read with its help, then the days touched; returns their number.

    `also` names snapshot records of which a picture in force got more rows (a replay). `arrivals` are not in
    `audit.source_file` yet.
    """
    make_change_log(warehouse)
    _name_arriving(warehouse, arrivals, staged)
    changed, concerned = update_snapshots(warehouse, workspace, staged, also)
    name_devices(warehouse, workspace, load_id)
    lift_corrections(warehouse, concerned)
    rewritten = "devices" in changed and resolve_devices_anew(warehouse, workspace)
    for record in event_records():
        if record.name in staged:
            add_events(warehouse, workspace, record, load_id)
    note_coverage(warehouse, workspace, load_id)
    apply_corrections(warehouse, workspace, concerned, through_at)
    rewritten |= moved_earlier_punches(warehouse, load_id)
    return refresh_days(warehouse, workspace, through_at, only_added_by=None if rewritten else load_id)


def _name_arriving(
    warehouse: duckdb.DuckDBPyConnection, arrivals: Iterable[Arrival], staged: Mapping[str, Mapping[str, Any]]
) -> None:
    """Files that this transaction will record at its end: a correction may name a line that came the same night."""
    shared = {one["file_id"]: one["prefix_records"] for content in staged.values() for one in content["files"]}
    rows = [
        {"file_id": one.file_id, "sha256": one.sha256, "first_record_no": shared[one.file_id] + 1}
        | {"prefix_file_id": one.prefix_file_id}
        for one in arrivals
        if one.file_id in shared
    ]
    audit.insert(warehouse, "arriving", rows)


def make_change_log(warehouse: duckdb.DuckDBPyConnection) -> None:
    """TEMP tables that tell what this transaction changes: touched days and the parts to digest follow from them."""
    begin_noting(warehouse)
    log_changed_punches(warehouse)
    warehouse.execute(
        "create or replace temp table arriving "
        "(file_id integer, sha256 varchar, first_record_no integer, prefix_file_id integer)"
    )


def update_snapshots(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, seen: Iterable[str], also: Iterable[str] = ()
) -> tuple[set[str], set[str]]:
    """Let the pictures in force be the facts; returns the record types that changed, and those to correct anew.

    `seen` names the record types of the files of this transaction, `also` those of which a picture in force got more
    rows (a replay).
    """
    changed = snapshots.decide(warehouse, {source.name: source for source in workspace.sources()}) | set(also)
    if "correction" in changed:
        _replace_facts(warehouse, workspace, RECORDS["correction"])
    concerned = concerned_records(warehouse, changed, seen)
    for record in snapshot_records():
        if record.name in changed | concerned and record.name != "correction":
            _replace_facts(warehouse, workspace, record)
    if "employees" in changed:
        refresh_people(warehouse)
    return changed, concerned


def _replace_facts(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, record: Record) -> None:
    rows = staged_rows(
        warehouse,
        workspace,
        record.name,
        "load_id in (select load_id from core.snapshot where in_force and record = ? "
        "union select load_id from audit.load where kind = 'REPLAY')",
        [record.name],
    )
    snapshots.replace_facts(warehouse, record, rows)


def add_events(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, record: Record, load_id: int) -> None:
    """Month by month: what is compared fits in memory, and core stays in the order of time."""
    months = warehouse.execute(
        "select month from audit.staged_file where load_id = ? and record = ? order by month", [load_id, record.name]
    ).fetchall()
    for (month,) in months:
        rows = str(staged_rows(warehouse, workspace, record.name, "load_id = ? and month = ?", [load_id, month]))
        rows = resolved_punches(rows) if record.name == "punch" else rows
        merge_events(warehouse, record, rows, month=month)
    if record.name == "punch":
        _note_changed_punches(warehouse, load_id)


def _note_changed_punches(warehouse: duckdb.DuckDBPyConnection, load_id: int) -> None:
    """The first load touches every day anyway."""
    if latest_through_at(warehouse) is not None:
        warehouse.execute(
            "insert into changed_punch select device_address, device_id, pin, punched_at from core.punch "
            "where load_id = ?",
            [load_id],
        )


def places_of(workspace: Workspace) -> Places:
    """The zones of the agency and of its sources."""
    return Places(workspace.agency().timezone, {source.name: source.timezone for source in workspace.sources()})


def refresh_days(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    through_at: datetime,
    *,
    only_added_by: int | None = None,
) -> int:
    """Compute the touched employee-days anew; returns their number.

    `only_added_by`: the load of which punches were added, if nothing else was done to punches.
    """
    return refresh_attendance(
        warehouse,
        through_at=through_at,
        previous_through_at=latest_through_at(warehouse),
        places=places_of(workspace),
        rulebooks=workspace.home / "rulebooks",
        rulebooks_changed=rulebooks_changed(warehouse),
        settings_changed=settings_changed(warehouse),
        only_added_by=only_added_by,
    )


def refuse_unclosed(warehouse: duckdb.DuckDBPyConnection, load_id: int) -> None:
    """`records = loaded + duplicate + quarantined + ignored` for every file, or nothing is committed."""
    open_file = warehouse.execute(
        "select file_id, records, loaded + duplicate + quarantined + ignored from audit.source_file "
        "where load_id = ? and records <> loaded + duplicate + quarantined + ignored order by file_id",
        [load_id],
    ).fetchone()
    if open_file is not None:
        raise IntegrityBroken(
            f"file {open_file[0]}",
            expected=f"control totals that add up to {open_file[1]} records",
            found=f"{open_file[2]}",
            todo="Nothing was committed. Report this: it is a fault of the program, not of the file.",
        )
