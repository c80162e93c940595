"""Parquet below `staged/` and `quarantine/`: written once per load, record type and month, then never changed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from etl.durable import fsync_file, sha256_of
from etl.records import Record
from etl.settings import Workspace

if TYPE_CHECKING:
    from etl.parsing import FileResult

_ORDER = "order by file_id, record_no, item_no"
"""The same records must give the same bytes: what was read quickly is joined to its file, which keeps no order."""


def write_months(
    workspace: Workspace, staging: duckdb.DuckDBPyConnection, record: Record, results: "list[FileResult]", load_id: int
) -> list[dict[str, Any]]:
    columns = ", ".join(f'"{name}"' for name in record.column_names)
    written = []
    for month, condition in _months(staging, record, results):
        path = workspace.staged / record.name / f"month={month}" / f"{load_id:06d}.parquet"
        query = (
            f"select file_id, record_no, item_no, {load_id}::integer as load_id, {columns} "
            f"from parsed where {condition} {_ORDER}"
        )
        written.append({"month": month} | write_parquet(workspace, staging, query, path))
    return written


def _months(staging: duckdb.DuckDBPyConnection, record: Record, results: "list[FileResult]") -> list[tuple[str, str]]:
    """Each month with rows, and the condition that chooses them: of events by their moment, of snapshots by file."""
    if record.month_of is not None:
        found = staging.execute(
            f"select distinct date_trunc('month', {record.month_of})::date from parsed order by 1"
        ).fetchall()
        return [
            (
                first.strftime("%Y-%m"),
                f"{record.month_of} >= date '{first}' and {record.month_of} < date '{first}' + interval 1 month",
            )
            for (first,) in found
        ]
    files: dict[str, list[int]] = {}
    for result in results:
        if result.rows:
            files.setdefault((result.as_at or "")[:7], []).append(result.file_id)
    return [(month, f"file_id in ({', '.join(map(str, files[month]))})") for month in sorted(files)]


def quarantine_path(workspace: Workspace, record: str, load_id: int) -> Path:
    """Where a load keeps the refused rows of a record type."""
    return workspace.quarantine / record / f"{load_id:06d}.parquet"


def paths_that_count(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int) -> set[Path]:
    """Parquet of the load's staged rows and of its refused ones."""
    staged = warehouse.execute("select path from audit.staged_file where load_id = ?", [load_id]).fetchall()
    refused = warehouse.execute(
        "select distinct record_type from audit.quarantine where load_id = ?", [load_id]
    ).fetchall()
    return {workspace.home / path for (path,) in staged} | {
        quarantine_path(workspace, record, load_id) for (record,) in refused
    }


def write_quarantine(
    workspace: Workspace, staging: duckdb.DuckDBPyConnection, record: Record, load_id: int
) -> dict[str, Any] | None:
    if not staging.execute("select count(*) from refused").fetchone()[0]:  # type: ignore[index] # one row
        return None
    path = quarantine_path(workspace, record.name, load_id)
    query = (
        f"select file_id, record_no, item_no, '{record.name}' as record_type, column_name, reason_code, "
        "left(value, 200) as value from refused order by file_id, record_no, item_no, column_name, reason_code"
    )
    return write_parquet(workspace, staging, query, path)


def write_parquet(workspace: Workspace, staging: duckdb.DuckDBPyConnection, query: str, path: Path) -> dict[str, Any]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    rows = staging.execute(f"copy ({query}) to '{_quoted(path)}' (format parquet, compression zstd)").fetchone()
    fsync_file(path)
    path.chmod(0o400)
    return {
        "path": str(path.relative_to(workspace.home)),
        "rows": rows[0] if rows else 0,
        "sha256": sha256_of(path),
    }


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
