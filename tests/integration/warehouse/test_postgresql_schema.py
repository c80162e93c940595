"""The same migrations make the same warehouse on PostgreSQL: tables, columns, types, keys, views and what they mean."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from tests.postgres import Server, free_port
from warehouse.migrate import upgrade
from warehouse.parts import kept_tables, parting_in

pytestmark = pytest.mark.slow
Rows = list[tuple[Any, ...]]

_DUCKDB_COLUMNS = """
    select schema_name, table_name, column_index, column_name, data_type, is_nullable, comment
    from duckdb_columns() where not internal and table_name not in ('alembic_version', 'bucket_digest') order by all
"""
_COLUMNS = """
    select space.nspname, relation.relname, cell.attnum, cell.attname, format_type(cell.atttypid, cell.atttypmod),
        not cell.attnotnull, col_description(relation.oid, cell.attnum)
    from pg_attribute as cell
    join pg_class as relation on relation.oid = cell.attrelid
    join pg_namespace as space on space.oid = relation.relnamespace
    where space.nspname in ('audit', 'board', 'core', 'mart', 'mart_id') and relation.relkind in ('r', 'p', 'v')
        and cell.attnum > 0 and not cell.attisdropped
        and relation.relname not in ('alembic_version', 'published_part', 'shown_attendance_day')
    order by space.nspname collate "C", relation.relname collate "C", cell.attnum
"""
_DUCKDB_RELATIONS = """
    select schema_name, table_name, comment from duckdb_tables() where table_name <> 'bucket_digest'
    union all select schema_name, view_name, comment from duckdb_views() where not internal order by all
"""
_RELATIONS = """
    select space.nspname, relation.relname, obj_description(relation.oid)
    from pg_class as relation join pg_namespace as space on space.oid = relation.relnamespace
    where space.nspname in ('audit', 'board', 'core', 'mart', 'mart_id') and relation.relkind in ('r', 'p', 'v')
        and not relation.relispartition and relation.relname not in ('published_part', 'shown_attendance_day')
    order by space.nspname collate "C", relation.relname collate "C"
"""
_DUCKDB_KEYS = """
    select schema_name, table_name, constraint_column_names from duckdb_constraints()
    where constraint_type = 'PRIMARY KEY' and table_name <> 'bucket_digest' order by all
"""
_KEYS = """
    select space.nspname, relation.relname, array(
        select cell.attname::text from unnest(key.conkey) as place join pg_attribute as cell
        on cell.attrelid = relation.oid and cell.attnum = place)
    from pg_constraint as key
    join pg_class as relation on relation.oid = key.conrelid
    join pg_namespace as space on space.oid = relation.relnamespace
    where key.contype = 'p' and relation.relname <> 'published_part'
        and space.nspname not in ('information_schema', 'pg_catalog', 'pg_toast')
    order by space.nspname collate "C", relation.relname collate "C"
"""
_TYPES = {
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "INTEGER": "integer",
    "SMALLINT": "smallint",
    "TIME": "time without time zone",
    "TIMESTAMP": "timestamp without time zone",
    "VARCHAR": "text",
}


@pytest.fixture(scope="module")
def migrated(postgres: Server) -> Iterator[psycopg.Connection]:
    name = postgres.new_database()
    upgrade(postgres.url(name))
    with postgres.connect(name) as connection:
        yield connection


@pytest.fixture(scope="module")
def embedded(new_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(new_warehouse), read_only=True) as connection:
        yield connection


def test_tables_have_the_columns_types_and_meanings_of_duckdb(
    migrated: psycopg.Connection, embedded: duckdb.DuckDBPyConnection
) -> None:
    views = {
        f"{schema}.{name}"
        for schema, name in embedded.execute(
            "select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall()
    }
    said = [
        (schema, table, place, name, _TYPES.get(kind, kind.replace("DECIMAL", "numeric").replace(" ", "")), empty, told)
        for schema, table, place, name, kind, empty, told in embedded.execute(_DUCKDB_COLUMNS).fetchall()
    ]
    made = _rows(migrated, _COLUMNS)

    assert _named(made) == _named(said)
    assert _of_tables(made, views) == _of_tables(said, views)


def test_views_have_the_columns_and_meanings_of_duckdb(
    migrated: psycopg.Connection, embedded: duckdb.DuckDBPyConnection
) -> None:
    assert _rows(migrated, _RELATIONS) == embedded.execute(_DUCKDB_RELATIONS).fetchall()
    assert [row for row in _rows(migrated, _COLUMNS) if not row[-1]] == []


def test_keys_are_those_of_duckdb(migrated: psycopg.Connection, embedded: duckdb.DuckDBPyConnection) -> None:
    assert _rows(migrated, _KEYS) == embedded.execute(_DUCKDB_KEYS).fetchall()


def test_an_index_finds_the_days_of_every_table_that_is_published_by_days(
    migrated: psycopg.Connection, embedded: duckdb.DuckDBPyConnection
) -> None:
    partings = {table: parting_in(embedded, table) for table in kept_tables(embedded)}
    indexes = _rows(migrated, "select schemaname || '.' || tablename, indexdef from pg_indexes where indexdef ~ 'brin'")

    by_days = {table: parting.moment for table, parting in partings.items() if parting.moment}
    assert {table: definition.partition(" USING ")[2] for table, definition in indexes} == {
        table: f"brin ({moment}) WITH (autosummarize='on')" for table, moment in by_days.items()
    }


def test_the_second_of_two_hosts_is_migrated_where_the_first_is_down(postgres: Server) -> None:
    """libpq takes several hosts; SQLAlchemy took their list for one port."""
    name = postgres.new_database()

    upgrade(postgres.url(name).replace("@127.0.0.1:", f"@127.0.0.1:{free_port()},127.0.0.1:"))

    with postgres.connect(name) as connection:
        assert _rows(connection, "select count(*) from audit.alembic_version") == [(1,)]


def test_migrating_again_changes_nothing(migrated: psycopg.Connection, postgres: Server) -> None:
    before = _rows(migrated, "select oid, xmin::text from pg_class order by oid")

    upgrade(postgres.url(migrated.info.dbname))

    assert _rows(migrated, "select oid, xmin::text from pg_class order by oid") == before


def _rows(connection: psycopg.Connection, query: str) -> Rows:
    return connection.execute(query).fetchall()


def _named(rows: Rows) -> Rows:
    """All columns of tables and views, and what they mean."""
    return [(schema, relation, place, name, told) for schema, relation, place, name, _, _, told in rows]


def _of_tables(rows: Rows, views: set[str]) -> Rows:
    """Types and whether a cell may be empty: engines tell those of views differently."""
    return [row for row in rows if f"{row[0]}.{row[1]}" not in views]
