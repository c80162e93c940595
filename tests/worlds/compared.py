"""The models' days and accounts beside the naive ones; and what a load changes before they are refreshed."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from etl.records import RECORDS
from tests.worlds.attendance import nothing_changed, put
from tests.worlds.naive_accounts import charge_days, deductions_of, disciplines_of
from tests.worlds.naive_day import all_days, people_of
from tests.worlds.naive_duty import Row, World

EVENTS = ("punch", "device_coverage")
"""What only grows from load to load; other tables are pictures that replace the one before."""
COLUMNS = (
    "person_id, work_date, shift_no, nip, unit_code, shift_code, shift_start, shift_end, first_in, last_out, punches, "
    "mid_punch, missing_punches, late_minutes, early_minutes, worked_minutes, status, leave_code, deduction_percent"
)
NAIVE = [
    "person_id",
    "work_date",
    "shift_no",
    "nip",
    "unit_code",
    "shift_code",
    "start",
    "end",
    "first_in",
    "last_out",
    "punches",
    "mid_punch",
    "missing",
    "late",
    "early",
    "worked",
    "status",
    "leave_code",
    "percent",
]


def found_in(warehouse: duckdb.DuckDBPyConnection) -> list[list[tuple[Any, ...]]]:
    """The rows of the days and of both accounts."""
    return [
        warehouse.execute(f"select {columns} from {table} order by all").fetchall()
        for table, columns in (
            ("core.attendance_day", COLUMNS),
            ("core.deduction_day", DEDUCTION),
            ("core.discipline_day", DISCIPLINE),
        )
    ]


DEDUCTION = (
    "person_id, work_date, shift_no, cause, minutes, percent, "
    "case when percent > 0 or cause = 'LEAVE' then leave_working_day end, leave_calendar_day"
)
DISCIPLINE = "person_id, work_date, unexcused_days, converted_days, cumulative_days, consecutive_days, tier, minutes"
NAIVE_DEDUCTION = ["person_id", "work_date", "shift_no", "cause", "minutes", "percent", "working", "calendar"]
NAIVE_DISCIPLINE = [
    "person_id",
    "work_date",
    "unexcused",
    "converted",
    "cumulative",
    "consecutive",
    "tier",
    "minutes",
]


def expected_of(world: World) -> list[list[tuple[Any, ...]]]:
    days, people = all_days(world), people_of(world)
    deductions = deductions_of(world, people, days)
    charge_days(days, deductions)
    disciplines = disciplines_of(world, people, days)
    tables = ((days, NAIVE), (deductions, NAIVE_DEDUCTION), (disciplines, NAIVE_DISCIPLINE))
    return [[tuple(row[name] for name in names) for row in rows] for rows, names in tables]


def key_of(row: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(str(cell) for cell in row[:4])


def change(
    warehouse: duckdb.DuckDBPyConnection,
    pictures: Mapping[str, Sequence[Row]],
    punches: Sequence[Row],
    coverage: Sequence[Row],
    load_id: int,
) -> None:
    """What a load does before days are refreshed: other pictures of the reference, new punches, more coverage."""
    for name, rows in pictures.items():
        assert RECORDS[name].nature == "SNAPSHOT"
        warehouse.execute(f"create or replace temp table old_{name} as from core.{name}")
        warehouse.execute(f"delete from core.{name}")
        put(warehouse, {name: rows})
    put(warehouse, {"punch": [row | {"load_id": load_id} for row in punches], "device_coverage": coverage})
    nothing_changed(warehouse)
    warehouse.executemany("insert into cover_grew values (?)", [[row["file_id"]] for row in coverage] or [[0]])
    warehouse.execute(
        "insert into changed_punch select device_address, device_id, pin, punched_at from core.punch where load_id = ?",
        [load_id],
    )
