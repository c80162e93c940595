"""A server where things are done again or looked at: rebuild, reproduce, and the auditor's page."""

import shutil
from pathlib import Path

import duckdb
import pytest

from etl.audit_page.looks import Site, record_look
from etl.errors import IntegrityBroken
from etl.reperformance.rebuild import Rebuilt, rebuild
from etl.reperformance.reproduce import reproduce
from etl.serving.serve import serve
from etl.settings import Workspace
from etl.workspace import upgrade_workspace
from tests.conftest import copied
from tests.worlds.life import OLDER, live_shortly
from tests.worlds.served import differences, rows_on

pytestmark = pytest.mark.slow
_LATE = "select max(late_minutes) from mart.performance_period"


@pytest.fixture(scope="module")
def lived(empty_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A load and a scored month, known to no server."""
    workspace = copied(empty_workspace, tmp_path_factory.mktemp("lived"))
    upgrade_workspace(workspace)
    live_shortly(workspace)
    return workspace


@pytest.fixture
def shown(lived: Workspace, tmp_path: Path, served: str) -> Workspace:
    """The same, with a server."""
    return Workspace(copied(lived, tmp_path).home, served)


def _rebuild(workspace: Workspace) -> Rebuilt:
    return rebuild(workspace, replace=True, tick=lambda _what, _done, _total: None)


def test_figures_that_were_edited_and_published_are_gone_from_the_server_after_a_rebuild(
    shown: Workspace, served: str
) -> None:
    with duckdb.connect(str(shown.warehouse)) as warehouse:
        warehouse.execute("update mart.performance_period set late_minutes = 77")
    serve(shown)
    assert rows_on(served, _LATE) == [(77,)]

    rebuilt = _rebuild(shown)

    assert (rebuilt.unlike_log, rebuilt.warehouse) == ((), shown.warehouse)
    assert rows_on(served, _LATE) != [(77,)]
    assert differences(shown.warehouse, served) == {}


def test_a_server_ahead_of_a_warehouse_that_was_rolled_back_shows_the_rebuilt_one(
    shown: Workspace, served: str
) -> None:
    serve(shown)
    shutil.copyfile(shown.home / OLDER / "warehouse.duckdb", shown.warehouse)

    rebuilt = _rebuild(shown)

    assert rebuilt.moved_to is not None
    assert differences(shown.warehouse, served) == {}
    assert rows_on(served, "select count(*) > 0 from mart.performance_period") == [(True,)]


def test_the_server_of_another_workspace_is_left_as_it_is_by_a_rebuild(
    shown: Workspace, served: str, empty_workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = Workspace(copied(empty_workspace, tmp_path / "other").home, served)
    upgrade_workspace(other)
    live_shortly(other)

    with pytest.raises(IntegrityBroken, match="another workspace's"):
        _rebuild(shown)

    assert differences(other.warehouse, served) == {}


def test_reproducing_a_revision_leaves_the_server_alone(shown: Workspace, served: str) -> None:
    serve(shown)
    rows = "select xmin::text, table_name, part from audit.published_part order by 2, 3"
    before = rows_on(served, rows)

    assert reproduce(shown, "2026-07", 1, lambda _what, _done, _total: None).is_identical

    assert rows_on(served, rows) == before
    assert differences(shown.warehouse, served) == {}


def test_a_look_of_the_auditor_is_on_the_server_with_the_next_step(shown: Workspace, served: str) -> None:
    serve(shown)
    record_look(Site(shown, "Inspektorat (budi)"), "VERIFICATION", {})
    looks = "select count(*) from audit.ledger where kind = 'LOOKED_AT'"
    assert rows_on(served, looks) == [(0,)]

    serve(shown)

    assert rows_on(served, looks) == [(1,)]
    assert differences(shown.warehouse, served) == {}
