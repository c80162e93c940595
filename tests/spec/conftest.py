"""The world of a chapter: ASCII tables in, an ASCII table out, and the page that shows them."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.spec.pages import RULES, Example, page_of, place_of
from tests.worlds.attendance import RULEBOOKS, USUAL, nothing_changed, put, refresh, rows_of, shown
from warehouse.engines.duckdb import connect
from warehouse.places import Places

CLOSED = timedelta(days=6)
"""By then every window of a date has closed; later days would only cost time."""
ORDER = {
    "attendance_day": "person_id, work_date, shift_no",
    "deduction_day": "person_id, work_date, shift_no, cause",
    "discipline_day": "person_id, work_date",
}


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


@pytest.fixture
def check(request: pytest.FixtureRequest, warehouse: duckdb.DuckDBPyConnection, examples: list[Example]) -> Check:
    """`check(expected, **tables)`: on the dates named in `expected` the table `into` holds just these rows and cells.

    `tables` are added to the usual agency (tests/worlds/attendance.py), or replace its table of that name. Without a
    row in `expected` nothing may stand there on the date `on`. `through` is the instant up to which windows close,
    long after where it is not given; `zone` that of the agency.
    """

    def _check(
        expected: str,
        *,
        into: str = "attendance_day",
        rulebook: str = "kepahiang",
        on: str | None = None,
        through: str | None = None,
        zone: str = "Asia/Jakarta",
        **tables: str,
    ) -> None:
        put(warehouse, USUAL | tables)
        nothing_changed(warehouse)
        wanted = rows_of(expected)
        last = max(str(row["work_date"]) for row in wanted or [{"work_date": on}])
        closed = datetime.fromisoformat(through) if through else datetime.fromisoformat(f"{last}T23:00Z") + CLOSED
        refresh(warehouse, closed, places=Places(zone), rulebooks=RULEBOOKS / rulebook)
        columns = ", ".join(cell.strip() for cell in expected.strip().splitlines()[0].strip().strip("|").split("|"))
        dates = ", ".join(f"date '{day}'" for day in [row["work_date"] for row in wanted] or [on])
        found = warehouse.execute(
            f"select {columns} from core.{into} where work_date in ({dates}) order by {ORDER[into]}"
        ).fetchall()
        assert shown(found) == [[cell or "" for cell in row.values()] for row in wanted]
        test = request.function.__name__
        parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
        examples.append(Example(test, parameters, rulebook, tables, into, expected))

    return _check
