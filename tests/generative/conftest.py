"""Thousands of worlds belong to the slow suites: what each rule says is shown by tests/spec with every change."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse import runs
from warehouse.engines.duckdb import connect


@pytest.fixture(scope="module")
def opened(shared_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(shared_warehouse) as connection:
        yield connection


@pytest.fixture(scope="module", autouse=True)
def runs_of_everybody() -> Iterator[None]:
    """Small worlds are computed run by run, like the days of everybody; as few persons they would be one run."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(runs, "AT_ONCE", 0)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
