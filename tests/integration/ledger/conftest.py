"""A workspace that has lived through everything the log tells, made once; copies of it to alter."""

import shutil
from pathlib import Path

import pytest

from etl.settings import Workspace
from tests.worlds.life import live
from tests.worlds.tampering import copy_of


@pytest.fixture(scope="session")
def lived(empty_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = tmp_path_factory.mktemp("lived") / "home"
    shutil.copytree(empty_workspace.home, home)
    workspace = Workspace(home)
    live(workspace)
    return workspace


@pytest.fixture
def copied(lived: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(lived.home, tmp_path / "home")
