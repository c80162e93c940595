"""`kinerja fairness`: no name, nothing hostile runs, objections stand beside their figure, nothing is written."""

from datetime import UTC, datetime

import pytest

from etl.durable import sha256_of
from etl.errors import WrongUsage
from etl.fairness import read_fairness
from etl.fairness_summary import print_fairness
from etl.loads import close_load, reserve_load
from etl.score import score
from etl.settings import Workspace
from tests.worlds.attendance import USUAL, nothing_changed, punches, put, refresh
from warehouse.engines.duckdb import connect

ENDED = datetime(2026, 3, 10, tzinfo=UTC)
HOSTILE = """
| unit_code | name                      | unit_type | work_pattern | valid_from |
| DINAS     | <script>alert(1)</script> | OFFICE    | FIVE_DAY     | 2020-01-01 |
"""
OBJECTIONS = """
| objection_no | nip  | period  | component  | filed_at         | decided_at       | outcome  |
| K1           | 1001 | 2026-02 | DISCIPLINE | 2026-03-05 09:00 |                  | PENDING  |
| K2           | 1001 | 2026-02 |            | 2099-01-01 09:00 | 2099-01-03 10:00 | REJECTED |
"""


@pytest.fixture
def scored(workspace: Workspace) -> Workspace:
    """Sari's February, one minute late on its only day, with two objections."""
    late = punches("2026-02-02 07:31", "2026-02-02 16:10")
    with connect(workspace.warehouse) as warehouse:
        put(warehouse, USUAL | {"units": HOSTILE, "punch": late, "objection": OBJECTIONS})
        nothing_changed(warehouse)
        refresh(warehouse, ENDED)
        load_id, _ = reserve_load(warehouse, workspace, ENDED, 0)
        close_load(warehouse, load_id, 1)
    score(workspace, "2026-02")
    return workspace


def test_the_report_escapes_names_and_tells_no_person(scored: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    before = sha256_of(scored.warehouse)
    fairness = read_fairness(scored, "2026-02")
    told = {}
    for output in ("table", "csv", "html"):
        print_fairness(fairness, output, raters=False)
        told[output] = capsys.readouterr().out

    assert "<script>" not in told["html"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told["html"]
    assert not any("1001" in text or "sari" in text for text in told.values())
    assert "no proof of bias" in told["table"]
    assert "bukan bukti" in told["html"]
    assert sha256_of(scored.warehouse) == before


def test_an_objection_stands_beside_its_figure_then_and_now(scored: Workspace) -> None:
    """The period was scored after the first objection and before the second."""
    with connect(scored.warehouse, read_only=True) as warehouse:
        found = warehouse.execute(
            "select objection_no, state, outcome, days_open, revision_then, revision_now, "
            "value_now is not null from mart.objection_now order by objection_no"
        ).fetchall()

    assert found == [
        ("K1", "OPEN", None, 5, None, 1, True),
        ("K2", "DECIDED", "REJECTED", 2, 1, 1, False),
    ]
    counts = read_fairness(scored, "2026-02").objections
    assert (counts["filed"], counts["open"], counts["rejected"], counts["longest_open_days"]) == (2, 1, 1, 5)


def test_a_period_that_was_not_scored_is_wrong_usage(workspace: Workspace) -> None:
    with pytest.raises(WrongUsage, match="kinerja score 2026-02"):
        read_fairness(workspace, "2026-02")
