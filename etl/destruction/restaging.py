"""Staged Parquet without the rows of a destroyed file: a new file takes the place of each that held some.

Nothing is ever written over: the new file has the number of the load that destroyed in its name, and counts once the
transaction says so.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from etl.records import Record
from etl.settings import Workspace
from etl.staged_files import write_parquet
from warehouse.parts import note_parts


@dataclass(frozen=True)
class Restaged:
    """A staged file of a load (`record`, `month`) and what took its place; `path` is None where no row was left."""

    load_id: int
    record: str
    month: str
    was: str
    path: str | None = None
    rows: int = 0
    sha256: str | None = None

    def told(self) -> dict[str, Any]:
        """The same for the log, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def staged_with(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, record: Record, file_id: int
) -> list[Restaged]:
    """The staged files that hold rows of a file: those of its load and of its replays."""
    found = warehouse.execute(
        "select load_id, record, month, path from audit.staged_file where record = ? and load_id in ("
        "select load_id from audit.source_file where file_id = ? union select load_id from audit.replay "
        "where file_id = ?) order by load_id, month",
        [record.name, file_id, file_id],
    ).fetchall()
    return [Restaged(*row) for row in found if _rows(warehouse, workspace.home / row[3], f"file_id = {file_id}")]


def restage(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, held: list[Restaged], file_id: int, *, load_id: int
) -> list[Restaged]:
    """Write what is left of each staged file without the rows of `file_id`; `load_id` is the load that destroys."""
    return [_restage_one(warehouse, workspace, one, file_id, load_id) for one in held]


def _restage_one(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, held: Restaged, file_id: int, load_id: int
) -> Restaged:
    was = workspace.home / held.was
    others = f"file_id <> {file_id}"
    if not was.exists() or not _rows(warehouse, was, others):
        return held
    new = was.with_name(f"{held.load_id:06d}-{load_id:06d}.parquet")
    written = write_parquet(workspace, warehouse, f"select * from {parquet(was)} where {others}", new)
    return Restaged(held.load_id, held.record, held.month, held.was, **written)


def record_restaged(warehouse: duckdb.DuckDBPyConnection, restaged: list[Restaged]) -> None:
    """Which staged files count from now on."""
    for one in restaged:
        note_parts(warehouse, "audit.staged_file", f"(select {one.load_id} as load_id)")
        key = [one.load_id, one.record, one.month]
        if one.path is None:
            warehouse.execute("delete from audit.staged_file where load_id = ? and record = ? and month = ?", key)
        else:
            warehouse.execute(
                "update audit.staged_file set path = ?, rows = ?, sha256 = ? "
                "where load_id = ? and record = ? and month = ?",
                [one.path, one.rows, one.sha256, *key],
            )


def forget_values(warehouse: duckdb.DuckDBPyConnection, file_id: int) -> None:
    """Refused values of the file go; which records were refused, and why, stays: the control totals rest on it."""
    held = f"audit.quarantine where file_id = {file_id} and value is not null"
    note_parts(warehouse, "audit.quarantine", f"(select * from {held})")
    warehouse.execute(f"update {held.replace(' where', ' set value = null where')}")


def parquet(path: Path) -> str:
    """A FROM clause over one Parquet file."""
    quoted = str(path).replace("'", "''")
    return f"read_parquet('{quoted}', hive_partitioning = false)"


def _rows(warehouse: duckdb.DuckDBPyConnection, path: Path, condition: str) -> int:
    found = warehouse.execute(f"select count(*) from {parquet(path)} where {condition}").fetchone()
    return int(found[0]) if found else 0
