"""The last month of a quarter of a small agency, loaded from its own files and scored."""

from datetime import date, datetime

import pytest

from etl.nightly import load
from etl.sample.generating import generate
from etl.score import score
from etl.settings import Workspace
from etl.workspace import make_workspace
from tests.worlds.small_units import propose_much, show_small_units

PERIOD = "2026-Q1"


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Never changed by a test."""
    workspace = Workspace(tmp_path_factory.mktemp("lineage") / "home")
    make_workspace(workspace, "kepahiang")
    show_small_units(workspace)
    propose_much(workspace)
    generate(workspace, "kepahiang", 24, date(2026, 3, 1), date(2026, 3, 31), 1)
    load(workspace, datetime.fromisoformat("2026-04-03T01:00:00+07:00"))
    score(workspace, PERIOD)
    return workspace
