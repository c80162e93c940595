"""Ten thousand figures of sample agencies, each computed again from nothing but its own trace."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pytest

from etl.explain import COMPONENTS, GROUPS, trace, trace_group
from etl.rulebook import InForce, rulebooks_of
from etl.sample.agencies import AGENCIES
from etl.score import known_through
from etl.settings import Workspace
from etl.status import exact
from tests.agencies.conftest import PERIODS
from tests.worlds.explained import figures_of
from tests.worlds.explained_bounds import bounds_of, close
from tests.worlds.explained_training import effects_of, stored_effects
from tests.worlds.explained_units import figures_of_unit
from warehouse.engines.duckdb import connect
from warehouse.lineage.scope import make_scope
from warehouse.lineage.trainings import EFFECT, make_training_scope
from warehouse.lineage.units import VALUES, make_unit_scope
from warehouse.scoring.computing import compute_period, prepare_period
from warehouse.scoring.period import Period, parse_period
from warehouse.scoring.revisions import store

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
WHOLE = ("kepahiang", "papua-selatan")
"""Of these everybody is computed again, which makes the ten thousand: months and the quarter of the sample."""
LONGER = ("2026-H1", "2026")
SOME = 25
"""Persons of the other agencies, and of the longer periods."""
FIGURES = 13
"""Eight components, index and its coverage, deduction, additional income, predicate."""


@pytest.mark.parametrize("name", PERIODS)
@pytest.mark.parametrize("agency", WHOLE)
def test_every_figure_follows_from_its_trace(
    loaded: Callable[..., Workspace],
    warehouse_of: Callable[..., duckdb.DuckDBPyConnection],
    agency: str,
    name: str,
) -> None:
    workspace, warehouse, period = loaded(agency), warehouse_of(agency), parse_period(name)
    books = rulebooks_of(workspace.home / "rulebooks")
    prepare_period(warehouse, period, books, through=known_through(warehouse, workspace))
    assert _followed(warehouse, books, name) > 1250
    assert "mean_index" in _units_followed(warehouse, name)
    _follow_trainings(warehouse, period)


@pytest.mark.parametrize("agency", AGENCIES)
def test_so_it_does_at_every_agency_in_longer_periods(
    loaded: Callable[..., Workspace], tmp_path: Path, agency: str
) -> None:
    """On a copy: the pages of the agencies show the periods that the sample scored."""
    workspace = loaded(agency)
    books = rulebooks_of(workspace.home / "rulebooks")
    shutil.copyfile(workspace.warehouse, tmp_path / "warehouse.duckdb")
    with connect(tmp_path / "warehouse.duckdb") as warehouse:
        for name in (*LONGER, PERIODS[-1]):
            compute_period(warehouse, parse_period(name), books, through=known_through(warehouse, workspace))
            store(warehouse, name, as_of_seq=0, cause_load_id=None)
            assert _followed(warehouse, books, name, SOME) == SOME * FIGURES


def _followed(
    warehouse: duckdb.DuckDBPyConnection, books: Sequence[InForce], name: str, some: int | None = None
) -> int:
    """How many figures of a period were computed again by their traces and are the stored ones; the rest is told."""
    people = warehouse.execute(
        "select distinct person_id from mart.performance_period where period = ? order by md5(person_id), person_id "
        "limit ?",
        [name, some],
    ).fetchall()
    wrong, seen = [], 0
    for (person_id,) in people:
        scope = make_scope(warehouse, person_id, parse_period(name), books)
        told = json.loads(json.dumps(trace(scope, COMPONENTS), default=exact))
        for figure, value in figures_of(told).items():
            seen += 1
            if (None if value is None else str(value)) != told["figure"][figure]:
                wrong.append((person_id, figure, told["figure"][figure], value))
        wrong += [
            (person_id, name) for name, value in bounds_of(told).items() if not close(value, told["figure"][name])
        ]
    assert wrong == []
    return seen


def _units_followed(warehouse: duckdb.DuckDBPyConnection, name: str) -> set[str]:
    """The figures of units that say something; each was computed again by its trace and is the stored one."""
    units = warehouse.execute("select distinct unit_code from mart.unit_period where period = ? order by all", [name])
    wrong, seen = [], set()
    for (unit,) in units.fetchall():
        scope = make_unit_scope(warehouse, unit, parse_period(name))
        told = json.loads(json.dumps(trace_group(GROUPS["UNIT"], scope, VALUES), default=exact))
        for figure, value in figures_of_unit(told).items():
            stored = told["figure"][figure]
            seen |= {figure} if stored is not None else set()
            if (None if value is None else str(value)) != (None if stored is None else str(stored)):
                wrong.append((unit, figure, stored, value))
    assert wrong == []
    return seen


def _follow_trainings(warehouse: duckdb.DuckDBPyConnection, period: Period) -> None:
    """Every effect of a training is computed again by its trace, hidden ones with their reason."""
    codes = warehouse.execute(
        "select distinct training_code from mart.training_effect where period = ? order by all", [period.name]
    ).fetchall()
    for (code,) in codes:
        scope = make_training_scope(warehouse, code, period)
        told = json.loads(json.dumps(trace_group(GROUPS["TRAINING"], scope, {EFFECT}), default=exact))
        assert effects_of(told, (period.first, period.last)) == stored_effects(told)
