"""`board.*` shows the same on PostgreSQL as on DuckDB, and something in every view."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
from psycopg import sql

from etl.serving.server import SHOWN
from etl.serving.server_tables import copy_answer
from tests.postgres import Server
from tests.worlds.boarded import rows
from warehouse.engines.postgresql import open_server
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
def served(postgres: Server, embedded: duckdb.DuckDBPyConnection) -> Iterator[psycopg.Connection]:
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
        with open_server(postgres.url(database)) as server:
            for table, (view, _) in SHOWN.items():
                copy_answer(embedded, server, table, view)
            server.commit()
        yield connection


@pytest.mark.parametrize("view", board_views(), ids=lambda view: view.name)
def test_a_view_shows_the_same_on_both_engines(
    embedded: duckdb.DuckDBPyConnection, served: psycopg.Connection, view: Any
) -> None:
    query = f"select {', '.join(view.columns)} from board.{view.name}"
    shown = embedded.execute(query).fetchall()

    assert shown != []
    assert sorted(map(repr, served.execute(query).fetchall())) == sorted(map(repr, shown))  # type: ignore[call-overload] # the names are ours


@pytest.mark.parametrize("table", SHOWN)
def test_what_takes_a_server_long_is_computed_in_the_workspace_whatever_it_rests_on(
    served: psycopg.Connection, table: str
) -> None:
    view, inputs = SHOWN[table]
    queries = {f"{one.schema}.{one.name}": one.query for one in board_views()}
    read = {name for text in _texts(view, queries) for name in re.findall(r"\b(?:core|mart|audit)\.\w+", text)}

    assert inputs == read
    plan = served.execute(f"explain verbose select * from {view}".encode()).fetchall()
    assert table in str(plan)
    assert "core." not in str(plan)


def _texts(view: str, queries: dict[str, str]) -> list[str]:
    """The query of a view, and those of the views in it."""
    text = queries[view]
    return [text, *(one for name in queries if name != view and name in text for one in _texts(name, queries))]
