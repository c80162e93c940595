"""What leaves the disk once a destruction counts: bytes, rows in Parquet, freed blocks, older copies for readers.

`Workspace.destroying` stands from before the transaction until everything is gone: while it is there,
the next command that writes finishes the work. What is to go follows from the warehouse, so any step may come twice.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from etl.archive import object_path
from etl.destruction.restaging import parquet
from etl.durable import fsync_file, fsync_folder, write_durably
from etl.errors import IntegrityBroken
from etl.kinds import KINDS
from etl.ledger.archive_check import named_objects
from etl.ledger.log_check import read_log
from etl.serving.snapshot import forget_older_copies, publish_snapshot
from etl.settings import Workspace
from etl.staged_files import write_parquet
from warehouse.engines.duckdb import attach, connect, make_file


def begin_erasing(workspace: Workspace) -> None:
    """From now on the next command looks for what is left of destroyed files."""
    write_durably(workspace.destroying, b"kinerja destroy is at work, or was killed: the next command finishes it\n")


def finish_erasing(workspace: Workspace) -> None:
    """Take away what a killed destruction left, and the blocks and copies that may still hold it; the lock is held."""
    erase(workspace)
    _compact(workspace.warehouse)
    publish_snapshot(workspace)
    forget_older_copies(workspace)
    workspace.destroying.unlink(missing_ok=True)
    fsync_folder(workspace.home)


def erase(workspace: Workspace) -> None:
    """Take away the bytes of destroyed files, and Parquet with their rows; the lock is held."""
    with connect(workspace.warehouse, read_only=True) as warehouse:
        for sha256 in _destroyed_objects(warehouse):
            _unlink(object_path(workspace.archive, sha256))
            _unlink(workspace.home / "offsets" / sha256)
        erase_rows(workspace, warehouse)


def erase_rows(workspace: Workspace, warehouse: duckdb.DuckDBPyConnection) -> None:
    """Parquet of committed loads that counts no more, and values of destroyed files in the quarantine's Parquet."""
    for path in _staged_no_more(workspace, warehouse):
        _unlink(path)
    for file_id, kind, loads in warehouse.execute(_QUARANTINED_BY).fetchall():
        for load_id in loads:
            for path in sorted((workspace.quarantine / KINDS[kind].record).glob(f"{load_id:06d}*.parquet")):
                _blank(workspace, path, file_id)


_QUARANTINED_BY = """
select gone.file_id, file.kind, list_distinct(list_concat([file.load_id], coalesce(tried.loads, [])))
from audit.destruction as gone join audit.source_file as file on file.file_id = gone.file_id
left join (select file_id, list(load_id) as loads from audit.replay group by file_id) as tried
    on tried.file_id = gone.file_id
order by gone.file_id
"""


def _destroyed_objects(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """Objects that only destroyed files name: no other file, no setting, nothing that an entry keeps."""
    found = warehouse.execute(
        "select archive_sha256 from audit.source_file as file join audit.destruction using (file_id) "
        "where archive_sha256 is not null and archive_sha256 not in (select archive_sha256 from audit.source_file "
        "where archive_sha256 is not null and file_id not in (select file_id from audit.destruction)) order by 1"
    ).fetchall()
    kept = {sha256 for _, sha256 in named_objects(read_log(warehouse))}
    return [sha256 for (sha256,) in found if sha256 not in kept]


def _staged_no_more(workspace: Workspace, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Path]:
    """Parquet of committed loads that no row of `audit.staged_file` names."""
    named = {path for (path,) in warehouse.execute("select path from audit.staged_file").fetchall()}
    committed = {
        load_id
        for (load_id,) in warehouse.execute("select load_id from audit.load where state = 'COMMITTED'").fetchall()
    }
    for path in sorted(workspace.staged.rglob("[0-9]*.parquet")):
        load_id = path.stem.partition("-")[0]
        if load_id.isdigit() and int(load_id) in committed and str(path.relative_to(workspace.home)) not in named:
            yield path


def _blank(workspace: Workspace, path: Path, file_id: int) -> None:
    """Quarantined rows of the file without their values, under another name: backups link what has the old one."""
    with connect(None) as scratch:
        held = f"{parquet(path)} where file_id = {file_id} and value is not null"
        if scratch.execute(f"select 1 from {held} limit 1").fetchone() is None:
            return
        new = path.with_name(f"{path.stem.partition('-')[0]}-without-{file_id:06d}.parquet")
        unfinished = new.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        values = f"case when file_id = {file_id} then null else value end as value"
        write_parquet(workspace, scratch, f"select * replace ({values}) from {parquet(path)}", unfinished)
    unfinished.replace(new)
    _unlink(path)


def _unlink(path: Path) -> None:
    if path.exists():
        path.unlink()
        fsync_folder(path.parent)


def _compact(warehouse: Path) -> None:
    """A warehouse file without blocks that were freed: deleted rows stay readable in those."""
    new = warehouse.with_name(f".{warehouse.name}.compact")
    new.unlink(missing_ok=True)
    with connect(warehouse) as connection:
        connection.execute("force checkpoint")
    make_file(new)
    with connect(None, temp_directory=warehouse.with_name(f".{new.name}.spill")) as both:
        attach(both, warehouse, "was")
        attach(both, new, "anew", "read_write")
        both.execute("copy from database was to anew")
        _refuse_other_rows(both)
        both.execute("checkpoint anew")
    new.chmod(0o600)
    fsync_file(new)
    new.replace(warehouse)
    fsync_folder(warehouse.parent)


def _refuse_other_rows(both: duckdb.DuckDBPyConnection) -> None:
    tables = both.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'was' order by all"
    ).fetchall()
    for (table,) in tables:
        counts = both.execute(f"select (select count(*) from was.{table}), (select count(*) from anew.{table})")
        was, anew = counts.fetchone() or (0, 0)
        if was != anew:
            raise IntegrityBroken(
                table,
                expected=f"{was} rows in the compacted warehouse",
                found=f"{anew}",
                todo="The old one stands, nothing is lost. Report this: it is a fault of the program.",
            )
