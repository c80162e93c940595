"""`board.*` shows the same on PostgreSQL as on DuckDB, and something in every view."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
from psycopg import sql

from tests.postgres import Server
from tests.worlds.boarded import rows
from warehouse.migrate import upgrade
from warehouse.schema.board import board_views

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def embedded(shared_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(shared_warehouse)) as connection:
        for table, row in rows():
            columns = ", ".join(f"? as {name}" for name in row)
            connection.execute(f"insert into {table} by name select {columns}", list(row.values()))
        yield connection


@pytest.fixture(scope="module")
def served(postgres: Server) -> Iterator[psycopg.Connection]:
    database = postgres.new_database()
    upgrade(postgres.url(database))
    with postgres.connect(database) as connection:
        for table, row in rows():
            statement = sql.SQL("insert into {} ({}) values ({})").format(
                sql.Identifier(*table.split(".")),
                sql.SQL(", ").join(map(sql.Identifier, row)),
                sql.SQL(", ").join(sql.Placeholder() * len(row)),
            )
            connection.execute(statement, list(row.values()))
        yield connection


@pytest.mark.parametrize("view", board_views(), ids=lambda view: view.name)
def test_a_view_shows_the_same_on_both_engines(
    embedded: duckdb.DuckDBPyConnection, served: psycopg.Connection, view: Any
) -> None:
    query = f"select {', '.join(view.columns)} from board.{view.name}"
    shown = embedded.execute(query).fetchall()

    assert shown != []
    assert sorted(map(repr, served.execute(query).fetchall())) == sorted(map(repr, shown))  # type: ignore[call-overload] # the names are ours
