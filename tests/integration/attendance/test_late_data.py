"""Records that come long after their days change exactly what the contract (section 3) calls touched.

Days and money: the dates whose inputs changed. Discipline: from there to the end of the year. All three tables are
compared whole: beyond the touched dates with what stood before, everywhere with a computation from nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.worlds.attendance import USUAL, nothing_changed, put, refresh, rows_of
from tests.worlds.compared import change
from warehouse.accounts import ACCOUNTS
from warehouse.engines.duckdb import connect

FIRST, LAST = date(2025, 10, 1), date(2026, 3, 6)
THROUGH = datetime(2026, 3, 8, 18, tzinfo=UTC)
PEOPLE = """
| person_id | nip  | unit_code | status | valid_from |
| budi      | 1002 | DINAS     | ACTIVE | 2025-01-01 |
| sari      | 1001 | DINAS     | ACTIVE | 2025-01-01 |
"""
PINS = """
| device_id | pin | nip  | valid_from |
| *         | 1   | 1001 | 2025-01-01 |
| *         | 2   | 1002 | 2025-01-01 |
"""
FORGOTTEN = {"2025-11-05": "IN OUT", "2025-11-12": "OUT", "2025-11-19": "IN OUT", "2026-01-14": "OUT"}
"""Punches that Sari did not make: two absences, then an out, then an absence with punches under a PIN of nobody's."""

Row = dict[str, Any]
Tables = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Late:
    """What comes late, whose days it touches and from when to when; `before` stood there from the first load."""

    record: str
    rows: str
    persons: tuple[str, ...]
    first: str
    last: str
    before: str = ""
    changed: Sequence[str] = ACCOUNTS


BOTH = ("budi", "sari")
CASES = {
    "punches": Late(
        "punch",
        """
        | device_id   | pin | punched_at       |
        | source:gate | 1   | 2025-11-05 07:20 |
        | source:gate | 1   | 2025-11-05 17:40 |
        """,
        ("sari",),
        "2025-11-05",
        "2025-11-05",
    ),
    "leave": Late(
        "leave",
        """
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CS         | 2025-11-04 | 2025-11-06 |
        """,
        ("sari",),
        "2025-11-04",
        "2025-11-06",
    ),
    "leave that lengthens a spell": Late(
        "leave",
        """
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CS         | 2025-11-03 | 2025-11-05 |
        | 1001 | CS         | 2025-11-06 | 2025-11-11 |
        """,
        ("sari",),
        "2025-11-03",
        # the days of a spell are numbered
        "2025-11-11",
        before="""
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CS         | 2025-11-06 | 2025-11-11 |
        """,
    ),
    "leave that joins two spells": Late(
        "leave",
        """
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CS         | 2025-11-03 | 2025-11-05 |
        | 1001 | CS         | 2025-11-06 | 2025-11-06 |
        | 1001 | CS         | 2025-11-07 | 2025-11-21 |
        | 1001 | CS         | 2025-11-24 | 2025-11-28 |
        | 1001 | CS         | 2025-12-02 | 2025-12-04 |
        """,
        ("sari",),
        "2025-11-06",
        # over a weekend, but not over Monday, 1 December, when she worked
        "2025-11-28",
        before="""
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CS         | 2025-11-03 | 2025-11-05 |
        | 1001 | CS         | 2025-11-07 | 2025-11-21 |
        | 1001 | CS         | 2025-11-24 | 2025-11-28 |
        | 1001 | CS         | 2025-12-02 | 2025-12-04 |
        """,
        changed=("core.attendance_day", "core.deduction_day"),
    ),
    "a row of the pin map": Late(
        "pin_map",
        PINS + "| source:gate | 3 | 1001 | 2025-01-01 |\n",
        ("sari",),
        "2025-11-19",
        "2025-11-19",
    ),
    "a row of the calendar": Late(
        "calendar",
        """
        | date_from  | date_to    | kind    |
        | 2025-11-12 | 2025-11-12 | HOLIDAY |
        """,
        BOTH,
        "2025-11-12",
        "2025-11-12",
    ),
    "a letter of permission": Late(
        "permission",
        """
        | nip  | work_date  | kind   |
        | 1001 | 2025-11-05 | ABSENT |
        """,
        ("sari",),
        "2025-11-05",
        "2025-11-05",
        # money yes, discipline no
        changed=("core.discipline_day",),
    ),
    "a letter for a forgotten punch": Late(
        "punch_correction",
        """
        | nip  | work_date  | kind | punched_at       |
        | 1001 | 2025-11-12 | OUT  | 2025-11-12 17:30 |
        """,
        ("sari",),
        "2025-11-12",
        "2025-11-12",
        # of a day with one punch only its minutes would count as a breach, and here they are none
        changed=("core.attendance_day", "core.deduction_day"),
    ),
    "a letter that takes the place of a later one of its month": Late(
        "punch_correction",
        """
        | nip  | work_date  | kind | punched_at       |
        | 1001 | 2025-11-03 | IN   | 2025-11-03 07:00 |
        | 1001 | 2025-11-04 | IN   | 2025-11-04 07:00 |
        | 1001 | 2025-11-05 | IN   | 2025-11-05 07:00 |
        | 1001 | 2025-11-12 | OUT  | 2025-11-12 17:30 |
        """,
        ("sari",),
        "2025-11-03",
        "2025-11-12",
        before="""
        | nip  | work_date  | kind | punched_at       |
        | 1001 | 2025-11-04 | IN   | 2025-11-04 07:00 |
        | 1001 | 2025-11-05 | IN   | 2025-11-05 07:00 |
        | 1001 | 2025-11-12 | OUT  | 2025-11-12 17:30 |
        """,
        changed=("core.attendance_day", "core.deduction_day"),
    ),
}


@pytest.fixture
def warehouse(shared_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(shared_warehouse) as connection:
        connection.execute("begin transaction")
        yield connection
        connection.execute("rollback")


def _working_days() -> list[date]:
    every = (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))
    return [day for day in every if day.weekday() < 5]


def _punches() -> list[Row]:
    """Both come 20 minutes late on the 7th and are there on all other days, but for what Sari forgot."""
    rows = []
    for day in _working_days():
        came = "07:50" if day.day == 7 else "07:10"
        for pin in ("1", "2"):
            forgotten = FORGOTTEN.get(str(day), "") if pin == "1" else ""
            moments = [moment for kind, moment in (("IN", came), ("OUT", "17:40")) if kind not in forgotten]
            rows += [{"device_id": "source:gate", "pin": pin, "punched_at": f"{day} {one}"} for one in moments]
    under = ({"device_id": "source:gate", "pin": "3", "punched_at": f"2025-11-19 {one}"} for one in ("07:10", "17:40"))
    return [*rows, *under]


def _first_load(warehouse: duckdb.DuckDBPyConnection, late: Late) -> None:
    former: dict[str, Any] = {late.record: late.before} if late.before else {}
    put(warehouse, USUAL | {"employees": PEOPLE, "pin_map": PINS} | former)
    put(warehouse, {"punch": _punches()})
    nothing_changed(warehouse)
    refresh(warehouse, THROUGH)


def _late_load(warehouse: duckdb.DuckDBPyConnection, late: Late) -> int:
    rows = rows_of(late.rows)
    if late.record == "punch":
        change(warehouse, {}, rows, [], load_id=2)
    else:
        change(warehouse, {late.record: rows}, [], [], load_id=2)
    return refresh(warehouse, THROUGH, THROUGH)


def _tables(warehouse: duckdb.DuckDBPyConnection) -> Tables:
    return {table: warehouse.execute(f"select person_id, work_date, * from {table}").fetchall() for table in ACCOUNTS}


def _beyond(tables: Tables, late: Late) -> dict[str, set[tuple[Any, ...]]]:
    """The rows of other persons and of other dates; the accounts of discipline run on to the end of the year."""
    first, last = date.fromisoformat(late.first), date.fromisoformat(late.last)
    ends = {table: date(2025, 12, 31) if table == "core.discipline_day" else last for table in tables}
    return {
        table: {row for row in rows if row[0] not in late.persons or not first <= row[1] <= ends[table]}
        for table, rows in tables.items()
    }


@pytest.mark.parametrize("name", CASES)
def test_what_is_touched_is_computed_and_nothing_else_changes(warehouse: duckdb.DuckDBPyConnection, name: str) -> None:
    late = CASES[name]
    _first_load(warehouse, late)
    before = _tables(warehouse)
    computed = _late_load(warehouse, late)
    after = _tables(warehouse)
    assert _beyond(after, late) == _beyond(before, late)
    assert [table for table in ACCOUNTS if set(after[table]) != set(before[table])] == [*late.changed]
    nothing_changed(warehouse)
    every = refresh(warehouse, THROUGH)
    anew = _tables(warehouse)
    for table in ACCOUNTS:
        assert sorted(after[table], key=str) == sorted(anew[table], key=str), table
    assert every == len(anew["core.attendance_day"])
    assert 0 < computed < every


@pytest.mark.parametrize(
    ("name", "at_most"),
    [
        # three dates on each side of the changed ones, and the month's other doubtful days: the letter of 12 November
        ("punches", 1 + 3 + 3 + 2),
        ("leave", 3 + 3 + 3),
        ("a row of the calendar", 2 * (1 + 3 + 3)),
        ("a letter of permission", 1),
        # which letters count is decided to the end of the month
        ("a letter for a forgotten punch", 19),
    ],
)
def test_the_number_of_computed_days_follows_what_was_touched(
    warehouse: duckdb.DuckDBPyConnection, name: str, at_most: int
) -> None:
    _first_load(warehouse, CASES[name])
    assert 0 < _late_load(warehouse, CASES[name]) <= at_most


def test_twice_the_changed_days_are_about_twice_the_computed_ones(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Letters for ten dates cost ten days, whatever else the warehouse holds."""
    rows = "\n".join(f"| 1001 | 2025-12-{day:02d} | LATE |" for day in range(1, 11))
    late = Late("permission", f"| nip | work_date | kind |\n{rows}", ("sari",), "2025-12-01", "2025-12-10")
    _first_load(warehouse, late)
    assert _late_load(warehouse, late) == 10
