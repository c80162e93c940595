"""The joins of some roles are those of all roles, with the rest left out."""

import re
from pathlib import Path

import duckdb
import pytest

from warehouse.engines.duckdb import connect
from warehouse.lineage.joins import feeds, joins, joins_of, records_of
from warehouse.lineage.present import NEEDED
from warehouse.scoring.period import make_period, parse_period

ROLES = re.findall(r"'([A-Z_]{3,})'(?: as role)?,", joins().split("record as (")[1].split("feeds as (")[0])


@pytest.fixture
def warehouse(new_warehouse: Path) -> duckdb.DuckDBPyConnection:
    """With the TEMP tables of a period, which the joins of one figure read."""
    opened = connect(new_warehouse, read_only=True)
    make_period(opened, parse_period("2026-07"))
    return opened


@pytest.mark.parametrize("role", ROLES)
def test_each_role_can_be_asked_for_alone(warehouse: duckdb.DuckDBPyConnection, role: str) -> None:
    query = joins_of((role,))
    assert f"'{role}'" in query.split("record(")[1].split("feeds as (")[0]
    assert "correction_place as place" not in query
    assert warehouse.execute(query).fetchall() == []
    assert [one[0] for one in warehouse.description or []] == [
        "agency",
        "person_id",
        "period",
        "revision",
        "component",
        "role",
        "file_id",
        "record_no",
    ]


@pytest.mark.parametrize("may_have_moved", [True, False])
@pytest.mark.parametrize("role", ROLES)
def test_so_it_can_of_one_figure(warehouse: duckdb.DuckDBPyConnection, role: str, may_have_moved: bool) -> None:
    query = records_of((role,), may_have_moved=may_have_moved)
    assert warehouse.execute(query).fetchall() == []
    assert [one[0] for one in warehouse.description or []] == ["fed_by", "role", "file_id", "record_no"]


@pytest.mark.parametrize("moved", [True, False])
def test_what_feeds_a_figure_is_read_out_of_the_query_as_the_query_has_it(moved: bool) -> None:
    told = re.findall(r"\),\n(feeds as .*\n\)),\nmoved as ", joins(), re.DOTALL)[0]
    with duckdb.connect() as scratch:
        pairs = scratch.execute(f"with {told} select component, role, only_moved from told").fetchall()

    expected: dict[str, set[str]] = {}
    for component, role, only_moved in pairs:
        if moved or not only_moved:
            expected.setdefault(component, set()).add(role)
    assert feeds(moved=moved) == expected
    assert len(pairs) > len(ROLES)


def test_only_joins_that_there_are_can_be_left_out() -> None:
    assert {*NEEDED} - {*ROLES} == set()
