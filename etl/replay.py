"""`kinerja replay`: quarantined records and refused files are tried again after a mapping or a reader was mended.

What was loaded stays as it is.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from etl import audit
from etl.commit import end_load, update_facts
from etl.ledger.export import export
from etl.load_folder import folder_of, remove_folder, seen_at
from etl.loads import abandon_dead_loads, giving_up, latest_through_at, reserve_load, start_of
from etl.records import RECORDS, Nature
from etl.serving.serve import shown_step
from etl.settings import Workspace
from etl.staging_again import Refused, refused_files, stage_again, unresolved_records
from etl.withdraw import record_of
from warehouse.engines.duckdb import connect, spill, transaction


@dataclass(frozen=True)
class ReplayReport:
    """What came of trying again: counts of files and records."""

    load_id: int
    files: int
    loaded: int
    duplicate: int
    still_quarantined: int
    days: int


def replay(workspace: Workspace, file_id: int | None = None) -> ReplayReport:
    """Try again, in one load of kind REPLAY. Raises WrongUsage for a file that is not there."""
    with shown_step(workspace):
        with connect(workspace.warehouse) as warehouse:
            if file_id is not None:
                record_of(warehouse, file_id)
            abandon_dead_loads(warehouse)
            through_at = latest_through_at(warehouse) or datetime.now(UTC)
            load_id, _ = reserve_load(warehouse, workspace, through_at, 0, kind="REPLAY")
            started_at = start_of(warehouse, load_id)
            files = refused_files(warehouse, file_id)
            unresolved = unresolved_records(warehouse)
        with giving_up(workspace, load_id):
            staged = stage_again(
                workspace,
                folder_of(workspace, load_id),
                files,
                unresolved,
                load_id=load_id,
                seen_at=seen_at(through_at, started_at),
            )
            return _try_again(workspace, load_id, through_at, files, staged)


def _try_again(
    workspace: Workspace, load_id: int, through_at: datetime, files: list[Refused], staged: dict[str, Any]
) -> ReplayReport:
    folder = folder_of(workspace, load_id)
    spill(workspace.warehouse, folder / "spill")
    with connect(workspace.warehouse) as warehouse:
        report = _commit(warehouse, workspace, load_id=load_id, through_at=through_at, files=files, staged=staged)
        export(warehouse, workspace)
    remove_folder(folder)
    return report


def _commit(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    *,
    load_id: int,
    through_at: datetime,
    files: list[Refused],
    staged: dict[str, Any],
) -> ReplayReport:
    with transaction(warehouse):
        rows, days = take_in_again(
            warehouse, workspace, load_id=load_id, through_at=through_at, files=files, staged=staged
        )
        end_load(warehouse, workspace, load_id, days)
    loaded, duplicate, still = (sum(row[name] for row in rows) for name in ("loaded", "duplicate", "still_quarantined"))
    return ReplayReport(load_id, len(rows), loaded, duplicate, still, days)


def take_in_again(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    *,
    load_id: int,
    through_at: datetime,
    files: list[Refused],
    staged: dict[str, Any],
) -> tuple[list[dict[str, Any]], int]:
    """What follows from trying again; returns the rows of `audit.replay`, and how many days were computed anew."""
    outcomes = _outcomes(warehouse, files, staged)
    _resolve(warehouse, load_id, files, staged)
    audit.record_staged(warehouse, workspace, load_id, staged)
    _take_part_in_choice(warehouse, load_id, files, staged)
    days = update_facts(
        warehouse,
        workspace,
        load_id,
        through_at,
        staged,
        also=[name for name in staged if RECORDS[name].nature is Nature.SNAPSHOT],
    )
    rows = _replay_rows(load_id, outcomes, audit.loaded_records(warehouse, workspace, load_id, staged))
    audit.insert(warehouse, "audit.replay", rows)
    return rows, days


@dataclass(frozen=True)
class _Outcome:
    """Of one file: how many records were tried, how many are still refused, and what is ignored in all."""

    file_id: int
    tried: int
    refused: int
    ignored: int


def _outcomes(warehouse: duckdb.DuckDBPyConnection, files: list[Refused], staged: dict[str, Any]) -> list[_Outcome]:
    results = {one["file_id"]: one for content in staged.values() for one in content["files"]}
    return [_outcome(warehouse, file, results[file.file_id]) for file in files]


def _outcome(warehouse: duckdb.DuckDBPyConnection, file: Refused, result: dict[str, Any]) -> _Outcome:
    quarantined, ignored = warehouse.execute(
        "select quarantined, ignored from audit.source_file_now where file_id = ?", [file.file_id]
    ).fetchone() or (0, 0)
    if result["reason_code"] is not None:
        return _Outcome(file.file_id, int(quarantined), int(quarantined), int(ignored))
    if not file.whole:
        return _Outcome(file.file_id, int(quarantined), result["refused"], int(ignored))
    # a file that could not be read had no ignored records: headings and blank lines are known only now
    return _Outcome(
        file.file_id, int(quarantined) + int(ignored) - result["ignored"], result["refused"], result["ignored"]
    )


def _replay_rows(load_id: int, outcomes: list[_Outcome], loaded: dict[int, int]) -> list[dict[str, Any]]:
    return [
        {
            "load_id": load_id,
            "file_id": one.file_id,
            "loaded": loaded.get(one.file_id, 0),
            "duplicate": one.tried - one.refused - loaded.get(one.file_id, 0),
            "still_quarantined": one.refused,
            "ignored": one.ignored,
        }
        for one in outcomes
    ]


def _resolve(warehouse: duckdb.DuckDBPyConnection, load_id: int, files: list[Refused], staged: dict[str, Any]) -> None:
    """Quarantine rows of readable files get this load's number; what is still refused is entered again with it."""
    readable = {one["file_id"] for content in staged.values() for one in content["files"] if one["reason_code"] is None}
    chosen = ", ".join(str(file.file_id) for file in files if file.file_id in readable)
    if chosen:
        warehouse.execute(
            "update audit.quarantine set resolved_load_id = ? "
            f"where resolved_load_id is null and file_id in ({chosen})",
            [load_id],
        )


def _take_part_in_choice(
    warehouse: duckdb.DuckDBPyConnection, load_id: int, files: list[Refused], staged: dict[str, Any]
) -> None:
    results = {one["file_id"]: one for content in staged.values() for one in content["files"]}
    for file in files:
        result = results[file.file_id]
        if file.record.nature is not Nature.SNAPSHOT or result["reason_code"] is not None:
            continue
        if warehouse.execute("select 1 from core.snapshot where file_id = ?", [file.file_id]).fetchone():
            warehouse.execute(
                "update core.snapshot set rows = rows + ? where file_id = ?", [result["rows"], file.file_id]
            )
        else:
            moment = datetime.fromisoformat(result["as_at"])
            audit.insert(
                warehouse,
                "core.snapshot",
                [audit.snapshot_row(load_id, file, file.record.name, result["rows"], moment)],
            )
