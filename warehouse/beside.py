"""Computing beside a transaction, where all cores can take part.

DuckDB reads what a transaction wrote itself, its temporary tables too, on one core only. So the days of a whole
history are computed on a second connection that commits as it goes, in memory, and handed to the transaction
that alone changes the warehouse: what is computed counts when that transaction commits, or never.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import duckdb

from warehouse.engines.duckdb import prepare

_HANDED = count(1)


@contextmanager
def beside(
    warehouse: duckdb.DuckDBPyConnection,
    tables: Sequence[str],
    empty: Sequence[str],
    temporary: Sequence[str],
    load_id: int,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for which `tables` (core.*, audit.*) and the `temporary` ones are as the transaction sees them.

    Those of `empty` hold nothing there: they are what is computed.
    Of `core.punch` the transaction may only have added rows, those of `load_id`.
    """
    reader = warehouse.cursor()
    main = _database_of(warehouse)
    try:
        prepare(reader)
        reader.execute("attach ':memory:' as beside; use beside; create schema core; create schema audit")
        for table in tables:
            if table == "core.punch":
                _unite_punches(warehouse, reader, main, load_id)
            else:
                _copy(warehouse, reader, f"select * from {table}", f"create table {table} as")
        for table in empty:
            reader.execute(f'create table {table} as from "{main}".{table} limit 0')
        for table in temporary:
            _copy(warehouse, reader, f"select * from {table}", f"create temp table {table} as")
        yield reader
    finally:
        reader.execute(f'use "{main}"')
        reader.execute("detach database if exists beside")
        reader.close()


def hand_over(warehouse: duckdb.DuckDBPyConnection, reader: duckdb.DuckDBPyConnection, query: str, table: str) -> int:
    """Insert what `query` gives on `reader` into a table of the transaction; returns how many rows."""
    if reader is warehouse:
        inserted = warehouse.execute(f"insert into {table} by name {query}").fetchone()
        return int(inserted[0]) if inserted else 0
    # a database of its own, with a name of its own: the transaction keeps the first it saw under a name
    handed = f"handed_{next(_HANDED)}"
    reader.execute(f"attach ':memory:' as {handed}")
    try:
        reader.execute(f"create table {handed}.answer as {query}")
        inserted = warehouse.execute(f"insert into {table} by name select * from {handed}.answer").fetchone()
    finally:
        reader.execute(f"detach {handed}")
    return int(inserted[0]) if inserted else 0


def _database_of(connection: duckdb.DuckDBPyConnection) -> str:
    found = connection.execute("select current_database()").fetchone()
    return str(found[0]) if found else "memory"


def _copy(source: duckdb.DuckDBPyConnection, target: duckdb.DuckDBPyConnection, query: str, into: str) -> None:
    target.register("copied", source.execute(query).to_arrow_table())
    try:
        target.execute(f"{into} select * from copied")
    finally:
        target.unregister("copied")


def _unite_punches(
    warehouse: duckdb.DuckDBPyConnection, reader: duckdb.DuckDBPyConnection, main: str, load_id: int
) -> None:
    """The committed punches where they are, and a copy of the new ones, month by month to spare memory."""
    columns = "device_id, pin, punched_at, file_id, record_no"
    reader.execute(f'create table new_punch as select {columns} from "{main}".core.punch limit 0')
    months = warehouse.execute(
        f"select distinct date_trunc('month', punched_at)::date from core.punch where load_id = {load_id} order by 1"
    ).fetchall()
    for (first,) in months:
        within = f"punched_at >= date '{first}' and punched_at < date '{first}' + interval 1 month"
        query = f"select {columns} from core.punch where load_id = {load_id} and {within}"
        _copy(warehouse, reader, query, "insert into new_punch")
    reader.execute(
        f'create view core.punch as select {columns} from "{main}".core.punch union all select {columns} from new_punch'
    )
