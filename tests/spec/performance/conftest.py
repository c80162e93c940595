"""The world of a scoring chapter: facts in, what a period says of them out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from etl.rulebook import rulebooks_of
from tests.spec.pages import Example
from tests.worlds.attendance import RULEBOOKS, USUAL, nothing_changed, punches, put, refresh, rows_of, shown
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period

ONE_DAY = {"punch": punches("2026-02-02 07:20", "2026-02-02 16:10")}
"""Without a single punch no day exists, and nobody is in the period."""
ORDER = {"mart.score_component": "person_id, component", "scoring.unit_satisfaction": "unit_code nulls last"}

Check = Callable[..., None]


@pytest.fixture
def check(
    request: pytest.FixtureRequest, warehouse: duckdb.DuckDBPyConnection, examples: list[Example], tmp_path: Path
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
        put(warehouse, USUAL | ONE_DAY | tables)
        nothing_changed(warehouse)
        folder = _with(rule, RULEBOOKS / rulebook, tmp_path) if rule else RULEBOOKS / rulebook
        asked, books = parse_period(period), rulebooks_of(folder)
        known = datetime.fromisoformat(through or str(asked.last)).replace(tzinfo=UTC)
        refresh(warehouse, known + timedelta(days=6), rulebooks=folder)
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
