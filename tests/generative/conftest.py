"""Thousands of worlds belong to the slow suites: what each rule says is shown by tests/spec with every change."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.engines.duckdb import connect


@pytest.fixture(scope="module")
def opened(shared_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(shared_warehouse) as connection:
        yield connection


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
