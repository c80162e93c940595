"""What decides a figure from a distance is listed too: each row here is one record that a month's figures rest on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.worlds.attendance import put
from warehouse.engines.duckdb import connect
from warehouse.lineage.impact import find_impact
from warehouse.scoring.period import Period, periods_of_year

SARI, BUDI = "sari", "budi"
_FACTS = {
    "employees": """
        | record_no | person_id | nip  | unit_code | position_code | status | valid_from | valid_to   |
        | 1         | sari      | 1001 | DINAS     | CLERK         | ACTIVE | 2025-01-01 |            |
        | 2         | budi      | 1002 | PUSKES    | CLERK         | ACTIVE | 2025-01-01 | 2026-03-10 |
        | 3         | budi      | 1002 | DINAS     | CLERK         | ACTIVE | 2026-03-11 |            |
    """,
    "units": """
        | record_no | unit_code | name  | unit_type | work_pattern | valid_from |
        | 1         | DINAS     | Dinas | OFFICE    | FIVE_DAY     | 2020-01-01 |
        | 2         | PUSKES    | Pusk. | CLINIC    | SIX_DAY      | 2020-01-01 |
        | 3         | LOKET     | Loket | COUNTER   | SIX_DAY      | 2020-01-01 |
    """,
    "pin_map": """
        | record_no | device_id | pin | nip  | valid_from |
        | 1         | *         | 1   | 1001 | 2025-01-01 |
        | 2         | far       | 1   | 1002 | 2025-01-01 |
    """,
    "devices": """
        | record_no | device_id | source | number | unit_code | valid_from |
        | 1         | gate      | finger | 1      | LOKET     | 2020-01-01 |
        | 2         | spare     | finger | 2      | LOKET     | 2020-01-01 |
        | 3         | other     | app    | 3      | LOKET     | 2020-01-01 |
    """,
    "device_offset": """
        | record_no | device_id | from_at          | to_at            | offset_seconds |
        | 1         | gate      | 2026-03-20 00:00 | 2026-03-21 00:00 | 3600           |
    """,
    "device_confirmation": """
        | record_no | device_id | from_at          | to_at            |
        | 1         | gate      | 2026-03-02 00:00 | 2026-03-03 00:00 |
    """,
    "punch": """
        | record_no | device_id     | pin | punched_at       |
        | 1         | gate          | 1   | 2026-02-10 07:30 |
        | 2         | gate          | 1   | 2026-01-10 07:30 |
        | 3         | source:finger | 1   | 2026-03-04 07:30 |
    """,
    "calendar": """
        | record_no | kind    | date_from  |
        | 1         | HOLIDAY | 2026-02-17 |
        | 2         | HOLIDAY | 2026-01-01 |
    """,
    "complaint": """
        | record_no | ticket | class       | unit_code | created_at       |
        | 1         | 5      | INFORMATION | DINAS     | 2026-02-16 09:00 |
    """,
    "service_event": """
        | record_no | case_id | event     | unit_code | service_code | nip  | occurred_at      |
        | 1         | 7       | RECEIVED  | LOKET     | A            |      | 2026-02-12 09:00 |
        | 2         | 7       | COMPLETED | LOKET     | A            | 1001 | 2026-03-05 09:00 |
    """,
    "shifts": """
        | record_no | shift_code | start | end  | valid_from |
        | 1         | LATE       | 840   | 1260 | 2020-01-01 |
    """,
    "roster": """
        | record_no | nip  | work_date  | shift_code |
        | 1         | 1001 | 2026-04-01 | LATE       |
    """,
    "target": """
        | record_no | nip  | period  | indicator_code | aspect   | indicator | direction | rollup | weight | target |
        | 1         | 1001 | 2026-03 | A              | QUANTITY | Done      | HIGHER    | SUM    | 1      | 10     |
        | 2         | 1001 | 2026-Q1 | A              | QUANTITY | Done      | HIGHER    | SUM    | 1      | 10     |
        | 3         | 1001 | 2026    | A              | QUANTITY | Done      | HIGHER    | SUM    | 1      | 10     |
        | 4         | 1001 | 2026-02 | A              | QUANTITY | Done      | HIGHER    | SUM    | 1      | 10     |
        | 5         | 1001 | 2026-H2 | A              | QUANTITY | Done      | HIGHER    | SUM    | 1      | 10     |
        | 6         | 1001 | 2025    | A              | QUANTITY | Done      | HIGHER    | SUM    | 1      | 10     |
    """,
    "assessment": """
        | record_no | nip  | period  |
        | 1         | 1001 | 2026-H1 |
        | 2         | 1001 | 2026-Q2 |
    """,
    "leave": """
        | record_no | nip  | leave_code | date_from  | date_to    |
        | 1         | 1001 | CT         | 2026-03-09 | 2026-03-09 |
        | 2         | 1002 | CT         | 2026-03-09 | 2026-03-09 |
    """,
}
_COUNTED = ("working", "present", "duty", "leave", "absent", "unknown", "inactive")
_COUNTS = ", ".join(f"0 as {one}_days" for one in _COUNTED)
_SCORED = f"""
insert into mart.performance_period by name select 'kepahiang' as agency, person_id, nip, '2026-03' as period,
    date '2026-03-01' as period_start, date '2026-03-31' as period_end, 1 as revision, 0 as as_of_seq, {_COUNTS},
    0 as late_minutes, 0 as early_minutes, 0 as evidence_coverage, false as assumed, 'kepahiang' as rulebook
from core.employees where record_no < 3;
insert into core.attendance_day by name select person_id, nip, date '2026-03-05' as work_date, 1 as shift_no,
    'DINAS' as unit_code, 'FIVE_DAY' as shift_code, 'NO_IN' as status, 1 as punches, 'kepahiang' as rulebook
from core.employees where record_no < 3;
insert into mart.person_case by name select 'kepahiang' as agency, 'sari' as person_id, '1001' as nip,
    '2026-03' as period, 'desk' as app, '7' as case_id, 'A' as service_code, 60 as standard_minutes, 1 as completed,
    1 as on_time, 0 as late, 0 as overdue, 0 as reworked, 1 as of_desk, timestamp '2026-02-12 09:00' as received_at;
insert into mart.person_work by name select 'kepahiang' as agency, person_id, nip, '2026-03' as period,
    'CLERK x OFFICE' as peer_group, 1 as cases, 1 as overdue, 1 as completed, 1 as on_time, 0 as late,
    0 as reworked, 60 as done_minutes, 60 as desk_minutes, 3600 as squared_minutes, 60 as available_minutes
from core.employees where record_no < 3
"""
_TARGET = {"nip": "1001", "indicator_code": "A", "aspect": "QUANTITY", "indicator": "Done", "direction": "HIGHER"}
_TARGET |= {"rollup": "SUM", "weight": "1", "target": "10"}
_DAYS = {"DISCIPLINE", "PRODUCTIVITY", "SATISFACTION", "COMPLAINT", "DEDUCTION", "TPP", "TIER"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, new_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """March of two people: Sari lacks a punch and completed a case, Budi changed place."""
    path = tmp_path_factory.mktemp("reach") / "warehouse.duckdb"
    shutil.copyfile(new_warehouse, path)
    with connect(path) as con:
        put(con, _FACTS)
        con.execute(_SCORED)
        yield con


@pytest.mark.parametrize(
    ("role", "record_no", "components"),
    [
        pytest.param(
            "PUNCH_BEFORE", 1, _DAYS - {"TIER"}, id="a device pressed in the 30 days before a gap is asked for it"
        ),
        pytest.param("PUNCH_BEFORE", 2, set(), id="one pressed earlier is not"),
        pytest.param("DEVICES", 1, _DAYS, id="the device that was pressed, of whatever unit"),
        pytest.param("DEVICES", 2, _DAYS, id="one that would share the name of an unknown machine without its row"),
        pytest.param("DEVICES", 3, set(), id="one of another source"),
        pytest.param("DEVICE_OFFSET", 1, _DAYS, id="a clock that moves up to when a file covers"),
        pytest.param("DEVICE_CONFIRMATION", 1, _DAYS, id="who vouches for the device that was pressed"),
        pytest.param("PIN_MAP_OF_OTHERS", 2, _DAYS, id="a row that makes the PIN another's on one device"),
        pytest.param("SHIFTS", 1, _DAYS, id="the shift of the day after moves the window of the last"),
        pytest.param("CALENDAR", 1, {"TIER"}, id="a holiday before the period frees a day of the year's account alone"),
        pytest.param(
            "CALENDAR_OF_CASES", 1, {"PRODUCTIVITY", "TIMELINESS", "QUALITY"}, id="it moves when the case is due"
        ),
        pytest.param("CALENDAR_OF_CASES", 2, set(), id="not if it lies before the case came"),
        pytest.param("CALENDAR_OF_COMPLAINTS", 1, {"COMPLAINT"}, id="and when the complaint is due"),
        pytest.param(
            "UNITS_OF_CASES", 3, {"PRODUCTIVITY", "TIMELINESS", "QUALITY"}, id="the hours of the office of the case"
        ),
        pytest.param("TARGET", 1, {"TARGET"}, id="a target of the month"),
        pytest.param("TARGET", 2, {"TARGET"}, id="one of the quarter says why the month has none of its own"),
        pytest.param("TARGET", 3, {"TARGET"}, id="so does that of the year"),
        pytest.param("TARGET", 4, set(), id="that of the month before does not"),
        pytest.param("TARGET_FOR_PAY", 2, {"TPP"}, id="but P may come from it"),
        pytest.param("TARGET_FOR_PAY", 3, {"TPP"}, id="as from that of the year"),
        pytest.param("TARGET_FOR_PAY", 4, set(), id="not from that of the month before"),
        pytest.param("TARGET_FOR_PAY", 5, set(), id="nor of the half-year that comes"),
        pytest.param("TARGET_FOR_PAY", 6, set(), id="nor of another year"),
        pytest.param("ASSESSMENT_FOR_PAY", 1, {"TPP"}, id="a rating of the half-year that holds the month"),
        pytest.param("ASSESSMENT_FOR_PAY", 2, set(), id="not one of the quarter that comes"),
    ],
)
def test_what_decides_from_a_distance_is_listed(
    small: duckdb.DuckDBPyConnection, role: str, record_no: int, components: set[str]
) -> None:
    found = small.execute(
        "select component from mart.figure_source where person_id = ? and role = ? and record_no = ?",
        [SARI, role, record_no],
    ).fetchall()
    assert {component for (component,) in found} == components


def test_the_days_of_whoever_changed_place_decide_with_whom_cases_are_compared(
    small: duckdb.DuckDBPyConnection,
) -> None:
    listed = small.execute(
        "select distinct person_id from mart.figure_source where role = 'LEAVE' and component = 'QUALITY'"
    ).fetchall()
    assert listed == [(BUDI,)]


def test_leave_of_whoever_sets_the_pace_is_followed_to_the_peers(small: duckdb.DuckDBPyConnection) -> None:
    found = find_impact(small, "leave", 1, 1)
    assert [(row["person_id"], row["component"]) for row in found if row["via"].startswith("peer group")] == [
        (BUDI, "PRODUCTIVITY")
    ]


def test_of_every_period_the_targets_of_its_parts_and_of_whatever_holds_its_months_are_listed(
    small: duckdb.DuckDBPyConnection,
) -> None:
    year = periods_of_year(2026)
    small.execute("begin transaction")
    small.execute("delete from core.target")
    small.execute("create temp table other as from mart.performance_period where person_id = 'sari'")
    small.execute("delete from mart.performance_period")
    for number, one in enumerate(year):
        small.execute(
            "insert into mart.performance_period select * replace (? as period, ? as period_start, ? as period_end) "
            "from other",
            [one.name, one.first, one.last],
        )
        put(small, {"target": [_TARGET | {"record_no": number, "period": one.name}]})
    listed = small.execute(
        "select role, period, record_no from mart.figure_source where role like 'TARGET%'"
    ).fetchall()
    small.execute("rollback")
    parts = {(own.name, number) for own in year for number, one in enumerate(year) if _holds(own, one)}
    wholes = {(own.name, number) for own in year for number, one in enumerate(year) if _holds(one, own)}
    assert {*listed} == {(role, *one) for role in ("TARGET", "TARGET_FOR_PAY") for one in parts | wholes}


def _holds(whole: Period, part: Period) -> bool:
    return whole.first <= part.first and part.last <= whole.last
