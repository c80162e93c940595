"""Putting the computed days of a run in the place of those that stand."""

from datetime import date

import duckdb

from warehouse.beside import hand_over, insert_answer
from warehouse.modelling import read_model
from warehouse.parts import note_parts

_STANDING = (
    "exists (select 1 from day_standing as standing where standing.person_id = fact.person_id "
    "and standing.work_date = fact.work_date and standing.shift_no = fact.shift_no)"
)


def replace_days(
    warehouse: duckdb.DuckDBPyConnection, reader: duckdb.DuckDBPyConnection, handed: str, first: date, last: date
) -> int:
    """Replace the days of TEMP `touched` from `first` to `last`, and their deductions; returns how many were computed.

    What was computed beside the warehouse (by `reader`, into the database `handed`) goes into tables that are empty.
    """
    model = read_model("attendance_day")
    days = hand_over(reader, model.query, model.inputs, handed)
    charged = hand_over(reader, "select * exclude (person_no, day_no) from deduction", ("deduction",), handed)
    if reader is not warehouse:
        insert_answer(warehouse, charged, "core.deduction_day")
        return insert_answer(warehouse, days, "core.attendance_day")
    _clear(warehouse, "core.deduction_day", first, last)
    note_parts(warehouse, "core.deduction_day", "deduction")
    insert_answer(warehouse, charged, "core.deduction_day")
    return _put_changed_days(warehouse, days, first, last)


def _put_changed_days(warehouse: duckdb.DuckDBPyConnection, days: str, first: date, last: date) -> int:
    """Days that come out as they stand stay where they lie: most of a night's do, and writing is the dear part."""
    warehouse.execute("create or replace temp table day_anew as from core.attendance_day limit 0")
    computed = insert_answer(warehouse, days, "day_anew")
    warehouse.execute(
        "create or replace temp table day_standing as select person_id, work_date, shift_no from "
        f"(select * from core.attendance_day where work_date between date '{first}' and date '{last}' "
        "intersect from day_anew)"
    )
    _clear(warehouse, "core.attendance_day", first, last, keeping=_STANDING)
    fresh = f"select * from day_anew as fact where not {_STANDING}"
    note_parts(warehouse, "core.attendance_day", f"({fresh})")
    insert_answer(warehouse, fresh, "core.attendance_day")
    return computed


def _clear(
    warehouse: duckdb.DuckDBPyConnection, table: str, first: date, last: date, *, keeping: str = "false"
) -> None:
    """Take the touched days of a run away, and dates of which another duty closed, but not those of `keeping`."""
    within = f"fact.work_date between date '{first}' and date '{last}'"
    if warehouse.execute(f"select 1 from {table} as fact where {within} limit 1").fetchone() is None:
        return
    warehouse.execute(
        "create or replace temp table gone as "
        f"select fact.rowid as place from {table} as fact join touched on fact.person_id = touched.person_id "
        f"and fact.work_date between touched.date_from and touched.date_to where {within} and not {keeping} "
        f"union select fact.rowid from {table} as fact "
        "join (select distinct person_schedule.person_id, schedule_day.work_date "
        "from judged_day join schedule_day on schedule_day.day_no = judged_day.day_no and schedule_day.shift_no > 1 "
        "join person_schedule on person_schedule.person_no = judged_day.person_no) as again "
        "on fact.person_id = again.person_id and fact.work_date = again.work_date "
        f"where {within} and not {keeping}"
    )
    note_parts(warehouse, table, f"{table} as fact join gone on fact.rowid = gone.place")
    warehouse.execute(f"delete from {table} as fact using gone where fact.rowid = gone.place")
