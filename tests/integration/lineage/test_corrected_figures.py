"""Figures that a correction moved: each lists it, follows from what is told, and comes back when it is withdrawn."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from etl import inbox
from etl.explain import explain
from etl.impact import impact
from etl.nightly import load
from etl.score import score
from etl.settings import Workspace
from etl.status import exact
from etl.withdraw import withdraw
from tests.integration.lineage.conftest import PERIOD
from tests.worlds.explained import figures_of
from warehouse.engines.duckdb import connect

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
NIGHT = datetime.fromisoformat("2026-04-06T01:00:00+07:00")
HEADING = (
    "correction_no,record_type,matching,expected_count,action,replacement,reason,requested_by,requested_at,"
    "outcome,decided_by,decided_at,document_no"
)
_WRONG = {
    "punch": """
        select 'pin=' || pin || '; punched_at=' || strftime(punched_at, '%Y-%m-%d %H:%M:%S'),
            'punched_at=' || strftime(punched_at - interval 90 minutes, '%Y-%m-%d %H:%M:%S')
        from core.punch
        join core.attendance_day as day
            on day.first_punch_file_id = punch.file_id and day.first_punch_record_no = punch.record_no
        where day.status = 'PRESENT' and day.late_minutes > 0
        order by day.late_minutes desc, punch.file_id, punch.record_no limit 1
    """,
    "service_event": """
        select 'app=' || app || '; case_id=' || case_id || '; event=COMPLETED', '' from core.service_event
        where event = 'COMPLETED' and occurred_at >= date '2026-03-02' order by occurred_at, case_id limit 1
    """,
    "target": f"""
        select 'nip=' || nip || '; indicator_code=' || indicator_code || '; period=' || period, 'realised=0'
        from core.target where period = '{PERIOD}' and realised > 0 and nip is not null
        order by nip, indicator_code limit 1
    """,
}
"""Record type -> what names a wrong record, and what it should say; nothing: it is disregarded."""


def _ask(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


def _figures(workspace: Workspace) -> dict[tuple[str, str], Any]:
    """(person, component) -> score, of the newest revision."""
    return {
        (person, component): value
        for person, component, value in _ask(
            workspace,
            "select person_id, component, max_by((raw_value, score, evidence_count, reason), revision) "
            f"from mart.score_component where period = '{PERIOD}' group by all",
        )
    }


@pytest.mark.parametrize("record", _WRONG)
def test_a_corrected_record_moves_only_figures_that_list_it_and_they_follow_from_what_is_told(
    scored: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: str
) -> None:
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.0)
    shutil.copytree(scored.home, tmp_path / "home")
    workspace = Workspace(tmp_path / "home")
    before = _figures(workspace)
    ((matching, replacement),) = _ask(workspace, _WRONG[record])
    (asker, decider), *_ = _ask(workspace, "select min(nip), max(nip) from core.employees")
    row = (
        f"K-1,{record},{matching},1,{'REPLACE' if replacement else 'DISREGARD'},{replacement},why,{asker},"
        f"2026-04-03 08:00:00,ACCEPTED,{decider},2026-04-04 08:00:00,800/1"
    )
    (workspace.inbox / "correction" / "correction_2026-04-05.csv").write_text(f"{HEADING}\n{row}\n", encoding="utf-8")
    sources = workspace.home / "sources.toml"
    roomy = 'kind = "correction"\nmax_shrink = 1'
    sources.write_text(sources.read_text(encoding="utf-8").replace('kind = "correction"', roomy), encoding="utf-8")

    load(workspace, NIGHT)
    score(workspace, PERIOD)

    assert _ask(workspace, "select state, reason_code from core.correction_state") == [("APPLIED", None)]
    after = _figures(workspace)
    moved = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert moved
    (file_id,) = _ask(workspace, "select max(file_id) from core.correction")[0]
    ((origin, line),) = _ask(workspace, "select distinct file_id, record_no from core.corrected_record")
    for place in (f"{file_id}:2", f"{origin}:{line}"):
        assert moved <= {(one["person_id"], one["component"]) for one in impact(workspace, place).figures}
    for person in sorted({person for person, _ in moved}):
        ((nip,),) = _ask(workspace, f"select max(nip) from mart.performance_period where person_id = '{person}'")
        told = json.loads(json.dumps(explain(workspace, nip, PERIOD), default=exact))
        shown = {name: None if value is None else str(value) for name, value in figures_of(told).items()}
        assert shown == {name: told["figure"][name] for name in shown}

    withdraw(workspace, file_id, "uji")
    score(workspace, PERIOD)
    assert _figures(workspace) == before
