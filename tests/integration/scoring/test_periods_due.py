"""Which periods are scored after a load: none is left as it was while what it rests on moved."""

from datetime import UTC, datetime

import pytest

from etl.loads import close_load, reserve_load
from etl.score import periods_due, score
from etl.settings import Workspace
from tests.worlds.attendance import USUAL, nothing_changed, punches, put, refresh
from tests.worlds.delivered import REGISTERS, deliver, leave, punched
from warehouse.engines.duckdb import connect


def _known_through(workspace: Workspace, moment: str) -> None:
    with connect(workspace.warehouse) as warehouse:
        load_id, _ = reserve_load(warehouse, workspace, datetime.fromisoformat(moment).replace(tzinfo=UTC), 0)
        close_load(warehouse, load_id, 1)


@pytest.mark.parametrize(
    ("rated", "due"), [("2026-Q1", {"2026-01", "2026-02", "2026-03"}), ("2026-03", {"2026-02", "2026-03"})]
)
def test_a_rating_of_the_quarter_reaches_its_first_month(workspace: Workspace, rated: str, due: set[str]) -> None:
    """Rated on 10 April, when January had ended for more than 62 days: its additional income stayed empty for ever."""
    with connect(workspace.warehouse) as warehouse:
        put(warehouse, USUAL | {"punch": punches("2026-01-05 07:20", "2026-01-05 16:10")})
        nothing_changed(warehouse)
        refresh(warehouse, datetime(2026, 4, 10, tzinfo=UTC))
    _known_through(workspace, "2026-04-10")
    score(workspace, "2026-01")
    with connect(workspace.warehouse) as warehouse:
        given = f"| nip | period | result_rating | behaviour_rating |\n| 1001 | {rated} | 2 | 2 |"
        put(warehouse, {"assessment": given})

    assert {name for name in periods_due(workspace) if "2026-01" <= name < "2026-04"} == due


def test_a_letter_that_comes_months_later_makes_its_month_due_until_it_is_scored(workspace: Workspace) -> None:
    """Days and deductions of February had changed in June; what was to be paid for February had not."""
    came = punched("2026-02-02 07:20:00", "2026-06-02 07:20:00")
    deliver(workspace, "2026-06-03", **REGISTERS, finger=came)
    score(workspace, "2026-02")
    deliver(workspace, "2026-06-04", leave=leave("2026-02-03", "2026-02-06"))
    deliver(workspace, "2026-06-05")
    assert "2026-02" in periods_due(workspace)
    score(workspace, "2026-02")
    assert "2026-02" not in periods_due(workspace)
