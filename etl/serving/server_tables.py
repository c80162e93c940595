"""Rows of the server's tables: taken away by parts, copied from the warehouse by Arrow, and which parts are held."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.engines.postgresql import Server, ask_server
from warehouse.parts import Digests, Parting, among

HELD = "audit.published_part"
_BATCH = 131_072
"""Rows that are in memory at once, a few times over."""


def held_parts(server: Server, tables: Collection[str]) -> dict[str, Digests]:
    """Of each table the parts that the server has, as the log told them when they were published."""
    held: dict[str, Digests] = {table: {} for table in tables}
    listed = ", ".join(f"'{table}'" for table in sorted(tables)) or "null"
    for table, part, rows, sha256 in ask_server(
        server, f"select table_name, part, rows, sha256 from {HELD} where table_name in ({listed})"
    ):
        held[table][part] = (rows, sha256)
    return held


def note_held(server: Server, table: str, gone: Iterable[str], coming: Digests) -> None:
    """Keep which parts of a table the server has from now on."""
    if gone:
        delete_rows(server, HELD, f"table_name = '{table}' and {among(Parting('part'), gone)}")
    rows = [
        {"table_name": table, "part": part, "rows": rows, "sha256": sha256} for part, (rows, sha256) in coming.items()
    ]
    add_rows(server, HELD, rows)


def add_rows(server: Server, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows that are told by their columns."""
    if rows:
        _ingest(server, table, pa.Table.from_pylist(rows).to_reader())


def delete_rows(server: Server, table: str, condition: str) -> None:
    ask_server(server, f"delete from {table} where {condition}")


def copy_rows(warehouse: duckdb.DuckDBPyConnection, server: Server, table: str, conditions: Iterable[str]) -> int:
    """Add the rows of the warehouse's table that meet the conditions, one after the other; returns their number."""
    copied = 0
    for condition in conditions:
        rows = warehouse.cursor().execute(f"select * from {table} where {condition}")
        copied += _ingest(server, table, rows.to_arrow_reader(_BATCH))
    return copied


def copy_answer(warehouse: duckdb.DuckDBPyConnection, server: Server, table: str, view: str) -> None:
    """Let the table hold the rows of a view of the warehouse, and no other."""
    delete_rows(server, table, "true")
    # not by a cursor: that one would have forgotten which optimizer is left out
    _ingest(server, table, warehouse.execute(f"select * from {view}").to_arrow_reader(_BATCH))
    ask_server(server, f"analyze {table}")


def _ingest(server: Server, table: str, rows: pa.RecordBatchReader) -> int:
    """PostgreSQL takes no COPY where policies say who sees which row: there by way of a table of this session."""
    schema, _, name = table.partition(".")
    ((policed,),) = ask_server(server, f"select row_security_active('{table}')")
    with server.cursor() as cursor:
        if not policed:
            return int(cursor.adbc_ingest(name, rows, mode="append", db_schema_name=schema))
        cursor.execute(f"create temporary table staged (like {table})")
        copied = int(cursor.adbc_ingest("staged", rows, mode="append", temporary=True))
        cursor.execute(f"insert into {table} select * from pg_temp.staged")
        cursor.execute("drop table pg_temp.staged")
        return copied
