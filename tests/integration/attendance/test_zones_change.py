"""When the register or sources.toml give a unit another zone, its latest days close, or open again, by it."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from tests.worlds.attendance import USUAL, nothing_changed, punches, put, refresh
from warehouse.engines.duckdb import connect
from warehouse.places import Places

SATURDAY = date(2026, 2, 7)
EVENING = datetime.fromisoformat("2026-02-07T15:30:00Z")
"""22:30 in Jakarta, 00:30 of Sunday in Jayapura."""
EASTERN = """
| device_id   | unit_code | source | timezone      | valid_from |
| source:gate | DINAS     | gate   | Asia/Jayapura | 2020-01-01 |
"""
BY_SOURCE = """
| device_id   | unit_code | source | valid_from |
| source:gate | DINAS     | gate   | 2020-01-01 |
"""


@pytest.fixture
def warehouse(empty_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(empty_warehouse) as connection:
        put(connection, USUAL | {"punch": punches("2026-02-02 07:30")})
        nothing_changed(connection)
        yield connection


def last_day(warehouse: duckdb.DuckDBPyConnection) -> date:
    return (warehouse.execute("select max(work_date) from core.attendance_day").fetchone() or (None,))[0]


def replace_devices(warehouse: duckdb.DuckDBPyConnection, devices: str) -> None:
    warehouse.execute("create or replace temp table old_devices as from core.devices")
    warehouse.execute("delete from core.devices")
    put(warehouse, {"devices": devices})
    nothing_changed(warehouse)


def test_a_register_that_comes_later_closes_and_opens_days(warehouse: duckdb.DuckDBPyConnection) -> None:
    with warehouse:
        refresh(warehouse, EVENING)
        assert last_day(warehouse) == date(2026, 2, 6)
        replace_devices(warehouse, EASTERN)
        refresh(warehouse, EVENING, EVENING)
        assert last_day(warehouse) == SATURDAY
        replace_devices(warehouse, BY_SOURCE)
        refresh(warehouse, EVENING, EVENING)
        assert last_day(warehouse) == date(2026, 2, 6)


def test_a_source_tells_the_zone_that_the_register_leaves_open(warehouse: duckdb.DuckDBPyConnection) -> None:
    with warehouse:
        put(warehouse, {"devices": BY_SOURCE})
        refresh(warehouse, EVENING)
        assert last_day(warehouse) == date(2026, 2, 6)
        eastern = Places("Asia/Jakarta", {"gate": "Asia/Jayapura"})
        refresh(warehouse, EVENING, EVENING, places=eastern, settings_changed=True)
        assert last_day(warehouse) == SATURDAY
