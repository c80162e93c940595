"""Ten thousand figures of sample agencies, each computed again from nothing but its own trace."""

import json
from collections.abc import Callable

import duckdb
import pytest

from etl.explain import COMPONENTS, trace
from etl.rulebook import rulebooks_of
from etl.score import known_through
from etl.settings import Workspace
from etl.status import exact
from tests.agencies.conftest import PERIODS
from tests.worlds.explained import figures_of
from warehouse.lineage.scope import make_scope
from warehouse.scoring.computing import prepare_period
from warehouse.scoring.period import parse_period

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]


@pytest.mark.parametrize("name", PERIODS)
@pytest.mark.parametrize("agency", ["kepahiang", "papua-selatan"])
def test_every_figure_follows_from_its_trace(
    loaded: Callable[..., Workspace],
    warehouse_of: Callable[..., duckdb.DuckDBPyConnection],
    agency: str,
    name: str,
) -> None:
    workspace, warehouse, period = loaded(agency), warehouse_of(agency), parse_period(name)
    books = rulebooks_of(workspace.home / "rulebooks")
    prepare_period(warehouse, period, books, through=known_through(warehouse, workspace))
    people = warehouse.execute(
        "select distinct person_id from mart.performance_period where period = ? order by person_id", [name]
    ).fetchall()
    wrong, seen = [], 0
    for (person_id,) in people:
        told = json.loads(json.dumps(trace(make_scope(warehouse, person_id, period), COMPONENTS), default=exact))
        for figure, value in figures_of(told).items():
            seen += 1
            if (None if value is None else str(value)) != told["figure"][figure]:
                wrong.append((person_id, figure, told["figure"][figure], value))
    assert wrong == []
    assert seen > 1250
