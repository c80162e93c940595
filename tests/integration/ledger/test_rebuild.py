"""`kinerja rebuild`: from archive and log alone the warehouse comes out again; else the first difference is named."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from etl import nightly, staging
from etl.errors import IntegrityBroken, KinerjaError
from etl.ledger.export import export_path
from etl.loads import reserve_load
from etl.openlineage.delivery import events_file
from etl.reperformance.rebuild import FOLDER, Rebuilt, rebuild
from etl.score import score
from etl.settings import Workspace
from etl.verify import verify
from etl.workspace import upgrade_workspace
from tests.conftest import copied as copied_into
from tests.openlineage_schema import check, events_of
from tests.worlds.life import OLDER, live_shortly
from tests.worlds.tampering import copy_of
from warehouse.engines.duckdb import connect

_LOADS = "select load_id, kind, state, started_at, committed_at, last_file_id, days from audit.load order by load_id"


@pytest.fixture(scope="session")
def lived_shortly(empty_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One load that refuses something, after one that died; and a scored month."""
    workspace = copied_into(empty_workspace, tmp_path_factory.mktemp("short"))
    upgrade_workspace(workspace)
    with connect(workspace.warehouse) as warehouse:
        reserve_load(warehouse, workspace, datetime(2026, 7, 31, 17, tzinfo=UTC), 0)
    live_shortly(workspace)
    return workspace


@pytest.fixture
def short(lived_shortly: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(lived_shortly.home, tmp_path / "short")


def _rebuild(workspace: Workspace, *, replace: bool = False) -> Rebuilt:
    return rebuild(workspace, replace=replace, tick=lambda _what, _done, _total: None)


def _ask(path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


@pytest.mark.slow
def test_a_whole_life_comes_out_again_and_may_take_the_place_of_the_old_warehouse(copied: Workspace) -> None:
    before = _ask(copied.warehouse, "select * from audit.ledger order by seq")

    rebuilt = _rebuild(copied, replace=True)

    assert (rebuilt.unlike_log, rebuilt.compared.differing, rebuilt.compared.first) == ((), (), None)
    assert rebuilt.compared.alike > 100
    assert rebuilt.moved_to.name == "warehouse.duckdb.before-rebuild-1"
    assert _ask(copied.warehouse, "select * from audit.ledger order by seq") == before
    assert not (copied.home / FOLDER).exists()
    assert verify(copied).broken == ()
    assert score(copied, "2026-07").stored.revision is None  # whoever goes on finds everything as it was


def test_without_warehouse_and_staged_files_both_are_made_again(short: Workspace) -> None:
    loads = _ask(short.warehouse, _LOADS)
    short.warehouse.unlink()
    shutil.rmtree(short.staged)
    (short.home / FOLDER).mkdir()
    (short.home / FOLDER / "warehouse.duckdb").write_bytes(b"of a run that was killed")

    rebuilt = _rebuild(short)

    assert rebuilt.is_equal
    assert rebuilt.warehouse == short.warehouse
    assert verify(short).broken == ()
    assert _ask(short.warehouse, _LOADS) == loads
    assert [state for _, _, state, *_ in loads] == ["ABANDONED", "COMMITTED"]


@pytest.mark.slow
def test_an_edited_figure_is_named_and_the_edited_warehouse_stays_until_it_is_replaced(short: Workspace) -> None:
    with duckdb.connect(str(short.warehouse)) as warehouse:
        warehouse.execute("update mart.performance_period set late_minutes = 77 where nip = '198001012010011001'")

    rebuilt = _rebuild(short)

    first = rebuilt.compared.first
    assert (first.table, first.part, first.column) == ("mart.performance_period", "2026-07 r1", "late_minutes")
    assert first.key["nip"] == "198001012010011001"
    assert first.was == 77
    assert not rebuilt.is_equal
    assert rebuilt.warehouse == short.home / FOLDER / "warehouse.duckdb"
    assert _ask(short.warehouse, "select max(late_minutes) from mart.performance_period") == [(77,)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "alteration",
    [
        "delete from audit.load where load_id = 1",
        "update audit.load set started_at = started_at - interval 1 day where load_id = 1",
        "update audit.load set state = 'OPEN' where load_id = 1",
    ],
)
def test_a_load_that_died_cannot_be_edited_unseen(short: Workspace, alteration: str) -> None:
    assert verify(short).broken == ()
    with duckdb.connect(str(short.warehouse)) as warehouse:
        warehouse.execute(alteration)

    assert [one.where for one in verify(short).broken] == ["audit.load, 1"]


def test_events_that_wait_when_the_warehouse_is_replaced_still_go_out(short: Workspace) -> None:
    settings = short.home / "agency.toml"
    settings.write_text(settings.read_text() + '\n[lineage]\nurl = "http://127.0.0.1:9"\n')
    score(short, "2026-07")
    events = _ask(short.warehouse, "select * from audit.lineage_outbox order by seq")
    assert [seq for seq, *_, delivered_at in events if delivered_at is None] == [len(events) - 1, len(events)]

    _rebuild(short, replace=True)

    after = _ask(short.warehouse, "select * from audit.lineage_outbox order by seq")
    assert after[: len(events)] == events


def test_a_rebuild_in_place_is_a_run_that_wrote_every_table(short: Workspace) -> None:
    _rebuild(short)
    assert not [one for one in events_of(events_file(short)) if one["job"]["name"] == "rebuild"]

    _rebuild(short, replace=True)

    begun, ended = (one for one in events_of(events_file(short)) if one["job"]["name"] == "rebuild")
    assert (begun["eventType"], ended["eventType"]) == ("START", "COMPLETE")
    written = {one["name"]: one["facets"]["version"]["datasetVersion"] for one in ended["outputs"]}
    assert written["core.attendance_day"] == written["mart.performance_period"]
    assert ended["run"]["facets"]["kinerja_evidence"]["log_size"] == len(export_path(short).read_bytes().splitlines())
    for event in (begun, ended):
        check(event)


def test_a_warehouse_whose_outbox_was_taken_away_is_rebuilt(short: Workspace) -> None:
    with duckdb.connect(str(short.warehouse)) as warehouse:
        warehouse.execute("drop table audit.lineage_outbox")

    assert _rebuild(short).unlike_log == ()


def test_a_warehouse_that_was_rolled_back_is_brought_forward(short: Workspace) -> None:
    older = short.home / OLDER / "warehouse.duckdb"
    shutil.copyfile(older, short.warehouse)

    rebuilt = _rebuild(short, replace=True)

    assert ("mart.performance_period", "2026-07 r1") in rebuilt.compared.differing
    assert rebuilt.moved_to.read_bytes() == older.read_bytes()
    assert verify(short).broken == ()
    assert nightly.load(short, datetime(2026, 8, 31, 17, tzinfo=UTC)).files == 0


def test_what_a_load_refused_stays_refused_whatever_would_be_said_by_now(
    short: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = staging._judge

    def refuse_nothing(staging_area, *rest):
        judged = judge(staging_area, *rest)
        staging_area.execute("delete from refused")
        return judged

    monkeypatch.setattr(staging, "_judge", refuse_nothing)
    rebuilt = _rebuild(short)

    assert rebuilt.compared.differing == (("audit.quarantine", "2"),)  # why the value was refused, nobody says any more
    assert rebuilt.compared.first.column == "value"


def test_an_edited_log_is_refused_and_nothing_is_built(short: Workspace) -> None:
    export = export_path(short)
    export.write_bytes(export.read_bytes().replace(b'"quarantined":1', b'"quarantined":0', 1))
    short.warehouse.unlink()

    with pytest.raises(IntegrityBroken, match=r"seq 1 to \d+: expected the root of ledger/checkpoint"):
        _rebuild(short)

    assert not short.warehouse.exists()


def test_a_missing_object_is_refused_and_nothing_is_built(short: Workspace) -> None:
    (name,) = _ask(short.warehouse, "select archive_sha256 from audit.source_file where original_name = 'finger/1.dat'")
    (short.archive / name[0][:2] / name[0]).unlink()

    with pytest.raises(IntegrityBroken, match=name[0][:12]):
        _rebuild(short)


def test_a_warehouse_that_another_process_has_open_is_left_alone(short: Workspace) -> None:
    holds = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", holds, str(short.warehouse)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        try:
            with pytest.raises(KinerjaError, match="in use by another process"):
                _rebuild(short)
        finally:
            holder.stdin.close()
