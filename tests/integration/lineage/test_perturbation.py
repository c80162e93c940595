"""Lineage, proven: an altered record moves only figures that list it; a listed one moves a figure when it goes."""

import random
import shutil
from collections.abc import Iterator

import pytest

from etl.records import RECORDS
from etl.settings import Workspace
from tests.integration.lineage.conftest import PERIOD
from tests.worlds.altered import alterations
from tests.worlds.perturbed import World, open_world, tried
from tests.worlds.unmoved import UNMOVED
from warehouse.engines.duckdb import connect

QUICK = ("punch", "leave", "assessment")
SEED = 3
ROUNDS = 5
"""How often every column is altered, until a figure moves."""
STILL = ("device_confirmation",)
"""Of this world the files cover the confirmed time."""
_TYPES = [
    one if one in QUICK else pytest.param(one, marks=[pytest.mark.slow, pytest.mark.timeout(1800)]) for one in RECORDS
]


@pytest.fixture(scope="module")
def world(scored: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path = tmp_path_factory.mktemp("perturbed") / "warehouse.duckdb"
    shutil.copyfile(scored.warehouse, path)
    with connect(path) as con:
        con.execute("create temp table behind_figures as select distinct file_id, record_no from mart.figure_source")
        opened = open_world(scored, con)
        yield opened


@pytest.mark.parametrize("record", _TYPES)
def test_an_altered_cell_moves_only_figures_that_list_its_record(world: World, record: str) -> None:
    moved, luck = 0, random.Random(SEED)
    for _ in range(ROUNDS if record in UNMOVED else 1):
        for one in alterations(world.con, record, luck):
            outcome = tried(world, one, PERIOD)
            if outcome is not None and outcome.excuse is None:
                assert outcome.unlisted == frozenset(), one
                moved += len(outcome.moved)
        if moved:
            break
    assert moved or record in STILL or record not in UNMOVED, "no alteration of this type moved anything"
    assert not moved or record in UNMOVED, "a figure moved with a type that stands behind none"
