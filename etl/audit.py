"""The rows of `audit.*` that a commit writes: what came, from where, and what became of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from etl.archive import keep_content
from etl.corrections.lifting import facts_brought
from etl.facts import list_of, staged_rows
from etl.kinds import KINDS
from etl.load_folder import NEW, OTHER_SOURCE, REPEATED, Arrival
from etl.loads import now_utc
from etl.records import RECORDS, Nature, Record
from etl.settings import Workspace


class HasBytes(Protocol):
    """A file, named by its number, source and bytes."""

    @property
    def file_id(self) -> int: ...
    @property
    def source(self) -> str: ...
    @property
    def sha256(self) -> str: ...


CONFIGURATION = ("agency.toml", "sources.toml", "mappings/*.toml", "rulebooks/*.toml")
"""The files below the workspace that a load rests on."""
Staged = Mapping[str, Mapping[str, Any]]


def insert(warehouse: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert plain rows by column name."""
    if rows:
        warehouse.register("plain_rows", pa.Table.from_pylist([dict(row) for row in rows]))
        warehouse.execute(f"insert into {table} by name select * from plain_rows")
        warehouse.unregister("plain_rows")


def record_staged(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int, staged: Staged) -> None:
    """Which Parquet files count, what the expectations said, and every refused record."""
    insert(
        warehouse,
        "audit.staged_file",
        [
            one | {"load_id": load_id, "record": record}
            for record, content in staged.items()
            for one in content["staged"]
        ],
    )
    insert(
        warehouse,
        "audit.validation",
        [one | {"load_id": load_id} for content in staged.values() for one in content["validation"]],
    )
    for content in staged.values():
        if content["quarantine"] is not None:
            path = str(workspace.home / content["quarantine"]["path"]).replace("'", "''")
            warehouse.execute(
                f"insert into audit.quarantine by name select *, {load_id} as load_id "
                f"from read_parquet('{path}', hive_partitioning = false)"
            )


def record_snapshots(
    warehouse: duckdb.DuckDBPyConnection, load_id: int, arrivals: Iterable[Arrival], staged: Staged
) -> None:
    """Every readable picture of a snapshot kind takes part in the choice, whichever is chosen."""
    arrived = {arrival.file_id: arrival for arrival in arrivals}
    insert(
        warehouse,
        "core.snapshot",
        [
            snapshot_row(load_id, arrived[one["file_id"]], record, one["rows"], datetime.fromisoformat(one["as_at"]))
            for record, content in staged.items()
            if RECORDS[record].nature is Nature.SNAPSHOT
            for one in content["files"]
            if one["reason_code"] is None
        ],
    )


def snapshot_row(load_id: int, arrival: HasBytes, record: str, rows: int, as_at: datetime) -> dict[str, Any]:
    """A picture before the choice."""
    return {
        "record": record,
        "file_id": arrival.file_id,
        "load_id": load_id,
        "source": arrival.source,
        "as_at": as_at,
        "sha256": arrival.sha256,
        "rows": rows,
        "in_force": False,
        "verdict": "NEW",
    }


@dataclass(frozen=True)
class Totals:
    """Control totals of a file; `records` is the sum of the other four."""

    loaded: int = 0
    duplicate: int = 0
    quarantined: int = 0
    ignored: int = 0

    @property
    def records(self) -> int:
        return self.loaded + self.duplicate + self.quarantined + self.ignored


def record_files(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    load_id: int,
    arrivals: Iterable[Arrival],
    staged: Staged,
) -> None:
    """One row per new file, shortest first: a growing dump counts what it shares by the shorter one's row."""
    results = {one["file_id"]: one for content in staged.values() for one in content["files"]}
    loaded = loaded_records(warehouse, workspace, load_id, staged)
    shrunk = dict(warehouse.execute("select file_id, verdict from core.snapshot where verdict = 'SHRUNK'").fetchall())
    taken = [one for one in arrivals if one.outcome in (NEW, OTHER_SOURCE)]
    known = _standing_totals(warehouse, {one.prefix_file_id for one in taken if one.prefix_file_id is not None})
    rows = []
    for arrival in sorted(taken, key=lambda one: (one.bytes, one.file_id)):
        result = results[arrival.file_id]
        if arrival.file_id in shrunk:
            result = result | {"reason_code": "SHRUNK", "reason": "lost more rows than max_shrink allows"}
        shared = _shared(warehouse, workspace, arrival, known, result["prefix_records"])
        totals = _totals(result, loaded.get(arrival.file_id, 0), shared)
        known[arrival.file_id] = totals
        rows.append(_file_row(load_id, arrival, result, totals))
    insert(warehouse, "audit.source_file", rows)


def _standing_totals(warehouse: duckdb.DuckDBPyConnection, file_ids: Collection[int]) -> dict[int, "Totals"]:
    """Asked once for all dumps that are continued: a question a file would cost more than a night's punches."""
    if not file_ids:
        return {}
    found = warehouse.execute(
        "select file_id, loaded, duplicate, quarantined, ignored from audit.source_file_now "
        f"where file_id in ({', '.join(map(str, sorted(file_ids)))})"
    ).fetchall()
    return {row[0]: Totals(*map(int, row[1:])) for row in found}


def loaded_records(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int, staged: Staged
) -> dict[int, int]:
    """How many records of each file gave at least one new fact (events) or one row of the picture (snapshots)."""
    counts: dict[int, int] = {}
    for name, content in staged.items():
        if content["staged"]:
            counts.update(warehouse.execute(_loaded_query(warehouse, workspace, load_id, RECORDS[name])).fetchall())
    return counts


def _loaded_query(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int, record: Record) -> str:
    if record.nature is Nature.EVENT:
        # only records of several items can give several facts; counting them apart costs a pass over a year
        return (
            f"with fresh as ({facts_brought(record, load_id)}), "
            "several as (select distinct file_id from fresh where item_no > 1) "
            "select file_id, count(*) from fresh where file_id not in (select file_id from several) group by file_id "
            "union all "
            "select file_id, count(distinct record_no) from fresh join several using (file_id) group by file_id"
        )
    rows = staged_rows(warehouse, workspace, record.name, "load_id = ?", [load_id])
    keys = list_of(record.key)
    return f"select file_id, count(*) from (select distinct file_id, {keys} from {rows}) group by file_id"


def _file_row(load_id: int, arrival: Arrival, result: Mapping[str, Any], totals: Totals) -> dict[str, Any]:
    return {
        "file_id": arrival.file_id,
        "source": arrival.source,
        "kind": arrival.kind,
        "original_name": arrival.original_name,
        "sha256": arrival.sha256,
        "head_sha256": arrival.head_sha256,
        "bytes": arrival.bytes,
        "received_at": now_utc(),
        "load_id": load_id,
        "status": "LOADED" if result["reason_code"] is None else "REFUSED",
        "reason_code": result["reason_code"],
        "reason": result["reason"],
        "as_at": None if result["as_at"] is None else datetime.fromisoformat(result["as_at"]),
        "records": result["prefix_records"] + result["records"],
        "loaded": totals.loaded,
        "duplicate": totals.duplicate,
        "quarantined": totals.quarantined,
        "ignored": totals.ignored,
        "prefix_file_id": arrival.prefix_file_id,
        "prefix_records": result["prefix_records"],
        "prefix_bytes": arrival.prefix_bytes,
        "archive_sha256": arrival.archive_sha256,
        "first_record_no": result["prefix_records"] + 1,
    }


def _totals(result: Mapping[str, Any], loaded: int, shared: Totals) -> Totals:
    """What the shorter dump loaded is duplicate here; of a refused file everything but the ignored is quarantined."""
    if result["reason_code"] is not None:
        ignored = shared.ignored + result["ignored"]
        return Totals(quarantined=shared.records + result["records"] - ignored, ignored=ignored)
    good = result["records"] - result["ignored"] - result["refused"]
    return Totals(
        loaded=loaded,
        duplicate=shared.loaded + shared.duplicate + good - loaded,
        quarantined=shared.quarantined + result["refused"],
        ignored=shared.ignored + result["ignored"],
    )


def _shared(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    arrival: Arrival,
    known: Mapping[int, Totals],
    prefix_records: int,
) -> Totals:
    """What the records that a growing dump shares with a shorter one came to there."""
    if arrival.prefix_file_id is None:
        return Totals()
    totals = known.get(arrival.prefix_file_id, Totals())
    if totals.records == prefix_records:
        return totals
    record = KINDS[arrival.kind].record
    last = outcome_of(warehouse, workspace, arrival.prefix_file_id, record, totals.records)
    return replace(totals, **{last: getattr(totals, last) - 1})


def outcome_of(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, file_id: int, record: str, record_no: int
) -> str:
    """What became of one record: the last one of a dump that ended in the middle of a line.

    The dump came with a load before, or with the one at work, whose files are not recorded yet.
    Of a destroyed one it was noted then.
    """
    noted = warehouse.execute("select last_outcome from audit.destruction where file_id = ?", [file_id]).fetchone()
    if noted is not None and noted[0] is not None:
        return str(noted[0])
    refused = "select 1 from audit.quarantine where file_id = ? and record_no = ? and resolved_load_id is null"
    if warehouse.execute(refused, [file_id, record_no]).fetchone():
        return "quarantined"
    rows = staged_rows(
        warehouse,
        workspace,
        record,
        "(load_id = coalesce((select load_id from audit.source_file where file_id = ?), "
        "(select max(load_id) from audit.load)) or load_id in (select load_id from audit.replay where file_id = ?))",
        [file_id, file_id],
    )
    found = (
        rows
        and warehouse.execute(
            f"select 1 from {rows} where file_id = ? and record_no = ?", [file_id, record_no]
        ).fetchone()
    )
    return "loaded" if found else "ignored"


def record_arrivals(warehouse: duckdb.DuckDBPyConnection, load_id: int, arrivals: Iterable[Arrival]) -> None:
    """One row per file that came, also when its bytes were known: both names are kept."""
    taken = [one for one in arrivals if one.outcome in (NEW, REPEATED, OTHER_SOURCE)]
    first = (warehouse.execute("select coalesce(max(arrival_no), 0) + 1 from audit.arrival").fetchone() or (1,))[0]
    insert(
        warehouse,
        "audit.arrival",
        [
            {
                "arrival_no": number,
                "file_id": one.same_as if one.outcome == REPEATED else one.file_id,
                "source": one.source,
                "original_name": one.original_name,
                "received_at": now_utc(),
                "load_id": load_id,
                "outcome": one.outcome,
            }
            for number, one in enumerate(taken, start=first)
        ],
    )


def record_configuration(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int) -> None:
    """Settings, mappings and rulebooks are archived by hash like data, and named with the load."""
    rows = []
    for pattern in CONFIGURATION:
        for path in sorted(workspace.home.glob(pattern)):
            sha256 = keep_content(workspace.archive, path.read_bytes())
            rows.append({"load_id": load_id, "name": str(path.relative_to(workspace.home)), "sha256": sha256})
    insert(warehouse, "audit.configuration", rows)
