"""A workspace that has lived through everything the log tells, made once; copies of it to alter."""

from pathlib import Path

import duckdb
import pytest

from etl.publish import publish
from etl.score import score
from etl.settings import Workspace
from etl.withdraw import withdraw
from etl.workspace import upgrade_workspace
from tests.conftest import copied as copied_into
from tests.worlds.life import live, live_shortly
from tests.worlds.tampering import copy_of


@pytest.fixture(scope="session")
def lived(empty_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = copied_into(empty_workspace, tmp_path_factory.mktemp("lived"))
    live(workspace)
    return workspace


@pytest.fixture
def copied(lived: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(lived.home, tmp_path / "home")


@pytest.fixture(scope="session")
def withdrawn_later(empty_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Revision 1 rests on a dump of punches and is final; that is withdrawn; revision 2 rests on what is left."""
    workspace = copied_into(empty_workspace, tmp_path_factory.mktemp("withdrawn"))
    upgrade_workspace(workspace)
    live_shortly(workspace)
    publish(workspace, "2026-07", by="head", accept_unknown="the device was broken")
    with duckdb.connect(str(workspace.warehouse), read_only=True) as warehouse:
        name = "select file_id from audit.source_file where original_name = 'finger/1.dat'"
        ((file_id,),) = warehouse.execute(name).fetchall()
    withdraw(workspace, file_id, "of another office")
    assert score(workspace, "2026-07").stored.revision == 2
    return workspace


@pytest.fixture
def lived_on(withdrawn_later: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(withdrawn_later.home, tmp_path / "home")
