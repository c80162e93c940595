"""What OpenLineage events tell: valid, true to the commit, silent about persons."""

import base64
import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from etl import inbox, nightly
from etl.anchor import anchor
from etl.errors import WrongUsage
from etl.ledger.export import export_path
from etl.ledger.merkle import leaf_hash, root_of
from etl.openlineage.delivery import events_file
from etl.publish import publish
from etl.replay import replay
from etl.sample import generate
from etl.score import score
from etl.settings import Workspace
from etl.withdraw import withdraw
from etl.workspace import make_workspace
from tests.integration.loading.conftest import THROUGH, day_of, dump
from tests.openlineage_schema import ends_of, events_of
from warehouse.engines.duckdb import connect

FILES = {
    "employees/employees_2026-08-01.csv": "nip,name,unit_code,status,valid_from\n"
    "198001012010011001,Sari Wulandari,DINAS,ACTIVE,2020-01-01\n"
    "198102022011012002,Budi Hartono,DINAS,ACTIVE,2020-01-01\n",
    "units/units_2026-08-01.csv": "unit_code,name,unit_type,work_pattern,valid_from\n"
    "DINAS,Dinas,OFFICE,FIVE_DAY,2020-01-01\n",
    "pin_map/Sari Wulandari 2026-08-01.csv": "device_id,pin,nip,valid_from\n"
    "*,1,198001012010011001,2020-01-01\n*,2,198102022011012002,2020-01-01\n*,3,1981-broken-2002,2020-01-01\n",
    "finger/1_attlog.dat": dump(
        *day_of(1, "2026-07-01"), *day_of(2, "2026-07-02"), (1, "2000-01-01 00:00:00")
    ).decode(),
}


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory, empty_workspace: Workspace) -> Workspace:
    """Two employees loaded, scored, published, corrected: every kind of run, and one that fails."""
    workspace = Workspace(tmp_path_factory.mktemp("agency") / "home")
    shutil.copytree(empty_workspace.home, workspace.home)
    for name, content in FILES.items():
        path = workspace.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inbox, "SETTLE_SECONDS", 0.0)
        nightly.load(workspace, THROUGH)
    score(workspace, "2026-07")
    with pytest.raises(WrongUsage):
        publish(workspace, "2026-07", by="Kepala Dinas", accept_unknown=None)
    publish(workspace, "2026-07", by="Kepala Dinas", accept_unknown="mesin rusak")
    replay(workspace)
    withdraw(workspace, _file_id(workspace, "zk_attlog"), "salah mesin")
    score(workspace, "2026-07")
    score(workspace, "2026-07")
    return workspace


def _file_id(workspace: Workspace, kind: str) -> int:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        found = warehouse.execute("select min(file_id) from audit.source_file where kind = ?", [kind]).fetchone()
    return int(found[0]) if found else 0


def _complete(events: list[dict[str, Any]], job: str) -> dict[str, Any]:
    return next(one for one in events if one["job"]["name"] == job and one["eventType"] == "COMPLETE")


def test_every_run_begins_once_and_ends_once(agency: Workspace) -> None:
    events = events_of(events_file(agency))

    assert ends_of(events) == {
        "load": ["START>COMPLETE"],
        "score": ["START>COMPLETE"] * 3,
        "publish": ["START>FAIL", "START>COMPLETE"],
        "replay": ["START>COMPLETE"],
        "withdraw": ["START>COMPLETE"],
    }


def test_a_load_tells_files_judgements_tables_and_totals(agency: Workspace) -> None:
    told = _complete(events_of(events_file(agency)), "load")
    with connect(agency.warehouse, read_only=True) as warehouse:
        files = warehouse.execute(
            "select sha256, records from audit.source_file where load_id = 1 order by 1"
        ).fetchall()
        judged = warehouse.execute("select count(*) from audit.validation where load_id = 1").fetchone()
        total = warehouse.execute("select sum(records)::bigint from audit.source_file where load_id = 1").fetchone()

    archived = [one for one in told["inputs"] if one["name"].startswith("archive/")]
    assertions = [one["inputFacets"].get("dataQualityAssertions", {"assertions": []}) for one in told["inputs"]]
    (totals,) = told["run"]["facets"]["test"]["tests"]
    outputs = {one["name"]: one for one in told["outputs"]}
    assert sorted(
        (one["name"].rpartition("/")[2], one["inputFacets"]["inputStatistics"]["rowCount"]) for one in archived
    ) == [tuple(row) for row in files]
    assert (sum(len(one["assertions"]) for one in assertions),) == judged
    assert (totals["status"], int(totals["expected"])) == ("pass", *(total or ()))
    assert {"core.attendance_day", "core.deduction_day", "core.discipline_day", "core.punch"} <= set(outputs)
    assert outputs["core.punch"]["facets"]["version"]["datasetVersion"] == "load-1"
    assert "person_id" in {one["name"] for one in outputs["core.attendance_day"]["facets"]["schema"]["fields"]}
    assert "as worked_minutes" in told["job"]["facets"]["sql"]["query"]


def test_a_scoring_tells_facts_rulebooks_and_rows_of_its_revision(agency: Workspace) -> None:
    events = events_of(events_file(agency))
    first = _complete(events, "score")
    last = [one for one in events if one["job"]["name"] == "score"][-1]
    with connect(agency.warehouse, read_only=True) as warehouse:
        rows = warehouse.execute("select count(*) from mart.performance_period where revision = 1").fetchone()

    outputs = {one["name"]: one["outputFacets"]["outputStatistics"]["rowCount"] for one in first["outputs"]}
    assert (outputs["mart.performance_period"],) == rows
    assert outputs["mart.score_component"] == 8 * outputs["mart.performance_period"]
    assert {"core.attendance_day", "rulebooks"} <= {one["name"] for one in first["inputs"]}
    assert first["run"]["facets"]["nominalTime"]["nominalStartTime"] == "2026-06-30T17:00:00.000000Z"
    (figures,) = (one for one in first["outputs"] if one["name"] == "mart.performance_period")
    assert figures["facets"]["columnLineage"]["fields"]["working_days"]["inputFields"] == [
        {
            "namespace": "duckdb://kinerja-kepahiang",
            "name": "core.attendance_day",
            "field": "status",
            "transformations": [{"type": "DIRECT"}],
        }
    ]
    assert (last["eventType"], last["outputs"]) == ("COMPLETE", []), "nothing changed"


def test_a_run_that_wrote_tells_size_and_root_of_the_log_with_what_it_wrote(agency: Workspace) -> None:
    events = events_of(events_file(agency))
    lines = export_path(agency).read_bytes().splitlines()
    ended = [one for one in events if one["eventType"] != "START"]

    logged = {"load": "LOAD_COMMITTED", "replay": "LOAD_COMMITTED", "withdraw": "LOAD_COMMITTED"}
    logged |= {"score": "PERIOD_SCORED", "publish": "PERIOD_PUBLISHED"}
    seen = 0
    for event in ended:
        told = event["run"]["facets"]["kinerja_evidence"]
        if event["eventType"] == "FAIL":
            assert "log_size" not in told
            continue
        size = told["log_size"]
        assert told["log_root"] == base64.b64encode(root_of([*map(leaf_hash, lines[:size])])).decode()
        entry = json.loads(lines[size - 1])
        assert (entry["kind"], size >= seen) == (logged[event["job"]["name"]], True)
        if "load_id" in entry["content"]:
            assert entry["content"]["load_id"] == told["load_id"]
        seen = size
    assert seen == len(lines)
    numbers = [one["run"]["facets"]["kinerja_evidence"]["outbox_seq"] for one in ended]
    assert numbers == [place for place, one in enumerate(events, start=1) if one["eventType"] != "START"]


def test_a_run_names_the_newest_anchor_on_record(workspace: Workspace, load, tmp_path: Path) -> None:
    load()
    kept = anchor(workspace, tmp_path / "anchors")
    score(workspace, "2026-07")

    events = events_of(events_file(workspace))
    before, after = (_complete(events, job)["run"]["facets"]["kinerja_evidence"] for job in ("load", "score"))
    assert "anchor" not in before
    assert (after["anchor"], after["anchor_size"]) == (kept.digest, kept.size)
    assert kept.size == before["log_size"] < after["log_size"]


def test_no_event_tells_a_number_a_name_a_value_or_a_place(agency: Workspace) -> None:
    assert {"Sari Wulandari", "198102022011012002", "1981-broken-2002"} <= _private(agency)
    assert _told_of(agency) == []


@pytest.mark.slow
def test_no_event_of_a_sample_agency_tells_anything_of_a_person(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    make_workspace(workspace, "kepahiang")
    generate(workspace, "kepahiang", 40, date(2026, 1, 1), date(2026, 1, 31), 7, lambda *_: None)
    nightly.load(workspace, datetime(2026, 2, 28, 17, tzinfo=UTC))
    score(workspace, "2026-01")
    publish(workspace, "2026-01", by="Kepala Dinas", accept_unknown="mesin rusak")

    assert events_of(events_file(workspace))
    assert len(_private(workspace)) > 100
    assert _told_of(workspace) == []


def _private(workspace: Workspace) -> set[str]:
    """Numbers and names of persons, refused values, names of files, what people typed, and where the workspace is."""
    with connect(workspace.warehouse, read_only=True) as warehouse:
        rows = warehouse.execute(
            "select unnest([nip, name]) from core.employees "
            "union select value from audit.quarantine where length(value) > 5 "
            "union select original_name from audit.source_file"
        ).fetchall()
    typed = {str(workspace.home), "Kepala Dinas", "mesin rusak", "salah mesin"}
    return typed | {value for (value,) in rows if value}


def _told_of(workspace: Workspace) -> list[str]:
    text = events_file(workspace).read_text(encoding="utf-8")
    return [value for value in sorted(_private(workspace)) if value in text]


def test_the_outbox_keeps_no_text_of_what_was_delivered(agency: Workspace) -> None:
    with connect(agency.warehouse, read_only=True) as warehouse:
        rows = warehouse.execute("select seq, event, delivered_at from audit.lineage_outbox order by seq").fetchall()

    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert all(row[1] is None and row[2] is not None for row in rows)
