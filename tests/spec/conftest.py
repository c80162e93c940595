"""The world of a chapter: ASCII tables in, an ASCII table out, and the page that shows them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.spec.pages import RULES, Example, page_of, place_of
from tests.spec.side_by_side import SideBySide, case_of, recorded
from warehouse.engines.duckdb import connect


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory, new_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb"
    shutil.copyfile(new_warehouse, path)
    with connect(path) as connection:
        # a chapter's tables are a few rows: more threads only wait for each other, a third of a test's time
        connection.execute("set threads = 1")
        yield connection


@pytest.fixture
def warehouse(opened: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty warehouse; whatever the test puts in is rolled back, temporary tables too."""
    opened.execute("begin transaction")
    yield opened
    opened.execute("rollback")


@pytest.fixture(scope="module")
def examples(request: pytest.FixtureRequest) -> Iterator[list[Example]]:
    """What the tests of a chapter showed; at its end the page in docs/rules must tell the same."""
    shown_by_tests: list[Example] = []
    yield shown_by_tests
    if not _is_whole(request, len(shown_by_tests)):
        return
    page = RULES / place_of(request.path)
    told = page_of(request.path, shown_by_tests)
    if request.config.getoption("--write-rules"):
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(told, encoding="utf-8")
    elif request.session.testsfailed == 0:
        written = page.read_text(encoding="utf-8") if page.is_file() else ""
        assert written == told, f"{page.name} is not current: make docs"


def _is_whole(request: pytest.FixtureRequest, count: int) -> bool:
    """Whether every test of the chapter ran here: a page of half a chapter is no page."""
    config = request.config
    chosen = [config.getoption(name, default=None) for name in ("keyword", "lf", "deselect")]
    here = [
        item
        for item in request.session.items
        if item.path == request.path and isinstance(item, pytest.Function) and "check" in item.fixturenames
    ]
    return count == len(here) > 0 and not any(chosen) and not any("::" in argument for argument in config.args)


Check = Callable[..., None]


@pytest.fixture(scope="module")
def side_by_side(request: pytest.FixtureRequest, opened: duckdb.DuckDBPyConnection) -> SideBySide:
    return SideBySide(opened, recorded(item for item in request.session.items if item.path == request.path))


@pytest.fixture
def check(request: pytest.FixtureRequest, side_by_side: SideBySide, examples: list[Example]) -> Check:
    """`check(expected, **tables)`: on the dates named in `expected` the table `into` holds just these rows and cells.

    `tables` are added to the usual agency (tests/worlds/attendance.py), or replace its table of that name. Without a
    row in `expected` nothing may stand there on the date `on`. `through` is the instant up to which windows close,
    long after where it is not given; `zone` that of the agency.
    """

    def _check(expected: str, **asked: str) -> None:
        case = case_of(expected, **asked)
        assert side_by_side.of(case) == [[cell or "" for cell in row.values()] for row in case.wanted]
        parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
        test = request.function.__name__
        examples.append(Example(test, parameters, case.rulebook, dict(case.tables), case.into, expected))

    return _check
