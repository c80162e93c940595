"""A run has one START and one end in its events, whether it fails, is killed, or waits for its next step."""

import json
import os
import subprocess
import sys
import textwrap
from collections import Counter
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from etl import commit as commit_module
from etl import nightly
from etl.errors import KinerjaError
from etl.loads import reserve_load
from etl.openlineage.delivery import events_file
from etl.score import score
from etl.settings import Workspace
from etl.withdraw import withdraw
from tests.integration.loading.conftest import THROUGH, Put, Rows, day_of, dump
from tests.openlineage_schema import check, ends_of, events_of
from warehouse.engines.duckdb import connect

CRASHING = textwrap.dedent(
    """
    import importlib, os, sys
    from datetime import UTC, datetime
    from pathlib import Path
    home, module, name = sys.argv[1:]
    from etl import nightly
    from etl.settings import Workspace
    setattr(importlib.import_module(module), name, lambda *arguments, **named: os._exit(137))
    nightly.load(Workspace(Path(home)), datetime(2026, 7, 31, 17, tzinfo=UTC))
    """
)


def test_a_load_that_fails_tells_no_output_and_no_value(
    workspace: Workspace, rows: Rows, load, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise ValueError("198001012010011001 at /srv/office")

    monkeypatch.setattr(commit_module, "refuse_unclosed", stumble)
    with pytest.raises(ValueError, match="198001"):
        load()
    monkeypatch.undo()
    states = rows("select load_id, state from audit.load")
    load()

    events = events_of(events_file(workspace))
    failed = next(one for one in events if one["eventType"] == "FAIL")
    assert states == [(1, "ABANDONED")]
    assert ends_of(events) == {"load": ["START>FAIL", "START>COMPLETE"]}
    assert failed["outputs"] == []
    assert set(failed["run"]["facets"]["kinerja_evidence"]) == {"_producer", "_schemaURL", "outbox_seq", "reason"}
    assert failed["run"]["facets"]["errorMessage"]["message"] == "ValueError"


@pytest.mark.parametrize(
    ("module", "name", "runs"),
    [
        ("etl.nightly", "write_plan", ["START>FAIL", "START>COMPLETE"]),
        ("etl.nightly", "deliver_to_file", ["START>COMPLETE"] * 2),
        ("etl.openlineage.delivery", "_note", ["START>COMPLETE"] * 2),
        ("etl.serving.serve", "serve", ["START>COMPLETE"] * 2),
    ],
    ids=["reserved", "committed", "written but not noted", "delivered"],
)
def test_a_killed_run_has_one_end(workspace: Workspace, module: str, name: str, runs: list[str]) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", CRASHING, str(workspace.home), module, name],
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        check=False,
        capture_output=True,
    )
    nightly.load(workspace, THROUGH)

    events = events_of(events_file(workspace))
    distinct = {(one["run"]["runId"], one["eventType"]): one for one in events}
    assert killed.returncode == 137, killed.stderr.decode()
    assert ends_of(list(distinct.values())) == {"load": runs}
    assert Counter(json.dumps(one) for one in events).most_common(1)[0][1] <= 2, "again only what a kill left unnoted"


def test_a_load_that_waits_for_its_next_step_is_not_closed_by_a_scoring(workspace: Workspace) -> None:
    load_id = nightly.open_load(workspace, THROUGH)
    score(workspace, "2026-07")
    nightly.commit_load(workspace, load_id)
    nightly.finish_load(workspace, load_id)

    assert ends_of(events_of(events_file(workspace))) == {"load": ["START>COMPLETE"], "score": ["START>COMPLETE"]}


def test_run_ids_follow_from_the_load(workspace: Workspace) -> None:
    copies = []
    for _ in range(2):
        with connect(workspace.warehouse) as warehouse, pytest.MonkeyPatch.context() as patched:
            patched.setattr("etl.loads.now_utc", lambda: datetime(2026, 7, 1, 12))
            reserve_load(warehouse, workspace, THROUGH, 0)
            found = warehouse.execute("select event from audit.lineage_outbox where event_type = 'START'").fetchone()
            warehouse.execute("delete from audit.lineage_outbox; delete from audit.load")
            copies.append(json.loads(str(found and found[0])))

    check(copies[0])
    assert copies[0] == copies[1]


def test_an_open_load_of_an_earlier_version_commits_without_events(workspace: Workspace) -> None:
    load_id = nightly.open_load(workspace, THROUGH)
    with duckdb.connect(str(workspace.warehouse)) as warehouse:
        warehouse.execute("delete from audit.lineage_outbox")
    nightly.commit_load(workspace, load_id)
    nightly.finish_load(workspace, load_id)

    assert not events_file(workspace).exists()


@pytest.mark.usefixtures("people")
def test_a_load_whose_files_were_judged_before_a_withdrawal_is_not_committed_after_it(
    workspace: Workspace, put: Put, rows: Rows, load
) -> None:
    """A DAG stops between its steps, somebody withdraws the dump that the new one goes on from, the DAG goes on."""
    first, second = day_of(1, "2026-07-01"), day_of(1, "2026-07-02")
    put("finger/1_attlog.dat", dump(*first))
    load()
    ((file_id,),) = rows("select file_id from audit.source_file where original_name = 'finger/1_attlog.dat'")
    put("finger/1_attlog.dat", dump(*first, *second))
    load_id = nightly.open_load(workspace, THROUGH)
    for source in nightly.sources_of(workspace, load_id):
        nightly.archive_source(workspace, load_id, source)
    for record in nightly.records_of(workspace, load_id):
        nightly.stage_record(workspace, load_id, record)
    withdraw(workspace, file_id, "of another office")

    with pytest.raises(KinerjaError, match="given up"):
        nightly.commit_load(workspace, load_id)
    load()

    runs = ends_of(events_of(events_file(workspace)))
    assert runs == {"load": ["START>COMPLETE", "START>FAIL", "START>COMPLETE"], "withdraw": ["START>COMPLETE"]}
    assert rows("select load_id, state from audit.load order by 1") == [
        (1, "COMMITTED"),
        (2, "ABANDONED"),
        (3, "COMMITTED"),
        (4, "COMMITTED"),
    ]
    assert rows("select count(*) from core.punch") == [(4,)]
