"""Declared origins of columns, proven: an input column is scrambled, and only figures that name it may change.

Where a row stays, a value changes only if its column names the scrambled one, itself or through what it rests on; rows
come and go only if the table's `rows` do. And what names a column does change with it, but for the exceptions below.
"""

import json
import random
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tests.worlds.full_quarter import BOOKS, QUARTER, fill_quarter
from warehouse.engines.duckdb import connect
from warehouse.lineage.declared import DECLARED
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period

COMPUTED = {
    "mart.performance_period": ("performance_period", ("person_id",)),
    "mart.score_component": ("component", ("person_id", "component")),
    "mart.unit_period": ("unit_period", ("unit_code",)),
    "mart.unit_indicator": ("unit_indicator", ("unit_code", "indicator_code")),
    "mart.fairness_group": ("fairness_group", ("dimension", "value")),
}
"""Stored table -> the one it is computed in, and its key there."""
SCRAMBLED = (
    "core.attendance_day.late_minutes",
    "core.assessment.result_rating",
    "core.deduction_day.percent",
    "core.target.realised",
    "core.attendance_day.early_minutes",
    "core.attendance_day.status",
    "core.attendance_day.unit_code",
    "core.attendance_day.shift_start",
    "core.attendance_day.worked_minutes",
    "core.discipline_day.tier",
    "core.assessment.behaviour_rating",
    "core.assessment.akuntabel",
    "core.assessment.period",
    "core.target.weight",
    "core.target.target",
    "core.target.direction",
    "core.employees.position_code",
    "core.employees.birth_date",
    "core.employees.sex",
    "core.service_event.occurred_at",
    "core.service_event.event",
    "core.service_event.nip",
    "core.service_event.service_code",
    "core.service_catalogue.standard_minutes",
    "core.complaint.closed_at",
    "core.complaint.class",
    "core.complaint.unit_code",
    "core.survey_response.u1",
    "core.survey_response.unit_code",
    "core.permission.kind",
    "core.units.unit_type",
)
QUICK = 4
UNSHOWN = {
    # whether there is an amount decides if what was done counts; here each part has one
    "core.target.target": {"mart.unit_indicator.realised"},
    "core.target.weight": {"mart.unit_indicator.achievement_percent"},  # of one aspect the weight cancels out
    # keys, by which rows are compared
    "core.employees.sex": {"mart.fairness_group.value"},
    "core.complaint.unit_code": {"mart.unit_period.unit_code"},
    "core.survey_response.unit_code": {"mart.unit_period.unit_code"},
}
"""Direct origins that this world does not show, with the reason."""
RARE = {"mart.score_component.reason", "mart.unit_indicator.reason", "mart.performance_period.inactive_days"}
"""What hardly anybody of this world has: no evidence, or a day out of service."""
Answer = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


@pytest.fixture(scope="module")
def world(shared_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Eight people of two units with days, cases, targets, ratings, complaints and answers of a quarter."""
    with connect(shared_warehouse) as connection:
        fill_quarter(connection, random.Random(4))
        yield connection


@pytest.fixture(scope="module")
def before(world: duckdb.DuckDBPyConnection) -> Answer:
    return _computed(world)


@pytest.mark.parametrize(
    "column",
    [*SCRAMBLED[:QUICK], *(pytest.param(one, marks=pytest.mark.slow) for one in SCRAMBLED[QUICK:])],
)
def test_only_what_names_a_column_changes_with_it(
    world: duckdb.DuckDBPyConnection, before: Answer, column: str
) -> None:
    after = _scrambled(world, column)
    changed = {
        f"{table}.{name}"
        for table, rows in before.items()
        for key, row in rows.items()
        if key in after[table]
        for name, value in row.items()
        if after[table][key][name] != value
    } | {f"{table}.*" for table in before if set(before[table]) != set(after[table])}
    unnamed = {one for one in changed if column not in _origins(one)}

    assert unnamed == set()
    assert _direct(column) - changed - RARE == UNSHOWN.get(column, set())
    assert changed, "the world shows nothing of this column"


def _direct(column: str) -> set[str]:
    """The columns of the compared tables whose value is declared to be computed from one."""
    return {
        f"{table}.{name}"
        for table in COMPUTED
        for name, known in _declared()[table]["columns"].items()
        if column in known["direct"]
    }


def _scrambled(world: duckdb.DuckDBPyConnection, column: str) -> Answer:
    """The figures with the values of a column dealt anew among its rows."""
    table, _, name = column.rpartition(".")
    world.execute("begin transaction")
    try:
        rows = world.execute(f'select rowid, "{name}" from {table} order by rowid').fetchall()
        values = [value for _, value in rows]
        dealt = random.Random(2).sample(values, len(values))
        dealt = dealt if dealt != values else [*values[1:], values[0]]
        places = [place for place, _ in rows]
        world.register("dealt", pa.table({"place": places, "value": dealt}))
        world.execute(f'update {table} set "{name}" = dealt.value from dealt where {table}.rowid = dealt.place')
        world.unregister("dealt")
        return _computed(world)
    finally:
        world.execute("rollback")


def _computed(world: duckdb.DuckDBPyConnection) -> Answer:
    compute_period(world, parse_period(QUARTER), BOOKS, through=date(2026, 4, 30))
    answer: Answer = {}
    for table, (computed, key) in COMPUTED.items():
        cursor = world.execute(f"select * from {computed}")
        names = [one[0] for one in cursor.description or []]
        stored = set(_declared()[table]["columns"])
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        answer[table] = {
            tuple(row[one] for one in key): {name: value for name, value in row.items() if name in stored}
            for row in rows
        }
    return answer


@cache
def _declared() -> Mapping[str, Any]:
    return json.loads(DECLARED.read_text(encoding="utf-8"))["tables"]


@cache
def _origins(column: str) -> frozenset[str]:
    """All columns that a column, or the rows of a table, rest on: through the tables told of themselves as well."""
    found: set[str] = set()
    waiting = [column]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        table, _, name = one.rpartition(".")
        if table.startswith("mart.") and table in _declared():
            known = _declared()[table]
            waiting += (
                known["rows"]
                if name == "*"
                else [*known["columns"][name]["direct"], *known["columns"][name]["indirect"]]
            )
    return frozenset(found)


def _of_column(known: Mapping[str, list[str]]) -> list[str]:
    return [*known["direct"], *known["indirect"]]
