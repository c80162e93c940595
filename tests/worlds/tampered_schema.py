"""Alterations of what the warehouse calls things: views, columns, and functions that answer for DuckDB's own."""

import random

import duckdb

from etl.settings import Workspace
from tests.worlds.tampered import Alteration

_FORGED = (
    "sha256(x) as 'a'",
    "count(x) as 7",
    "strftime(x, y) as '2026-01-01'",
    "json_array(x) as '[]'",
    "md5_number(x) as 1",
    "duckdb_views() as table select 'mart' as schema_name",
    "duckdb_functions() as table select 'x' as function_name",
)


def alter_the_schema(workspace: Workspace, chance: random.Random) -> Alteration:
    """A view that shows other rows or goes, one more object, a function of another meaning, two columns exchanged."""
    with duckdb.connect(str(workspace.warehouse)) as warehouse:
        views = warehouse.execute(
            "select schema_name || '.' || view_name from duckdb_views() where not internal order by 1"
        ).fetchall()
        (view,) = chance.choice(views)
        macro = chance.choice(_FORGED)
        kind, where, statements = chance.choice(
            (
                ("edit", f"view {view}", [f"create or replace view {view} as select 1 as nothing"]),
                ("edit", f"view {view}", [f"comment on view {view} is 'Each row means something else.'"]),
                ("delete", f"view {view}", [f"drop view {view}"]),
                ("insert", "table main.performance_period", ["create table main.performance_period (nip varchar)"]),
                ("insert", f"view {view}_x", [f"create view {view}_x as select 1 as nothing"]),
                ("insert", f"function main.{macro.partition('(')[0]}", [f"create macro {macro}"]),
                _exchange_of_columns(warehouse, chance),
            )
        )
        for statement in statements:
            warehouse.execute(statement)
    return Alteration(kind, "schema", "; ".join(statements), (where,))


def _exchange_of_columns(warehouse: duckdb.DuckDBPyConnection, chance: random.Random) -> tuple[str, str, list[str]]:
    """Two columns of one type take each other's name: every value stays where it was, under the wrong heading."""
    pairs = warehouse.execute(
        "select one.schema_name || '.' || one.table_name, one.column_name, other.column_name "
        "from duckdb_columns() as one join duckdb_columns() as other using (schema_name, table_name, data_type) "
        "where one.column_index < other.column_index and one.is_nullable and other.is_nullable "
        "and one.schema_name in ('core', 'mart') and not one.internal and one.table_name in "
        "(select table_name from duckdb_tables()) order by all"
    ).fetchall()
    table, one, other = chance.choice(pairs)
    names = ((one, "between"), (other, one), ("between", other))
    statements = [f'alter table {table} rename column "{before}" to "{after}"' for before, after in names]
    return "swap", f"table {table}", statements
