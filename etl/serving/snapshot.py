"""The embedded default: a read-only copy of the warehouse behind `serving/current`, the marts as Parquet beside it.

A reader never opens the file that a load writes: either would lock the other out. `current` is a link to a folder, the
file in it always has the same name: a reader that has it open keeps what it opened, the next one finds the new copy.
A copy appears whole or not at all, whenever its making is killed.
"""

import os
import shutil
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb

from etl.durable import fsync_file, fsync_folder, read_json, write_json
from etl.settings import Workspace
from warehouse.engines.duckdb import connect, take_in_log

KEPT = 3
"""So many copies stay: the current one, and two that slow readers may still open by their own path."""
_STEP = 1 << 25
"""Bytes copied between two questions whether the disk waits for more."""
_NEW = ".new"
_STATE = "state.json"


def publish_snapshot(workspace: Workspace) -> Path:
    """Copy the warehouse, switch `current` to the copy, and take old ones away; the workspace is held by the caller."""
    snapshots = workspace.serving / "snapshots"
    snapshots.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = _numbered(snapshots)
    new = snapshots / _NEW
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    # a file system takes as long to free a file as to copy a third of it
    with ThreadPoolExecutor(1) as removing:
        removed = [removing.submit(shutil.rmtree, old) for old in before[: 1 - KEPT]]
        _copy_warehouse(workspace.warehouse, new / "warehouse.duckdb")
        for old in removed:
            old.result()
    _add_marts(new, before[-1] if before else None)
    published = snapshots / f"{int(before[-1].name) + 1 if before else 1:06d}"
    fsync_folder(new)
    new.rename(published)
    fsync_folder(snapshots)
    _switch(workspace.serving / "current", published)
    return published


def newest_copy(workspace: Workspace) -> Path | None:
    """The newest copy for readers, by its own path; none before the first load.

    Under the name of the link DuckDB would take a copy that is open already for the new one.
    """
    copy = (workspace.serving / "current").resolve() / "warehouse.duckdb"
    return copy if copy.is_file() else None


def differing_marts(snapshot: Path) -> list[str]:
    """Files of marts in a snapshot that do not hold the rows of its copy, or are not there, or too many."""
    present = {file.stem for file in (snapshot / "mart").glob("*.parquet")}
    with connect(snapshot / "warehouse.duckdb", read_only=True, vocabulary=False) as warehouse:
        filled = {name: rows for name, rows in _rows_of_marts(warehouse).items() if rows}
        differing = {
            name
            for name in filled.keys() & present
            if not _is_exported(warehouse, name, filled[name], snapshot / "mart")
        }
    return [f"{name}.parquet" for name in sorted((filled.keys() ^ present) | differing)]


def forget_older_copies(workspace: Workspace) -> None:
    """Leave the newest copy only: older ones hold what was destroyed since."""
    for old in _numbered(workspace.serving / "snapshots")[:-1]:
        shutil.rmtree(old)


def _numbered(snapshots: Path) -> list[Path]:
    return sorted(snapshots.glob("[0-9]*"), key=lambda one: int(one.name))


def _copy_warehouse(warehouse: Path, copy: Path) -> None:
    take_in_log(warehouse)
    with open(warehouse, "rb") as source, open(copy, "wb") as target:
        _copy_durably(source.fileno(), target.fileno())
    copy.chmod(0o444)


def _copy_durably(source: int, target: int) -> None:
    """On disk when it returns: what was copied is written there while more is copied.

    Where the file system can share blocks (XFS, Btrfs), nothing is copied.
    """
    written: Future[None] | None = None
    with ThreadPoolExecutor(1) as writing:
        while os.copy_file_range(source, target, _STEP):
            if written is None or written.done():
                _refuse_fault(written)
                written = writing.submit(os.fdatasync, target)
    _refuse_fault(written)
    os.fsync(target)


def _refuse_fault(written: "Future[None] | None") -> None:
    """A fault of the disk is told once: what is asked afterwards knows nothing of it."""
    if written is not None:
        written.result()


def _add_marts(snapshot: Path, before: Path | None) -> None:
    """Where the marts are those of the copy before, so are its files.

    Revisions only ever add rows; a map of figures and records is replaced, which the log tells as a scoring.
    """
    marts = snapshot / "mart"
    marts.mkdir(mode=0o700)
    with connect(snapshot / "warehouse.duckdb", read_only=True, vocabulary=False) as warehouse:
        rows = _rows_of_marts(warehouse)
        state = {"last_scoring": _last_scoring(warehouse), "rows": rows}
        if before is not None and _known_state(before / "mart") == state:
            for file in (before / "mart").glob("*.parquet"):
                (marts / file.name).hardlink_to(file)
        else:
            _export(warehouse, rows, marts)
    write_json(marts / _STATE, state)


def _known_state(marts: Path) -> Any:
    return read_json(marts / _STATE) if (marts / _STATE).is_file() else None


def _last_scoring(warehouse: duckdb.DuckDBPyConnection) -> int:
    """The number of its entry in the log; 0: nothing was scored."""
    query = "select coalesce(max(seq), 0) from audit.ledger where kind = 'PERIOD_SCORED'"
    return int((warehouse.execute(query).fetchone() or (0,))[0])


def _rows_of_marts(warehouse: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = warehouse.execute(
        "select table_name from duckdb_tables() where schema_name = 'mart' order by table_name"
    ).fetchall()
    counted = " union all ".join(f"select '{name}', count(*) from mart.{name}" for (name,) in tables)
    return dict(warehouse.execute(f"select * from ({counted}) order by 1").fetchall())


def _export(warehouse: duckdb.DuckDBPyConnection, rows: Mapping[str, int], marts: Path) -> None:
    for table in (name for name, number in rows.items() if number):
        path = marts / f"{table}.parquet"
        warehouse.execute(f"copy mart.{table} to '{_quoted(path)}' (format parquet, compression zstd)")
        fsync_file(path)
        path.chmod(0o444)


def _is_exported(warehouse: duckdb.DuckDBPyConnection, table: str, rows: int, marts: Path) -> bool:
    """Whether the file holds the rows of the table, as often as the table does; what cannot be read does not."""
    file = f"read_parquet('{_quoted(marts / f'{table}.parquet')}')"
    lacking = f"exists (from mart.{table} except all from {file})"
    try:
        found = warehouse.execute(f"select (select count(*) from {file}), {lacking}").fetchone()
    except duckdb.Error:
        return False
    return found == (rows, False)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _switch(link: Path, snapshot: Path) -> None:
    """Let the link lead to the snapshot, in one step; relative, so that a workspace may be moved."""
    temporary = link.with_name(f"{_NEW}-{link.name}")
    temporary.unlink(missing_ok=True)
    if link.is_dir() and not link.is_symlink():
        shutil.rmtree(link)  # a workspace that was copied by a program that follows links
    temporary.symlink_to(snapshot.relative_to(link.parent), target_is_directory=True)
    temporary.replace(link)
    fsync_folder(link.parent)
