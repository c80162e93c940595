"""What `kinerja status` tells of what hangs: counts by date, unit, device and month, on both sides of each border."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.hanging import (
    IDLE_LETTERS,
    IDLE_ROWS,
    LONG_PAUSES,
    OPEN_DAYS,
    STRAY_PUNCHES,
    UNKNOWN_BY_DEVICE,
    YEARS_WITHOUT_DECREE,
    prepare_hanging,
)
from tests.worlds.attendance import RULEBOOKS, USUAL, nothing_changed, punches, put, refresh
from warehouse.engines.duckdb import connect

THROUGH = datetime(2026, 2, 6, 18, tzinfo=UTC)
"""Saturday 7 February, 01:00 in Asia/Jakarta: Thursday the 5th is the last date whose window is closed."""
DEVICES = """
| device_id | source | unit_code | valid_from |
| gate      | gate   | DINAS     | 2020-01-01 |
| hall      | hall   | DINAS     | 2020-01-01 |
"""
COVERED = """
| file_id | device_address | first_punched_at | last_punched_at  | cumulative |
| 1       | source:gate    | 2026-02-01 00:00 | 2026-02-04 23:00 | true       |
| 2       | source:hall    | 2026-02-01 00:00 | 2026-02-05 12:00 | true       |
"""
LETTERS = """
| nip  | work_date  | kind | punched_at       |
| 1001 | 2026-02-01 | IN   | 2026-02-01 07:00 |
| 1001 | 2026-02-02 | OUT  | 2026-02-02 17:00 |
| 1001 | 2026-02-03 | OUT  | 2026-02-03 17:00 |
| 1001 | 2026-02-04 | OUT  | 2026-02-04 17:00 |
"""
"""A Sunday; then as many as the month allows, three with it; then one more."""
ROSTER = """
| nip  | work_date  | shift_code |
| 1001 | 2026-03-02 | PGI        |
| 1001 | 2026-03-03 | off        |
| 1001 | 2026-03-04 | OFF        |
| 9999 | 2026-03-05 | OFF        |
"""
LEAVE = """
| nip  | leave_code | date_from  | date_to    |
| 1001 | CT         | 2026-03-02 | 2026-03-02 |
| 9999 | CT         | 2026-03-02 | 2026-03-06 |
"""
CALENDAR = """
| kind    | date_from  | date_to    | name    | decree |
| RAMADAN | 2026-02-19 | 2026-03-20 | Ramadan | isbat  |
| HOLIDAY | 2027-01-01 |            | New Year | SKB   |
"""


@pytest.fixture(scope="module")
def warehouse(shared_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(shared_warehouse) as connection:
        put(connection, USUAL | {"device_coverage": COVERED, "devices": DEVICES, "punch_correction": LETTERS})
        put(connection, {"roster": ROSTER, "leave": LEAVE})
        put(connection, {"punch": punches("2026-02-02 07:20", "2026-02-08 07:20", "2026-02-08 16:20", device="gate")})
        # a PIN in no map, two punches of one whose number nobody has
        put(connection, {"pin_map": "| device_id | pin | nip | valid_from |\n| * | 99 | 9999 | 2020-01-01 |"})
        put(connection, {"punch": punches("2026-02-02 07:21", pin="98", device="gate")})
        put(connection, {"punch": punches("2026-02-02 07:22", "2026-02-02 16:22", pin="99", device="gate")})
        put(connection, {"calendar": CALENDAR})
        nothing_changed(connection)
        refresh(connection, THROUGH)
    # status asks a warehouse that it may not write to
    with connect(shared_warehouse, read_only=True) as connection:
        prepare_hanging(connection, RULEBOOKS / "kepahiang")
        yield connection


def _told(warehouse: duckdb.DuckDBPyConnection, query: str) -> list[list[str]]:
    rows: list[tuple[Any, ...]] = warehouse.execute(query).fetchall()
    return [[str(cell) for cell in row] for row in rows]


def test_open_days_are_dates_after_the_last_closed_one(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert _told(warehouse, OPEN_DAYS) == [["2026-02-08", "2", "1", "1"]]


def test_unknown_days_name_the_devices_that_do_not_reach_them(warehouse: duckdb.DuckDBPyConnection) -> None:
    """The record of the gate ends before Thursday, that of the hall at noon: neither covers its end."""
    assert _told(warehouse, UNKNOWN_BY_DEVICE) == [
        ["DINAS", "gate", "1", "2026-02-05", "2026-02-05"],
        ["DINAS", "hall", "1", "2026-02-05", "2026-02-05"],
    ]


def test_letters_that_stand_for_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    """A letter for a day off is one of the three that February allows."""
    assert _told(warehouse, IDLE_LETTERS) == [
        ["beyond the limit of its month", "2026-02", "1"],
        ["no duty of its date at that time", "2026-02", "1"],
    ]


def test_rows_that_a_slip_of_the_pen_made_void_are_told(warehouse: duckdb.DuckDBPyConnection) -> None:
    """A shift written otherwise than in the register takes the date off, and nobody would see it."""
    assert _told(warehouse, IDLE_ROWS) == [
        ["leave", "a number that no employee has", "1", "2026-03-02", "2026-03-02"],
        ["pin_map", "a number that no employee has", "1", "2020-01-01", "2020-01-01"],
        ["roster", "a number that no employee has", "1", "2026-03-05", "2026-03-05"],
        ["roster", "a shift that no register has on its date: the date is OFF", "2", "2026-03-02", "2026-03-03"],
    ]


def test_punches_that_belong_to_nobody_are_told_by_what_is_missing(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Of six punches one is in no map, two of a number nobody has; two of Sunday the 8th wait for their day."""
    assert _told(warehouse, STRAY_PUNCHES) == [["6", "1", "2", "2"]]


def test_a_year_whose_holidays_nobody_loaded_is_told(warehouse: duckdb.DuckDBPyConnection) -> None:
    """On New Year of a forgotten year everybody would be absent; the calendar here has that year's Ramadan only."""
    ((year, kind, *_),) = _told(warehouse, YEARS_WITHOUT_DECREE)
    assert (year, kind) == ("2026", "HOLIDAY")


@pytest.mark.parametrize(
    ("clock", "told"), [("2025-12-31", [["gate", "2", "2025-12-31", "2026-02-02", "32"]]), ("2026-01-01", [])]
)
def test_a_punch_of_a_clock_that_was_off_stands_alone(clock: str, told: list[Any]) -> None:
    """Days begin with the first punch: this one makes everybody absent on the dates between, as the dump tells all."""
    with duckdb.connect() as empty:
        empty.execute("create schema core; create table core.punch (device_id varchar, punched_at timestamp)")
        for device, moment in (
            ("gate", f"{clock} 00:00:00"),
            ("gate", f"{clock} 00:00:09"),
            ("hall", "2026-01-15 07:00:00"),
            ("gate", "2026-02-02 07:00:00"),
        ):
            empty.execute("insert into core.punch values (?, ?)", [device, moment])
        found = _told(empty, LONG_PAUSES)
    assert found == told
