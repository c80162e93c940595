"""The joins of some roles are those of all roles, with the rest left out."""

import re
from pathlib import Path

import duckdb
import pytest

from warehouse.engines.duckdb import connect
from warehouse.lineage.joins import joins, joins_of

ROLES = re.findall(r"'([A-Z_]{3,})'(?: as role)?,", joins().split("record as (")[1].split("feeds as (")[0])


@pytest.fixture
def warehouse(new_warehouse: Path) -> duckdb.DuckDBPyConnection:
    return connect(new_warehouse, read_only=True)


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
