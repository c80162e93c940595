"""A server of PostgreSQL shows what the warehouse holds, after every step."""

from datetime import date, datetime
from pathlib import Path

import pytest

from etl import inbox
from etl.confirmation import confirm
from etl.nightly import load
from etl.publish import publish
from etl.replay import replay
from etl.sample.generating import generate
from etl.score import score
from etl.settings import Workspace
from etl.withdraw import withdraw
from etl.workspace import make_workspace
from tests.worlds.served import differences, rows_on

pytestmark = pytest.mark.slow
NIGHT = datetime.fromisoformat("2026-03-02T01:00:00+07:00")


def test_the_same_agency_is_the_same_in_duckdb_and_in_postgresql_after_every_step(
    tmp_path: Path, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.0)
    workspace = Workspace(tmp_path / "home", served)
    make_workspace(workspace, "kepahiang")
    generate(workspace, "kepahiang", 40, date(2026, 2, 1), date(2026, 2, 28), 1)
    steps = {
        "load": lambda: load(workspace, NIGHT),
        "score": lambda: score(workspace, "2026-02"),
        "publish": lambda: publish(workspace, "2026-02", by="head", accept_unknown="a sample"),
        "confirm": lambda: confirm(workspace, "kepahiang", on=None, decree="1/2026", by="head"),
        "replay": lambda: replay(workspace, None),
        "withdraw": lambda: withdraw(workspace, 3, "the wrong device"),
        "score again": lambda: score(workspace, "2026-02"),
    }

    for name, step in steps.items():
        step()
        assert differences(workspace.warehouse, served) == {}, name
    days = rows_on(served, "select count(*) > 500, count(distinct status) > 3 from core.attendance_day")
    assert days == [(True, True)]
    assert rows_on(served, "select max(revision) from mart.performance_period") == [(2,)]
