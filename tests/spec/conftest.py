"""The world of a chapter: ASCII tables in, an ASCII table out."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.worlds.attendance import USUAL, days, nothing_changed, put, refresh, rows_of, shown
from warehouse.engines.duckdb import connect
from warehouse.migrate import create_warehouse


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb"
    create_warehouse(path)
    return path


@pytest.fixture
def warehouse(empty_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty warehouse; whatever the test puts in is rolled back."""
    with connect(empty_warehouse) as connection:
        connection.execute("begin transaction")
        yield connection
        connection.execute("rollback")


Check = Callable[..., None]


@pytest.fixture
def check(warehouse: duckdb.DuckDBPyConnection) -> Check:
    """`check(expected, **tables)`: the days named in `expected` have the cells that stand there.

    `tables` are added to the usual agency (tests/worlds/attendance.py), or replace its table of that name.
    """

    def _check(expected: str, **tables: str) -> None:
        put(warehouse, USUAL | tables)
        nothing_changed(warehouse)
        refresh(warehouse)
        wanted = rows_of(expected)
        columns = list(wanted[0])
        dates = ", ".join(f"date '{row['work_date']}'" for row in wanted)
        found = shown(days(warehouse, ", ".join(columns), f"work_date in ({dates})"))
        assert found == [[cell or "" for cell in row.values()] for row in wanted]

    return _check
