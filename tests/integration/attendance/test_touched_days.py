"""What a later load changes: exactly the days that its rows touch are computed anew; everything else stays."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.worlds.attendance import USUAL, days, nothing_changed, punches, put, refresh
from warehouse.engines.duckdb import connect

FIRST_LOAD = datetime(2026, 2, 10, 18, tzinfo=UTC)
START = punches("2026-02-02 07:30")
TWO = """
| person_id | nip  | unit_code | status | valid_from |
| budi      | 1002 | DINAS     | ACTIVE | 2025-01-01 |
| sari      | 1001 | DINAS     | ACTIVE | 2025-01-01 |
"""
PINS = """
| device_id | pin | nip  | valid_from |
| *         | 1   | 1001 | 2025-01-01 |
| *         | 2   | 1002 | 2025-01-01 |
"""


@pytest.fixture
def loaded(shared_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Two persons, one punch, everything known to be complete, loaded through 11 February 01:00."""
    with connect(shared_warehouse) as warehouse:
        warehouse.execute("begin transaction")
        put(warehouse, USUAL | {"employees": TWO, "pin_map": PINS, "punch": START})
        nothing_changed(warehouse)
        refresh(warehouse, FIRST_LOAD)
        nothing_changed(warehouse)
        yield warehouse
        warehouse.execute("rollback")


def _replace(warehouse: duckdb.DuckDBPyConnection, record: str, table: str) -> None:
    warehouse.execute(f"create or replace temp table old_{record} as from core.{record}")
    warehouse.execute(f"delete from core.{record}")
    put(warehouse, {record: table})


def _status(warehouse: duckdb.DuckDBPyConnection, person: str, day: str) -> str:
    return str(days(warehouse, "status", f"person_id = '{person}' and work_date = '{day}'")[0][0])


def _dates(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """The dates for which both persons have a day."""
    dates = [str(row[0]) for row in days(warehouse, "work_date", "true")]
    return sorted(date for date in set(dates) if dates.count(date) == 2)


def test_a_load_that_changes_nothing_computes_nothing(loaded: duckdb.DuckDBPyConnection) -> None:
    assert refresh(loaded, FIRST_LOAD, FIRST_LOAD) == 0


def test_an_hour_that_closes_no_window_adds_no_day(loaded: duckdb.DuckDBPyConnection) -> None:
    assert refresh(loaded, datetime(2026, 2, 10, 20, 29, tzinfo=UTC), FIRST_LOAD) == 0


def test_a_day_exists_from_the_instant_its_window_closes(loaded: duckdb.DuckDBPyConnection) -> None:
    """03:30 in Asia/Jakarta is 20:30 UTC of the day before."""
    assert refresh(loaded, datetime(2026, 2, 10, 20, 30, tzinfo=UTC), FIRST_LOAD) == 2
    assert _dates(loaded)[-1] == "2026-02-10"


def test_a_late_punch_touches_its_person_only(loaded: duckdb.DuckDBPyConnection) -> None:
    before = days(loaded, "*", "person_id = 'budi'")
    put(loaded, {"punch": punches("2026-02-04 07:29")})
    loaded.execute("insert into changed_punch values ('source:gate', 'source:gate', '1', '2026-02-04 07:29')")
    assert 0 < refresh(loaded, FIRST_LOAD, FIRST_LOAD) < 10
    assert _status(loaded, "sari", "2026-02-04") == "NO_OUT"
    assert days(loaded, "*", "person_id = 'budi'") == before


def test_leave_after_a_worked_day_is_not_touched_by_a_late_punch_before_it(loaded: duckdb.DuckDBPyConnection) -> None:
    leave = """
    | nip  | leave_code | date_from  | date_to    |
    | 1001 | CS         | 2026-02-06 | 2026-02-10 |
    """
    _replace(loaded, "leave", leave)
    _come(loaded, "2026-02-05 07:20", "2026-02-05 17:00")
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert [_status(loaded, "sari", day) for day in ("2026-02-05", "2026-02-06")] == ["PRESENT", "LEAVE"]
    nothing_changed(loaded)
    loaded.execute("drop table old_leave")

    _come(loaded, "2026-02-03 07:20", "2026-02-03 17:00")
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert loaded.execute("select max(date_to)::varchar from touched").fetchone() == ("2026-02-04",)
    nothing_changed(loaded)

    # the worked day itself may turn into leave, and so lengthen the spell
    _come(loaded, "2026-02-05 12:00")
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert loaded.execute("select max(date_to)::varchar from touched").fetchone() == ("2026-02-10",)


def _come(warehouse: duckdb.DuckDBPyConnection, *moments: str) -> None:
    """Late punches of Sari."""
    put(warehouse, {"punch": punches(*moments)})
    for moment in moments:
        warehouse.execute(f"insert into changed_punch values ('source:gate', 'source:gate', '1', '{moment}')")


@pytest.mark.parametrize(("moment", "day"), [("2026-02-04 03:29", "2026-02-03"), ("2026-02-04 03:30", "2026-02-04")])
def test_a_late_punch_after_midnight_touches_the_day_whose_window_it_is_in(
    loaded: duckdb.DuckDBPyConnection, moment: str, day: str
) -> None:
    put(loaded, {"punch": punches(moment)})
    loaded.execute(f"insert into changed_punch values ('source:gate', 'source:gate', '1', '{moment}')")
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    changed = days(
        loaded, "work_date::varchar, status", "person_id = 'sari' and punches > 0 and work_date > '2026-02-02'"
    )
    assert changed == [(day, "NO_IN" if day == "2026-02-03" else "NO_OUT")]


def test_leave_after_the_fact_excuses_the_day(loaded: duckdb.DuckDBPyConnection) -> None:
    leave = """
    | nip  | leave_code | date_from  | date_to    |
    | 1001 | CS         | 2026-02-05 | 2026-02-05 |
    """
    _replace(loaded, "leave", leave)
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert [_status(loaded, "sari", day) for day in ("2026-02-04", "2026-02-05", "2026-02-06")] == [
        "ABSENT",
        "LEAVE",
        "ABSENT",
    ]


def test_a_holiday_that_is_taken_back_becomes_a_working_day_again(loaded: duckdb.DuckDBPyConnection) -> None:
    holiday = """
    | date_from  | date_to | kind    |
    | 2026-02-05 |         | HOLIDAY |
    """
    _replace(loaded, "calendar", holiday)
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert _status(loaded, "sari", "2026-02-05") == "OFF"
    loaded.execute("create or replace temp table old_calendar as from core.calendar")
    loaded.execute("delete from core.calendar")
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert _status(loaded, "sari", "2026-02-05") == "ABSENT"


def test_a_person_who_leaves_the_register_has_no_days(loaded: duckdb.DuckDBPyConnection) -> None:
    _replace(loaded, "employees", TWO.replace("| budi      | 1002 | DINAS     | ACTIVE | 2025-01-01 |\n", ""))
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert days(loaded, "person_id", "person_id = 'budi'") == []
    assert days(loaded, "person_id", "person_id = 'sari'") != []


def test_a_file_that_is_withdrawn_makes_absence_unknown(loaded: duckdb.DuckDBPyConnection) -> None:
    loaded.execute(
        "insert into audit.withdrawal (file_id, load_id, reason, withdrawn_at) values (1, 2, 'wrong', now())"
    )
    loaded.execute("insert into cover_shrank values (1)")
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert _status(loaded, "sari", "2026-02-05") == "UNKNOWN"


@pytest.mark.parametrize(
    ("lines", "day", "status"),
    [
        (["2026-02-02 19:29:59"], "2026-02-03", "ABSENT"),
        (["2026-02-02 19:30:00"], "2026-02-03", "UNKNOWN"),
        (["2026-02-04 04:00:00"], "2026-02-03", "UNKNOWN"),
        (["2026-02-04 04:00:01"], "2026-02-03", "ABSENT"),
        (["2026-02-03 12:00:00", "2026-02-05 12:00:00"], "2026-02-04", "ABSENT"),
        (["2026-02-03 12:00:00", "2026-02-05 12:00:00"], "2026-02-05", "UNKNOWN"),
    ],
)
def test_within_twelve_hours_of_a_destroyed_line_no_longer_dump_speaks_for_the_device(
    loaded: duckdb.DuckDBPyConnection, lines: list[str], day: str, status: str
) -> None:
    _destroy(loaded, {2 + place: ("source:gate", line) for place, line in enumerate(lines)})
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert _status(loaded, "sari", day) == status


@pytest.mark.parametrize(("unit", "status"), [("DINAS", "UNKNOWN"), ("PUSKES", "ABSENT")])
def test_another_device_of_the_unit_does_not_speak_for_a_destroyed_one(
    loaded: duckdb.DuckDBPyConnection, unit: str, status: str
) -> None:
    devices = f"""
    | device_id   | unit_code | valid_from |
    | source:gate | DINAS     | 2020-01-01 |
    | source:hall | {unit}    | 2020-01-01 |
    """
    _replace(loaded, "devices", devices)
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert _status(loaded, "budi", "2026-02-05") == "ABSENT"
    loaded.execute("drop table old_devices")
    _destroy(loaded, {2: ("source:hall", "2026-02-05 12:00:00")})
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert _status(loaded, "budi", "2026-02-05") == status


def _destroy(warehouse: duckdb.DuckDBPyConnection, files: dict[int, tuple[str, str]]) -> None:
    """Destroyed files, each with one line of a device at a moment."""
    for file_id, (device, moment) in files.items():
        warehouse.execute(
            "insert into core.device_coverage by name select ? as file_id, ? as device_address, "
            "?::timestamp as first_punched_at, ?::timestamp as last_punched_at, true as cumulative",
            [file_id, device, moment, moment],
        )
        warehouse.execute(
            "insert into audit.withdrawal (file_id, load_id, reason, withdrawn_at) values (?, 2, 'gone', now())",
            [file_id],
        )
        warehouse.execute(
            "insert into audit.destruction (file_id, load_id, decision, destroyed_at) values (?, 2, '1/2031', now())",
            [file_id],
        )
        warehouse.execute("insert into cover_shrank values (?)", [file_id])


def test_a_file_that_comes_at_last_makes_unknown_days_known(loaded: duckdb.DuckDBPyConnection) -> None:
    loaded.execute("delete from core.device_coverage")
    refresh(loaded, FIRST_LOAD)
    assert _status(loaded, "sari", "2026-02-05") == "UNKNOWN"
    put(
        loaded,
        {
            "device_coverage": """
            | file_id | device_address | first_punched_at | last_punched_at  | cumulative |
            | 2       | source:gate    | 2026-02-05 07:00 | 2026-02-05 17:00 | false      |
            """
        },
    )
    loaded.execute("insert into cover_grew values (2)")
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert [_status(loaded, "sari", day) for day in ("2026-02-04", "2026-02-05", "2026-02-06")] == [
        "UNKNOWN",
        "ABSENT",
        "UNKNOWN",
    ]


def test_an_earlier_first_punch_adds_the_days_before(loaded: duckdb.DuckDBPyConnection) -> None:
    put(loaded, {"punch": punches("2026-01-29 07:29")})
    loaded.execute("insert into changed_punch values ('source:gate', 'source:gate', '1', '2026-01-29 07:29')")
    refresh(loaded, FIRST_LOAD, FIRST_LOAD)
    assert _dates(loaded)[0] == "2026-01-29"


def test_without_a_punch_leave_or_roster_there_is_no_day(shared_warehouse: Path) -> None:
    with connect(shared_warehouse) as warehouse:
        warehouse.execute("begin transaction")
        put(warehouse, USUAL)
        nothing_changed(warehouse)
        assert refresh(warehouse, FIRST_LOAD) == 0
        warehouse.execute("rollback")
