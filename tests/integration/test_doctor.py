"""What the doctor says of a workspace."""

import json
import os
import subprocess
import sys

import psycopg
import pytest

from etl.doctor.check import State
from etl.doctor.examine import examine, has_fault
from etl.ledger.entries import append
from etl.locking import workspace_lock
from etl.metrics import metrics_text
from etl.serving.serve import serve
from etl.serving.snapshot import publish_snapshot
from etl.settings import Workspace
from etl.status import print_json
from etl.workspace import upgrade_workspace
from tests.postgres import free_port
from warehouse.engines.duckdb import connect

NO_AIRFLOW = {"AIRFLOW_HOME": "/nowhere"}


def test_a_new_workspace_has_no_fault(workspace):
    checks = examine(workspace, NO_AIRFLOW)

    assert not has_fault(checks)
    assert {"versions", "settings", "workspace", "lock", "warehouse", "clock", "disk"} <= {
        one.subject for one in checks
    }


def test_without_a_workspace_it_says_how_to_make_one(tmp_path):
    assert "kinerja init" in _faults(Workspace(tmp_path / "nowhere"))["workspace"].todo


@pytest.mark.parametrize(("mode", "state"), [(0o755, State.FAULT), (0o770, State.FAULT), (0o750, State.WARNING)])
def test_a_workspace_that_others_may_enter_is_told(workspace, mode, state):
    workspace.home.chmod(mode)

    assert _subjects(workspace)["workspace"].state is state


def test_a_folder_that_went_missing_is_a_fault(workspace):
    workspace.quarantine.rmdir()

    assert "quarantine" in _faults(workspace)["workspace"].found


def test_a_signing_key_that_others_may_read_is_a_fault(workspace):
    with (workspace.home / "agency.toml").open("a", encoding="utf-8") as agency:
        agency.write('\n[lineage]\nnamespace = "kinerja-test"\n')
    (workspace.home / "ledger.pem").write_text("a key", encoding="utf-8")
    (workspace.home / "ledger.pem").chmod(0o644)

    assert "ledger.pem" in _faults(workspace)["secret files"].found


def test_settings_that_cannot_be_read_name_file_and_place(workspace):
    (workspace.home / "sources.toml").write_text("source = 3\n", encoding="utf-8")

    assert "sources.toml" in _faults(workspace)["settings"].found


def test_a_load_at_work_is_a_warning_not_a_fault(workspace):
    with workspace_lock(workspace):
        found = _subjects(workspace)

    assert found["lock"].state is State.WARNING
    assert not has_fault(found.values())


def test_a_load_that_holds_the_warehouse_is_nothing_to_bring_back_a_backup_for(workspace):
    holder = (
        "import sys; from pathlib import Path; from etl.locking import workspace_lock\n"
        "from etl.settings import Workspace\n"
        "from warehouse.engines.duckdb import held\n"
        "place = Workspace(Path(sys.argv[1]))\n"
        "with workspace_lock(place), held(place.warehouse): print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holder, str(workspace.home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as load:
        load.stdout.readline()
        found = _subjects(workspace)
        load.communicate()

    assert (found["lock"].state, found["warehouse"].state) == (State.WARNING, State.WARNING)
    assert not has_fault(found.values())


def test_a_warehouse_that_was_cut_is_a_fault(workspace):
    os.truncate(workspace.warehouse, 100)

    assert "warehouse" in _faults(workspace)


def test_a_clock_behind_what_the_warehouse_knows_is_a_fault(workspace):
    with connect(workspace.warehouse) as warehouse:
        warehouse.execute(
            "insert into audit.load by name select 1 as load_id, 'LOAD' as kind, 'COMMITTED' as state, "
            "timestamp '2199-01-01' as started_at, started_at as committed_at, started_at as through_at, "
            "'1' as code_version, '' as settings_sha256, '' as rulebooks_sha256, 0 as last_file_id"
        )

    assert "2199-01-01" in _faults(workspace)["clock"].found


def test_a_warehouse_of_another_version_is_a_warning(workspace):
    with connect(workspace.warehouse) as warehouse:
        warehouse.execute("update audit.alembic_version set version_num = '0001_audit'")

    assert _subjects(workspace)["warehouse"].state is State.WARNING


def test_a_default_password_of_the_warehouse_is_a_fault_and_is_not_repeated(workspace, capsys):
    environ = NO_AIRFLOW | {"KINERJA_WAREHOUSE": "postgresql+psycopg://kinerja:postgres@db/kinerja"}

    checks = examine(workspace, environ)
    print_json(checks)

    told = json.loads(capsys.readouterr().out)
    assert {one["subject"]: one["state"] for one in told}["KINERJA_WAREHOUSE"] == "FAULT"
    assert "postgres@" not in json.dumps(told)


def test_a_copy_for_readers_that_is_behind_is_a_warning(workspace):
    upgrade_workspace(workspace)
    publish_snapshot(workspace)
    before = _subjects(workspace)["copy for readers"]
    with connect(workspace.warehouse) as warehouse:
        append(warehouse, [("LOOKED_AT", {}), ("PERIOD_SCORED", {})])

    after = _subjects(workspace)["copy for readers"]

    assert (before.state, after.state) == (State.FINE, State.WARNING)
    assert after.found.startswith("1 entries"), "a look changes no table"


def test_a_server_that_is_away_is_a_fault_told_without_its_password(workspace):
    upgrade_workspace(workspace)
    publish_snapshot(workspace)
    away = Workspace(workspace.home, f"postgresql+psycopg://clerk:s3cret@127.0.0.1:{free_port()}/kinerja")

    told = _subjects(away)["server"]

    assert (told.state, "s3cret" in told.found + told.todo) == (State.FAULT, False)
    assert "kinerja_server_up 0.0" in metrics_text(away)
    assert "kinerja_server_entries_behind " not in metrics_text(away)


@pytest.mark.slow
def test_a_server_is_told_as_level_behind_or_anothers(workspace, served):
    upgrade_workspace(workspace)
    shown = Workspace(workspace.home, served)
    publish_snapshot(shown)
    empty = _subjects(shown)["server"]
    serve(shown)
    level = _subjects(shown)["server"]
    with connect(shown.warehouse) as warehouse:
        append(warehouse, [("PERIOD_SCORED", {})])
    publish_snapshot(shown)
    behind = _subjects(shown)["server"]
    told = metrics_text(shown)
    with psycopg.connect(served.replace("+psycopg", ""), autocommit=True) as postgres:
        postgres.execute("update audit.ledger set leaf_hash = 'other'")
    other = _subjects(shown)["server"]

    assert [one.state for one in (empty, level, behind, other)] == [
        State.WARNING,
        State.FINE,
        State.WARNING,
        State.FAULT,
    ]
    assert behind.found.startswith("1 entries")
    assert "another workspace's" in other.found
    assert ("kinerja_server_up 1.0" in told, "kinerja_server_entries_behind 1.0" in told) == (True, True)


def _subjects(workspace):
    return {one.subject: one for one in examine(workspace, NO_AIRFLOW)}


def _faults(workspace):
    return {subject: one for subject, one in _subjects(workspace).items() if one.state is State.FAULT}
