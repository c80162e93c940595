"""After a lawful destruction log, archive and tables still prove themselves; what rested on the file says so."""

import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import duckdb
import pytest

from etl import inbox, nightly
from etl.anchor import anchor
from etl.destruction.destroy import destroy
from etl.explain import explain
from etl.explain_summary import print_explanation
from etl.impact import impact, print_impact
from etl.reperformance.rebuild import FOLDER, rebuild
from etl.reperformance.reproduce import reproduce
from etl.score import score
from etl.settings import Workspace
from etl.verify import verify
from tests.integration.loading.conftest import NIPS, THROUGH, day_of, dump
from tests.worlds import tampered_files, tampering
from tests.worlds.life import live_shortly
from tests.worlds.tampered import Alter, is_located
from tests.worlds.tampered_log import alter_the_log
from tests.worlds.tampered_rows import alter_a_row
from tests.worlds.tampering import copy_of

DECISION = "000.5/12/2031"
_ALTERATIONS = (
    tampered_files.change_an_object,
    tampered_files.delete_an_object,
    tampered_files.exchange_objects,
    tampered_files.change_a_staged_file,
    alter_a_row,
    alter_the_log,
)


def _silently(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def _file_of(workspace: Workspace, name: str) -> int:
    with duckdb.connect(str(workspace.warehouse), read_only=True) as warehouse:
        found = warehouse.execute(
            "select min(file_id) from audit.source_file where original_name = ?", [name]
        ).fetchone()
    return int(found[0])


@pytest.fixture(scope="module")
def destroyed_once(empty_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Revision 1 of July rests on a dump; that is destroyed; revision 2 rests on another one."""
    workspace = copy_of(empty_workspace.home, tmp_path_factory.mktemp("destroyed") / "home")
    live_shortly(workspace)
    with patch.object(inbox, "SETTLE_SECONDS", 0.0):
        (workspace.inbox / "finger" / "2.dat").write_bytes(
            b"".join(dump(*day_of(pin, f"2026-07-{day}")) for day in range(20, 25) for pin in (1, 2, 3))
        )
        nightly.load(workspace, THROUGH)
    destroy(workspace, [_file_of(workspace, "finger/1.dat")], DECISION)
    assert score(workspace, "2026-07").stored.revision == 2
    return workspace


@pytest.fixture
def destroyed(destroyed_once: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(destroyed_once.home, tmp_path / "home")


def test_what_stands_is_proven_here_and_on_another_machine(destroyed: Workspace, tmp_path: Path) -> None:
    anchor(destroyed, tmp_path / "kept")
    command = [sys.executable, "-I", str(tmp_path / "kept" / "verify_ledger.py"), str(destroyed.ledger)]
    archive = ["--archive", str(destroyed.archive)]

    assert verify(destroyed).broken == ()
    assert subprocess.run([*command, *archive], check=False, capture_output=True).returncode == 0


def test_a_revision_that_rests_on_it_says_so_and_by_whose_decision(destroyed: Workspace) -> None:
    first = reproduce(destroyed, "2026-07", 1, _silently)

    assert [(one["file_id"], one["decision"]) for one in first.gone] == [
        (_file_of(destroyed, "finger/1.dat"), DECISION)
    ]
    assert not first.is_identical
    assert not first.may_be_the_program


def test_a_revision_that_does_not_comes_out_again(destroyed: Workspace) -> None:
    second = reproduce(destroyed, "2026-07", 2, _silently)

    assert (second.is_identical, second.gone) == (True, ())


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("alter", _ALTERATIONS, ids=lambda alter: alter.__name__)
def test_an_alteration_is_still_found_where_it_was_made(
    destroyed_once: Workspace, tmp_path: Path, alter: Alter, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tampering, "ALTERATIONS", (alter,))

    alteration, found = tampering.tried(destroyed_once.home, tmp_path / "altered", seed)

    assert is_located(alteration, found), (alteration, found.broken[:3], found.incomplete[:3])


def test_explain_and_impact_name_file_date_and_decision(
    destroyed: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    file_id = _file_of(destroyed, "finger/1.dat")
    print_impact(impact(destroyed, f"{file_id}:2"), as_json=False)
    assert f"file {file_id} (finger), destroyed on" in capsys.readouterr().out
    assert impact(destroyed, str(file_id)).destroyed["decision"] == DECISION
    assert explain(destroyed, NIPS[0], "2026-07")["destroyed"] == []  # revision 2 came after it

    with duckdb.connect(str(destroyed.warehouse)) as warehouse:  # as it was before that was scored
        for table in ("mart.performance_period", "mart.score_component"):
            warehouse.execute(f"delete from {table} where revision = 2")
    told = explain(destroyed, NIPS[0], "2026-07")
    print_explanation(told, None)

    assert [(one["file_id"], one["decision"]) for one in told["destroyed"]] == [(file_id, DECISION)]
    assert f"by decision {DECISION}" in capsys.readouterr().out


def test_an_edited_figure_is_no_destroyed_one(destroyed: Workspace) -> None:
    with duckdb.connect(str(destroyed.warehouse)) as warehouse:
        warehouse.execute("update mart.performance_period set late_minutes = 77 where revision = 1")

    found = reproduce(destroyed, "2026-07", 1, _silently)

    assert (found.gone, found.is_identical, found.may_be_the_program) == ((), False, False)
    assert "mart.performance_period, 2026-07 r1" in [one.where for one in found.unlike_log]


def test_a_rebuilt_warehouse_keeps_the_figures_that_rest_on_it(destroyed: Workspace) -> None:
    rebuilt = rebuild(destroyed, replace=True, tick=_silently)

    assert (rebuilt.unlike_log, rebuilt.gone, rebuilt.compared.differing) == ((), (), ())
    assert rebuilt.moved_to is not None
    assert verify(destroyed).broken == ()


def test_without_the_old_warehouse_they_are_told_as_gone_and_the_new_one_waits(destroyed: Workspace) -> None:
    destroyed.warehouse.unlink()

    rebuilt = rebuild(destroyed, replace=False, tick=_silently)

    assert rebuilt.unlike_log == ()
    assert "mart.performance_period, 2026-07 r1" in [one.where for one in rebuilt.gone]
    assert rebuilt.warehouse == destroyed.home / FOLDER / "warehouse.duckdb"
    assert not destroyed.warehouse.exists()
