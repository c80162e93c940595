"""The rows of a load's files while they are staged: TEMP relations of the staging connection.

`parsed` has every item of every file: `file_id, record_no, item_no`, the record type's columns, then `problem,
problem_column, problem_value`. It unites `items`, read file by file, with the tables of `QuickRead`, whose rows are
numbered by their place: copying millions of rows to number them would take as long as reading them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from etl.kinds import KINDS
from etl.reading import FileToRead, QuickRead
from etl.records import Record

PROVENANCE = ("file_id", "record_no", "item_no")
_QUICK_FILE = {
    "quick": "varchar",
    "file_index": "integer",
    "file_id": "integer",
    "first_row": "bigint",
    "first_record_no": "integer",
    "source": "varchar",
    "timezone": "varchar",
}


def make_tables(staging: duckdb.DuckDBPyConnection, record: Record) -> None:
    """Empty `items` and `refused`; `parsed` over them."""
    columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in record.columns)
    staging.execute(
        f"create or replace temp table items (file_id integer, record_no integer, item_no integer, {columns}, "
        "problem varchar, problem_column varchar, problem_value varchar)"
    )
    staging.execute(
        "create or replace temp table refused (file_id integer, record_no integer, item_no integer, "
        "column_name varchar, reason_code varchar, value varchar)"
    )
    staging.execute(f"create or replace temp table quick_file ({', '.join(map(' '.join, _QUICK_FILE.items()))})")
    staging.execute("create or replace temp view parsed as from items")


def insert_rows(staging: duckdb.DuckDBPyConnection, rows: Any) -> None:
    """Add what a reader gave of one file, an Arrow table or a relation."""
    staging.register("parsed_rows", rows)
    try:
        staging.execute("insert into items by name select * from parsed_rows")
    finally:
        staging.unregister("parsed_rows")


def read_quickly(
    staging: duckdb.DuckDBPyConnection, files: Sequence[FileToRead], counts: Mapping[int, int]
) -> set[int]:
    """Read together what can be; the file_ids of those of which every counted record was found."""
    by_kind: dict[str, list[FileToRead]] = {}
    for file in files:
        by_kind.setdefault(file.source.kind, []).append(file)
    readers = {name: KINDS[name].read_quickly() for name in by_kind}
    quick = [one for name, reader in readers.items() if reader for one in reader(by_kind[name], staging)]
    taken = [row for one in quick for row in _whole_files(staging, one, counts)]
    if taken:
        columns = zip(*taken, strict=True)
        staging.register("taken", pa.table([list(column) for column in columns], names=list(_QUICK_FILE)))
        staging.execute("insert into quick_file by name select * from taken")
        staging.unregister("taken")
        staging.execute(" union all ".join(["create or replace temp view parsed as from items", *map(_rows_of, quick)]))
    return {row[2] for row in taken}


def _whole_files(
    staging: duckdb.DuckDBPyConnection, quick: QuickRead, counts: Mapping[int, int]
) -> list[tuple[str, int, int, int, int, str, str]]:
    """Of each file without a lost record its row of `quick_file`: its records stand one after the other."""
    places = staging.execute(
        f"select file_index, min(rowid), max(rowid) - min(rowid) + 1, count(*) from {quick.table} "
        "group by file_index order by file_index"
    ).fetchall()
    return [
        (quick.table, index, file.file_id, first_row, file.first_record_no, file.source.name, file.source.timezone)
        for index, first_row, stretch, found in places
        if stretch == found == counts[(file := quick.files[index]).file_id]
    ]


def _rows_of(quick: QuickRead) -> str:
    return (
        "select quick_file.file_id, (quick.rowid - quick_file.first_row + quick_file.first_record_no)::integer "
        f"as record_no, 1::integer as item_no, {quick.columns}, null::varchar, null::varchar, null::varchar "
        f"from {quick.table} as quick join quick_file "
        f"on quick_file.quick = '{quick.table}' and quick_file.file_index = quick.file_index"
    )


def drop_file(staging: duckdb.DuckDBPyConnection, file_id: int) -> None:
    """Forget the rows of a file."""
    for table in ("items", "quick_file"):
        staging.execute(f"delete from {table} where file_id = ?", [file_id])


def drop_records(staging: duckdb.DuckDBPyConnection, records: str) -> None:
    """Forget all items of the records in the table `records` (file_id, record_no)."""
    staging.execute(
        f"delete from items using {records} as gone "
        "where items.file_id = gone.file_id and items.record_no = gone.record_no"
    )
    for (table,) in staging.execute("select distinct quick from quick_file order by quick").fetchall():
        staging.execute(
            f"delete from {table} as quick using quick_file, {records} as gone "
            f"where quick_file.quick = '{table}' and quick.file_index = quick_file.file_index "
            "and gone.file_id = quick_file.file_id "
            "and gone.record_no = quick.rowid - quick_file.first_row + quick_file.first_record_no"
        )
