"""Alterations of rows, in any table that the log keeps digests of."""

import random

import duckdb

from etl.settings import Workspace
from tests.worlds.tampered import Alteration
from warehouse.parts import kept_tables, parting_in

_OTHER = {
    "VARCHAR": "coalesce({0} || 'x', 'x')",
    "INTEGER": "coalesce({0} + 1, 1)",
    "BIGINT": "coalesce({0} + 1, 1)",
    "DATE": "coalesce({0} + 1, date '2026-01-01')",
    "TIMESTAMP": "coalesce({0} + interval 1 second, timestamp '2026-01-01 00:00:00')",
    "BOOLEAN": "not coalesce({0}, false)",
}
"""Type -> another value of the column {0}."""


def alter_a_row(workspace: Workspace, chance: random.Random) -> Alteration:
    """A cell edited or exchanged with another row's, a row away, twice or forged, or every row of the table away."""
    with duckdb.connect(str(workspace.warehouse)) as warehouse:
        table, rows = _filled(warehouse, chance)
        row = chance.choice(rows)
        part = _part(warehouse, table, f"(select * from {table} where rowid = {row})")
        name, kind, *_ = chance.choice(warehouse.execute(f"describe {table}").fetchall())
        column = f'"{name}"'
        other = _OTHER.get(kind, "coalesce({0} + 1, 1)").format(column)
        forged = f"select * replace ({other} as {column}) from {table} where rowid = {row}"
        ways = [
            ("edit", f"update {table} set {column} = {other} where rowid = {row}"),
            ("insert", f"insert into {table} select * from {table} where rowid = {row}"),
            ("insert", f"insert into {table} {forged}"),
            ("delete", f"delete from {table} where rowid = {row}"),
            ("truncate", f"delete from {table}"),
            *_exchanges(warehouse, table, column, row),
        ]
        done, statement = chance.choice(ways)
        try:
            warehouse.execute(statement)
            if forged in statement:
                part = _part(warehouse, table, f"({forged})")
        except duckdb.Error:
            # a key would be there twice, or a value out of its range: the database itself refuses that
            done, statement = ways[3]
            warehouse.execute(statement)
    return Alteration(done, "warehouse", statement, (f"{table}, {part}",))


def _filled(warehouse: duckdb.DuckDBPyConnection, chance: random.Random) -> tuple[str, list[int]]:
    """A table with rows, and their row ids."""
    while True:
        table = chance.choice(kept_tables(warehouse))
        rows = [row for (row,) in warehouse.execute(f"select rowid from {table} order by 1").fetchall()]
        if rows:
            return table, rows


def _part(warehouse: duckdb.DuckDBPyConnection, table: str, row: str) -> str:
    """The part that a row belongs to; a forged one may belong to another."""
    found = warehouse.execute(f"select {parting_in(warehouse, table).part} from {row}").fetchone()
    assert found is not None
    return str(found[0])


def _exchanges(warehouse: duckdb.DuckDBPyConnection, table: str, column: str, row: int) -> list[tuple[str, str]]:
    """The value of the row and that of the first one with another value change places, where there is one.

    The two rows differ in something else too: else they would only change places with each other, which alters nothing.
    """
    columns = [f'"{name}"' for name, *_ in warehouse.execute(f"describe {table}").fetchall()]
    differs = " or ".join(f"one.{other} is distinct from own.{other}" for other in columns if other != column)
    found = warehouse.execute(
        f"select min(one.rowid) from {table} as one join {table} as own on own.rowid = {row} "
        f"where one.{column} is distinct from own.{column} and ({differs or 'false'})"
    ).fetchone()
    if found is None or found[0] is None:
        return []
    pair = f"({row}, {found[0]})"
    exchanged = (
        f"update {table} set {column} = other.value from (select rowid as place, {column} as value from {table} "
        f"where rowid in {pair}) as other where {table}.rowid in {pair} and other.place <> {table}.rowid"
    )
    return [("swap", exchanged)]
