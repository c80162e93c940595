"""Days computed beside the transaction are those that the transaction itself would compute, run after run."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.worlds.attendance import RULEBOOKS, USUAL, nothing_changed, put
from warehouse import runs
from warehouse.attendance import refresh_attendance
from warehouse.engines.duckdb import connect
from warehouse.places import Places
from warehouse.runs import LONGEST_RUN, runs_of

THROUGH = datetime(2025, 12, 31, 18, tzinfo=UTC)
LEAVE = """
| nip  | leave_code | date_from  | date_to    |
| 1001 | CT         | 2025-05-01 | 2025-05-04 |
"""


@pytest.fixture(autouse=True)
def runs_of_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """One person's year is not one run, as it would be."""
    monkeypatch.setattr(runs, "AT_ONCE", 0)


def punches(first: date, days: int) -> list[dict[str, Any]]:
    times = [datetime.combine(first + timedelta(days=day), datetime.min.time()) for day in range(days)]
    moments = [one + timedelta(hours=hours, minutes=one.day) for one in times for hours in (7, 16)]
    return [{"device_id": "source:gate", "pin": "1", "punched_at": moment} for moment in moments]


def refresh(warehouse: duckdb.DuckDBPyConnection, **changes: Any) -> int:
    return refresh_attendance(
        warehouse,
        through_at=THROUGH,
        previous_through_at=None,
        places=Places("Asia/Jakarta"),
        rulebooks=RULEBOOKS / "kepahiang",
        **{"rulebooks_changed": False} | changes,
    )


def days(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return warehouse.execute("from core.attendance_day order by person_id, work_date, shift_no").fetchall()


def test_a_first_load_of_several_runs(empty_warehouse: Path) -> None:
    with connect(empty_warehouse) as warehouse:
        warehouse.execute("begin transaction")
        put(warehouse, USUAL | {"leave": LEAVE, "punch": punches(date(2025, 1, 2), 363)})
        nothing_changed(warehouse)
        assert refresh(warehouse, only_added_by=1) == 363 > 2 * LONGEST_RUN
        beside = days(warehouse)
        warehouse.execute("delete from core.attendance_day")
        assert refresh(warehouse) == 363
        assert days(warehouse) == beside


def test_few_persons_are_one_run_of_any_length(empty_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with connect(empty_warehouse) as warehouse:
        warehouse.execute("begin transaction")
        put(warehouse, USUAL | {"leave": LEAVE, "punch": punches(date(2025, 1, 2), 363)})
        nothing_changed(warehouse)
        refresh(warehouse)
        by_runs = days(warehouse)
        assert len(runs_of(warehouse)) > 2

        monkeypatch.setattr(runs, "AT_ONCE", 400)
        refresh(warehouse)

        assert days(warehouse) == by_runs
        assert len(runs_of(warehouse)) == 1


def test_committed_and_new_punches_are_seen_together(empty_warehouse: Path) -> None:
    with connect(empty_warehouse) as warehouse:
        put(warehouse, USUAL | {"punch": punches(date(2025, 1, 2), 200)})
        warehouse.execute("begin transaction")
        put(warehouse, {"punch": [row | {"load_id": 2} for row in punches(date(2025, 7, 21), 100)]})
        nothing_changed(warehouse)
        refresh(warehouse, only_added_by=2, rulebooks_changed=True)
        beside = days(warehouse)
        refresh(warehouse, rulebooks_changed=True)
        assert days(warehouse) == beside
        assert {row[0] for row in warehouse.execute("select distinct status from core.attendance_day").fetchall()} == {
            "PRESENT",
            "ABSENT",
            "OFF",
            "UNKNOWN",
        }


def test_a_transaction_that_fails_leaves_no_day(empty_warehouse: Path) -> None:
    with connect(empty_warehouse) as warehouse:
        warehouse.execute("begin transaction")
        put(warehouse, USUAL | {"punch": punches(date(2025, 1, 2), 20)})
        nothing_changed(warehouse)
        refresh(warehouse, only_added_by=1)
        warehouse.execute("rollback")
        assert days(warehouse) == []
