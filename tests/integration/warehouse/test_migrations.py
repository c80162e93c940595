"""The migrations and the schema say the same, and a migrated warehouse explains itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import create_engine
from sqlalchemy.schema import CreateSchema

from etl.records import RECORDS
from warehouse.migrate import create_warehouse, upgrade
from warehouse.schema import SCHEMAS, metadata
from warehouse.schema.views import views

_CATALOGUE = {
    "columns": """
        select schema_name, table_name, column_index, column_name, data_type, is_nullable, column_default, comment
        from duckdb_columns() where not internal and table_name <> 'alembic_version' order by all
    """,
    "tables": """
        select schema_name, table_name, comment from duckdb_tables() where table_name <> 'alembic_version'
        union all select schema_name, view_name, comment from duckdb_views() where not internal order by all
    """,
    "keys": """
        select schema_name, table_name, constraint_type, constraint_column_names from duckdb_constraints()
        where constraint_type <> 'NOT NULL' and table_name <> 'alembic_version' order by all
    """,
    "indexes": "select schema_name, table_name, sql from duckdb_indexes() order by all",
    "views": "select schema_name, view_name, sql from duckdb_views() where not internal order by all",
    "schemas": "select schema_name from duckdb_schemas() where not internal order by all",
}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("migrated") / "warehouse.duckdb"
    create_warehouse(path)
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("declared") / "warehouse.duckdb"
    engine = create_engine(f"duckdb:///{path}")
    with engine.begin() as connection:
        for schema in SCHEMAS:
            connection.execute(CreateSchema(schema))
        metadata().create_all(connection)
        for view in views():
            for statement in view.statements():
                connection.exec_driver_sql(statement)
    engine.dispose()
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("part", _CATALOGUE)
def test_the_migrations_make_what_the_schema_declares(
    migrated: duckdb.DuckDBPyConnection, declared: duckdb.DuckDBPyConnection, part: str
) -> None:
    made, said = _rows(migrated, _CATALOGUE[part]), _rows(declared, _CATALOGUE[part])

    assert [row for row in said if row not in made] == [], "a migration is missing"
    assert [row for row in made if row not in said] == [], "the schema no longer says this"


def test_every_table_view_and_column_is_explained_in_the_database_itself(migrated: duckdb.DuckDBPyConnection) -> None:
    tables = "select schema_name, table_name from duckdb_tables() where comment is null"
    shown = "select schema_name, view_name from duckdb_views() where not internal and comment is null"
    columns = "select schema_name, table_name, column_name from duckdb_columns() where not internal and comment is null"

    assert _rows(migrated, tables) + _rows(migrated, shown) + _rows(migrated, columns) == []


@pytest.mark.parametrize("name", RECORDS)
def test_a_fact_has_the_types_that_were_staged(migrated: duckdb.DuckDBPyConnection, name: str) -> None:
    types = dict(
        _rows(
            migrated,
            f"select column_name, data_type from duckdb_columns() where schema_name = 'core' and table_name = '{name}'",
        )
    )

    assert {one.name: one.sql_type for one in RECORDS[name].columns} == {
        one: types[one] for one in RECORDS[name].column_names
    }


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    create_warehouse(path)
    before = path.read_bytes()

    upgrade(f"duckdb:///{path}")

    assert before == path.read_bytes()


def test_migrating_is_silent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level("INFO", logger="root"):
        create_warehouse(tmp_path / "warehouse.duckdb")

    assert [record for record in caplog.records if record.name.startswith(("alembic", "sqlalchemy"))] == []
    assert capfd.readouterr() == ("", "")


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()
