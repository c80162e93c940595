"""The world of a scoring chapter: facts in, what a period says of them out."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from etl.rulebook import rulebooks_of
from tests.spec.pages import Example
from tests.worlds.attendance import RULEBOOKS, USUAL, nothing_changed, punches, put, refresh, rows_of, shown
from warehouse.accounts import ACCOUNTS
from warehouse.attendance import facts_read
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period

ONE_DAY = {"punch": punches("2026-02-02 07:20", "2026-02-02 16:10")}
"""Without a single punch no day exists, and nobody is in the period."""
ORDER = {"mart.score_component": "person_id, component", "scoring.unit_satisfaction": "unit_code nulls last"}

Check = Callable[..., None]
Judged = dict[tuple[object, ...], dict[str, pa.Table]]
"""The days and accounts of worlds that are one for attendance, judged once."""


@pytest.fixture(scope="module")
def judged() -> Judged:
    return {}


def judge_days(
    warehouse: duckdb.DuckDBPyConnection, judged: Judged, through: datetime, rulebooks: Path, given: Mapping[str, str]
) -> None:
    """Days and accounts as `refresh` computes them, or as it computed them for a world that attendance cannot tell."""
    read = facts_read()
    seen = tuple((name, table) for name, table in given.items() if f"core.{name}" in read)
    key = (through, rulebooks.joinpath("2025.toml").read_bytes(), seen)
    if key in judged:
        for table, rows in judged[key].items():
            warehouse.register("judged", rows)
            warehouse.execute(f"insert into {table} by name select * from judged")
            warehouse.unregister("judged")
        return
    refresh(warehouse, through, rulebooks=rulebooks)
    judged[key] = {table: warehouse.execute(f"from {table}").to_arrow_table() for table in ACCOUNTS}


@pytest.fixture
def check(
    request: pytest.FixtureRequest,
    warehouse: duckdb.DuckDBPyConnection,
    examples: list[Example],
    judged: Judged,
    tmp_path: Path,
) -> Check:
    """`check(expected, period=..., into=..., **tables)`: the rows that the first column names are just these.

    The period has ended and all its days have closed, unless `through` (a date) says what is known. `rule`: a line
    of the rulebook and another instead of it.
    """

    def _check(
        expected: str,
        *,
        period: str = "2026-02",
        into: str = "mart.performance_period",
        rulebook: str = "kepahiang",
        through: str | None = None,
        rule: tuple[str, str] | None = None,
        **tables: str,
    ) -> None:
        given = USUAL | ONE_DAY | tables
        put(warehouse, given)
        nothing_changed(warehouse)
        folder = _with(rule, RULEBOOKS / rulebook, tmp_path) if rule else RULEBOOKS / rulebook
        asked, books = parse_period(period), rulebooks_of(folder)
        known = datetime.fromisoformat(through or str(asked.last)).replace(tzinfo=UTC)
        judge_days(warehouse, judged, known + timedelta(days=6), folder, given)
        table = into.partition(".")[2].replace("score_component", "component")
        compute_period(warehouse, asked, books, through=known.date(), wanted=[table])
        wanted = rows_of(expected)
        columns = ", ".join(wanted[0])
        key = next(iter(wanted[0]))
        keys = ", ".join(sorted({f"'{row[key] or ''}'" for row in wanted}))
        found = warehouse.execute(
            f"select {columns} from {table} "
            f"where coalesce({key}::varchar, '') in ({keys}) order by {ORDER.get(into, 'all')}"
        ).fetchall()
        assert shown(found) == [[cell or "" for cell in row.values()] for row in wanted]
        parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
        told = f"{rulebook}, with {rule[1]}" if rule else rulebook
        examples.append(Example(request.function.__name__, parameters, told, tables, into, expected))

    return _check


def _with(rule: tuple[str, str], rulebook: Path, into: Path) -> Path:
    """A folder with the rulebook, a line of which is another."""
    text = (rulebook / "2025.toml").read_text(encoding="utf-8")
    assert text.count(rule[0]) == 1
    (into / "2025.toml").write_text(text.replace(*rule), encoding="utf-8")
    return into
