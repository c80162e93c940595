"""What was lawfully destroyed, where things are done again: bytes that are gone, and what the log tells in their place.

A load is done again without the bytes; how long devices were told of, which pictures took part in the choice and what
each file came to stands as it was recorded. What was computed from the bytes alone does not come out again.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from etl import audit
from etl.archive import object_path
from etl.ledger.log_check import Entry
from etl.records import RECORDS, Nature
from etl.reperformance.told import Lost, Row, ToldLoad
from etl.staging import record_of
from warehouse.engines.duckdb import ask

_TOTALS = ("status", "reason_code", "reason", "loaded", "duplicate", "quarantined", "ignored")
_TRIED = ("loaded", "duplicate", "still_quarantined", "ignored")
_SHRUNK = "SHRUNK"


def lost_files(archive: Path, entries: Iterable[Entry], destroyed: Mapping[int, Mapping[str, Any]]) -> Lost:
    """Of the files that the entries bring those destroyed by now, unless another file that stands shares the bytes."""
    brought = {one.content["file_id"]: one.content for one in entries if one.kind in ("FILE_RECEIVED", "FILE_REFUSED")}
    gone = {
        file_id: dict(told)
        for file_id, told in destroyed.items()
        if file_id in brought and "archive_sha256" in told and not object_path(archive, told["archive_sha256"]).exists()
    }
    return Lost(gone, frozenset(record_of(brought[file_id]["kind"]) for file_id in gone))


def put_lost_files(warehouse: duckdb.DuckDBPyConnection, told: ToldLoad) -> None:
    """The rows of `audit.source_file` that cannot be computed; before staging, as longer dumps go on from them."""
    rows = [file for file in told.files if file["file_id"] in told.lost.files]
    names, _ = ask(warehouse, "select * from audit.source_file limit 0")
    audit.insert(warehouse, "audit.source_file", [{name: row.get(name) for name in names} for row in rows])


def put_lost_parts(warehouse: duckdb.DuckDBPyConnection, told: ToldLoad) -> None:
    """What else the files of a load left: stretches of devices, pictures to choose among, refused items."""
    for file in told.files:
        gone = told.lost.files.get(file["file_id"])
        if gone is None:
            continue
        coverage = [one | {"file_id": file["file_id"]} for one in gone["coverage"]]
        audit.insert(warehouse, "core.device_coverage", coverage)
        if file["status"] == "LOADED" or file["reason_code"] == _SHRUNK:
            _put_picture(warehouse, file, gone, told.load_id)
    put_lost_quarantine(warehouse, told)


def put_lost_quarantine(warehouse: duckdb.DuckDBPyConnection, told: ToldLoad) -> None:
    """Which items of lost files were refused; their values are gone."""
    names = ("file_id", "record_no", "item_no", "record_type", "column_name", "reason_code")
    rows = [dict(zip(names, row, strict=True)) for row in told.quarantine if row[0] in told.lost.files]
    audit.insert(warehouse, "audit.quarantine", [row | {"load_id": told.load_id} for row in rows])


def _put_picture(warehouse: duckdb.DuckDBPyConnection, file: Row, gone: Row, load_id: int) -> None:
    record = record_of(file["kind"])
    if RECORDS[record].nature is Nature.SNAPSHOT and "snapshot_rows" in gone:
        picture = {name: file[name] for name in ("file_id", "source", "as_at", "sha256")}
        chosen = {"record": record, "load_id": load_id, "rows": gone["snapshot_rows"]}
        audit.insert(warehouse, "core.snapshot", [picture | chosen | {"in_force": False, "verdict": "NEW"}])


def tell_totals(warehouse: duckdb.DuckDBPyConnection, told: ToldLoad) -> None:
    """Control totals as recorded: what was known before a file came cannot be told without the lost ones."""
    files = [one for one in told.files if record_of(one["kind"]) in told.lost.records]
    _tell(warehouse, "audit.source_file", _TOTALS, files, told.load_id)


def tell_tried(warehouse: duckdb.DuckDBPyConnection, told: ToldLoad, tried_in_vain: Sequence[int]) -> None:
    """The same of a replay: the rows of files that could not be tried again, and what each came to."""
    rows = told.content["replay"]
    missing = [one | {"load_id": told.load_id} for one in rows if one["file_id"] in told.lost.files]
    audit.insert(warehouse, "audit.replay", missing)
    _tell(warehouse, "audit.replay", _TRIED, rows, told.load_id)
    for one in missing:
        if one["file_id"] not in tried_in_vain:
            warehouse.execute(
                "update audit.quarantine set resolved_load_id = ? where resolved_load_id is null and file_id = ?",
                [told.load_id, one["file_id"]],
            )
    put_lost_quarantine(warehouse, told)


def _tell(
    warehouse: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], rows: Iterable[Row], load_id: int
) -> None:
    values = [[*(row.get(name) for name in columns), row["file_id"], load_id] for row in rows]
    if values:
        told = ", ".join(f"{name} = ?" for name in columns)
        warehouse.executemany(f"update {table} set {told} where file_id = ? and load_id = ?", values)
