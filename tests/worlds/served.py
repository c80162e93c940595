"""Whether a server shows what a warehouse holds: every table and view, row by row."""

from pathlib import Path
from typing import Any

import duckdb
import psycopg

from warehouse.engines.postgresql import connect as connect_server

Rows = list[tuple[Any, ...]]
_RELATIONS = """
    select schema_name || '.' || table_name from duckdb_tables()
    where table_name not in ('alembic_version', 'bucket_digest')
    union all select schema_name || '.' || view_name from duckdb_views() where not internal order by all
"""


def differences(path: Path, url: str) -> dict[str, tuple[Rows, Rows]]:
    """Table or view -> rows that only the warehouse has, and rows that only the server has."""
    with duckdb.connect(str(path), read_only=True) as warehouse, connect_server(url) as server:
        relations = [name for (name,) in warehouse.execute(_RELATIONS).fetchall()]
        compared = {name: _compared(warehouse, server, name) for name in relations}
    assert len(relations) > 80
    return {name: both for name, both in compared.items() if both != ([], [])}


def rows_on(url: str, query: str) -> Rows:
    with connect_server(url) as server:
        return server.execute(query.encode()).fetchall()


def _compared(warehouse: duckdb.DuckDBPyConnection, server: psycopg.Connection, name: str) -> tuple[Rows, Rows]:
    columns = ", ".join(f'"{row[0]}"' for row in warehouse.execute(f"describe {name}").fetchall())
    query = f"select {columns} from {name}"
    ours, theirs = (
        sorted(rows, key=repr)
        for rows in (warehouse.execute(query).fetchall(), server.execute(query.encode()).fetchall())
    )
    if ours == theirs:
        return [], []
    return [row for row in ours if row not in theirs], [row for row in theirs if row not in ours]
