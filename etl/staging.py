"""From the archive to staged Parquet: parse, count, validate, write; one file per load, record type and month.

Refused records go to `quarantine/`, everything else to `staged/`. For every file
`records = items' records + ignored` must hold, with `records` counted by code that shares nothing with the readers.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from etl import archive
from etl.items import PROVENANCE, drop_records
from etl.kinds import KINDS
from etl.load_folder import FAR_AHEAD, NEW, OTHER_SOURCE, Arrival, Plan, read_arrivals, write_staged
from etl.parsing import NAME_IT, FileResult, read_files, refuse
from etl.reading import FileToRead
from etl.records import RECORDS, Nature, Record
from etl.settings import Source, Workspace
from etl.staged_files import write_months, write_quarantine
from warehouse.engines.duckdb import connect

_ONE_ITEM = "select file_id, count(*) from parsed group by file_id"
_MANY_ITEMS = "select file_id, count(*) from (select distinct file_id, record_no from parsed) group by file_id"


def record_of(kind: str) -> str:
    return KINDS[kind].record


Verdict = Callable[[duckdb.DuckDBPyConnection, list[FileResult]], None]
"""Has the last word on what is refused, before the good records are parted from it."""


def stage(workspace: Workspace, plan: Plan, record_name: str, folder: Path, *, recorded: Verdict | None = None) -> None:
    """Stage the load's new files of one record type; repeating it writes the same files again.

    `recorded`: what was refused when the load was committed, if it is made again.
    """
    record = RECORDS[record_name]
    arrivals = [
        one
        for one in read_arrivals(folder)
        if record_of(one.kind) == record_name and one.outcome in (NEW, OTHER_SOURCE)
    ]
    known = _known(workspace, arrivals)
    files = [_file_to_read(workspace, arrival, known) for arrival in arrivals]
    # record types are staged side by side, and DuckDB names what it spills by numbers
    with connect(None, temp_directory=folder / f"spill-{record_name}", vocabulary=False) as staging:
        results = read_files(staging, record, files)
        for arrival, result in zip(arrivals, results, strict=True):
            if arrival.outcome == OTHER_SOURCE:
                same = f"the same bytes came from another source as file {arrival.same_as}"
                refuse(staging, result, "OTHER_SOURCE", same)
        content = validate_and_write(
            workspace,
            staging,
            record,
            results,
            load_id=plan.load_id,
            seen_at=plan.seen_at,
            before_parting=recorded,
        )
    write_staged(folder, record_name, content)


def _file_to_read(workspace: Workspace, arrival: Arrival, known: "_Known") -> FileToRead:
    source = known.sources[arrival.source]
    return FileToRead(
        file_id=arrival.file_id,
        path=archive.object_path(workspace.archive, arrival.archive_sha256),
        original_name=arrival.original_name,
        first_record_no=_prefix_records(workspace, arrival, known) + 1,
        source=source,
        mapping=workspace.mapping(source),
        as_at=None if arrival.as_at is None else datetime.fromisoformat(arrival.as_at),
        sha256=arrival.sha256,
    )


@dataclass(frozen=True)
class _Known:
    """What all files of a record type share: the sources, and the dumps that one may continue."""

    sources: dict[str, Source]
    arriving: dict[int, Arrival]
    committed: dict[int, tuple[int, int, str, int, int]]
    """file_id -> records, bytes, archive object, bytes and records that stand before the object's own."""


def _known(workspace: Workspace, arrivals: list[Arrival]) -> _Known:
    """Asked once for all files: opening the warehouse for every dump of a night would cost more than its punches."""
    sources = {one.name: one for one in workspace.sources()}
    arriving = {one.file_id: one for one in arrivals}
    wanted = sorted({one.prefix_file_id for one in arrivals if one.prefix_file_id is not None} - arriving.keys())
    if not wanted:
        return _Known(sources, arriving, {})
    with connect(workspace.warehouse, read_only=True, vocabulary=False) as warehouse:
        rows = warehouse.execute(
            "select file_id, records, bytes, archive_sha256, prefix_bytes, first_record_no - 1 from audit.source_file "
            f"where file_id in ({', '.join(map(str, wanted))})"
        ).fetchall()
    return _Known(sources, arriving, {row[0]: row[1:] for row in rows})


def _prefix_records(workspace: Workspace, arrival: Arrival, known: _Known) -> int:
    """How many records stand before the file's own bytes: those of the chain of dumps it continues."""
    if arrival.prefix_file_id is None:
        return 0
    sibling = known.arriving.get(arrival.prefix_file_id)
    if sibling is not None:
        own = archive.object_path(workspace.archive, sibling.archive_sha256)
        before = _prefix_records(workspace, sibling, known)
        return before + _lines_before(own, arrival.prefix_bytes - sibling.prefix_bytes)
    records, size, sha256, begins_at, before = known.committed[arrival.prefix_file_id]
    if arrival.prefix_bytes == size:
        return int(records)
    own = archive.object_path(workspace.archive, sha256)
    if not own.exists():
        return int(records) - 1  # it was destroyed, and ended within the line that counts as its last record
    return int(before) + _lines_before(own, arrival.prefix_bytes - begins_at)


def _lines_before(path: Path, size: int) -> int:
    with open(path, "rb") as handle:
        return handle.read(size).count(b"\n")


def validate_and_write(
    workspace: Workspace,
    staging: duckdb.DuckDBPyConnection,
    record: Record,
    results: list[FileResult],
    *,
    load_id: int,
    seen_at: datetime,
    before_parting: Verdict | None = None,
) -> dict[str, Any]:
    """Check totals, run the expectations, part the good records from the refused, and write both."""
    _check_counts(staging, results)
    _part_unreadable(staging)
    _refuse_ahead(staging, record, results, seen_at)
    verdict = _judge(staging, record, results, seen_at)
    if before_parting is not None:
        before_parting(staging, results)
    _part_refused(staging)
    _count(staging, results)
    return {
        "files": [asdict(result) for result in results],
        "validation": verdict,
        "staged": write_months(workspace, staging, record, results, load_id),
        "quarantine": write_quarantine(workspace, staging, record, load_id),
    }


def _check_counts(staging: duckdb.DuckDBPyConnection, results: list[FileResult]) -> None:
    """A file of which the reader and the independent counter tell different numbers is refused as a whole."""
    read = dict(staging.execute(_MANY_ITEMS if _has_many_items(staging) else _ONE_ITEM).fetchall())
    for result in results:
        found = int(read.get(result.file_id, 0)) + result.ignored
        if result.reason_code is None and found != result.records:
            reason = f"{result.records} records counted independently, {found} read: damage, or a fault of the reader"
            refuse(staging, result, "COUNT_MISMATCH", reason)


def _has_many_items(staging: duckdb.DuckDBPyConnection) -> bool:
    return bool(staging.execute("select coalesce(max(item_no), 1) > 1 from parsed").fetchone()[0])  # type: ignore[index] # one row


def _refuse_ahead(
    staging: duckdb.DuckDBPyConnection, record: Record, results: list[FileResult], seen_at: datetime
) -> None:
    """A picture of 2062 would stand before every later one for decades; a roster may be of a coming month."""
    latest = (seen_at + FAR_AHEAD).date().isoformat()
    for result in results:
        if record.nature is Nature.SNAPSHOT and result.reason_code is None and (result.as_at or "") > latest:
            refuse(staging, result, "AS_AT_AHEAD", f"it says {result.as_at}, more than a year after it came; {NAME_IT}")


def _part_unreadable(staging: duckdb.DuckDBPyConnection) -> None:
    staging.execute(
        "insert into refused select file_id, record_no, item_no, problem_column, problem, problem_value from items "
        "where problem is not null"
    )


def _judge(
    staging: duckdb.DuckDBPyConnection, record: Record, results: list[FileResult], seen_at: datetime
) -> list[dict[str, Any]]:
    from expectations.validate import validate

    columns = ", ".join(f'"{name}"' for name in (*PROVENANCE, *record.column_names))
    staging.execute(f"create temp view well_formed as select {columns} from parsed where problem is null")
    verdict = validate(staging, record.name, "well_formed", through_at=seen_at)
    staging.execute("insert into refused by name select * from (" + verdict.quarantine_sql + ")")
    for result in results:
        if result.file_id in verdict.failed_files:
            refuse(staging, result, *verdict.failed_files[result.file_id])
    return [asdict(outcome) for outcome in verdict.outcomes]


def _part_refused(staging: duckdb.DuckDBPyConnection) -> None:
    """A record is quarantined if any item of it is refused; no item of it counts then."""
    staging.execute("delete from refused where file_id not in (select distinct file_id from parsed)")
    staging.execute("create temp table refused_record as select distinct file_id, record_no from refused")
    drop_records(staging, "refused_record")


def _count(staging: duckdb.DuckDBPyConnection, results: list[FileResult]) -> None:
    refused = dict(staging.execute("select file_id, count(*) from refused_record group by file_id").fetchall())
    rows = dict(staging.execute("select file_id, count(*) from parsed group by file_id").fetchall())
    for result in results:
        result.refused, result.rows = refused.get(result.file_id, 0), rows.get(result.file_id, 0)
