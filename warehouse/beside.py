"""Computing beside a transaction, where all cores can take part.

DuckDB reads what a transaction wrote itself, its temporary tables too, on one core only. So the days of a whole
history are computed on a second connection that commits as it goes, in memory, and handed to the transaction
that alone changes the warehouse: what is computed counts when that transaction commits, or never.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count, pairwise

import duckdb

from warehouse.engines.duckdb import prepare
from warehouse.modelling import reading
from warehouse.row_lines import rows_of

BESIDE = "beside"
"""The database in memory of the second connection."""
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


@contextmanager
def handing(warehouse: duckdb.DuckDBPyConnection, reader: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The database into which `reader` computes what the transaction then reads: `temp` where the two are one.

    It has a name of its own: of a name the transaction keeps what it saw first.
    """
    if reader is warehouse:
        yield "temp"
        return
    handed = f"handed_{next(_HANDED)}"
    reader.execute(f"attach ':memory:' as {handed}; set search_path = 'beside.main,{handed}.main'")
    try:
        yield handed
    finally:
        reader.execute(f"use beside; detach {handed}")


def hand_over(reader: duckdb.DuckDBPyConnection, query: str, inputs: Sequence[str], handed: str) -> str:
    """The query as the transaction can ask it, its inputs in the database `handed`: a copy of those not made there.

    Before the transaction reads anything of `handed`, all that it will read must be there. What was made in `BESIDE`
    is read there, by the last query of all only.
    """
    if handed == "temp":
        return query
    made = dict(
        reader.execute(
            "select table_name, database_name from duckdb_tables() "
            "where database_name in (?, ?) and schema_name = 'main'",
            [handed, BESIDE],
        ).fetchall()
    )
    for name in set(inputs) - made.keys():
        reader.execute(f"create table {handed}.{name} as from {name}")
    return reading(query, {name: f"{made.get(name, handed)}.main.{name}" for name in inputs})


def insert_answer(warehouse: duckdb.DuckDBPyConnection, query: str, table: str) -> int:
    """Insert what `query` gives into a table, by the names of its columns; returns how many rows."""
    inserted = warehouse.execute(f"insert into {table} by name {query}").fetchone()
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
        _copy(warehouse, reader, f"select {columns} from {_month_of(first, load_id)}", "insert into new_punch")
    reader.execute(
        f'create view core.punch as select {columns} from "{main}".core.punch union all select {columns} from new_punch'
    )


def _month_of(first: date, load_id: int) -> str:
    """The punches that the transaction added in a month, in pieces that it can read side by side."""
    edges = [f"date '{first.replace(day=day)}'" for day in (1, 9, 17, 25)] + [f"date '{first}' + interval 1 month"]
    return rows_of(
        "core.punch",
        [f"load_id = {load_id} and punched_at >= {begin} and punched_at < {end}" for begin, end in pairwise(edges)],
    )
