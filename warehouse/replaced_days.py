"""Putting the computed days of a run in the place of those that stand."""

from datetime import date

import duckdb

from warehouse.beside import hand_over, insert_answer
from warehouse.modelling import read_model
from warehouse.parts import note_parts

_KEYS = {
    "core.attendance_day": ("person_id", "work_date", "shift_no"),
    "core.deduction_day": ("person_id", "work_date", "shift_no", "cause"),
}


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
    within = f"work_date between date '{first}' and date '{last}'"
    standing = f"(select rowid as place, * from core.deduction_day where {within})"
    _put_changed(warehouse, "core.deduction_day", charged, standing)
    return _put_changed(warehouse, "core.attendance_day", days, "standing_day")


def _put_changed(warehouse: duckdb.DuckDBPyConnection, table: str, query: str, rows: str) -> int:
    """Rows that come out as they stand stay where they lie: most of a night's do, and writing is the dear part.

    `rows` are those of the table within the dates of the run, with their `place`.
    """
    anew, standing = (f"{table.removeprefix('core.')}_{state}" for state in ("anew", "standing"))
    warehouse.execute(f"create or replace temp table {anew} as from {table} limit 0")
    computed = insert_answer(warehouse, query, anew)
    warehouse.execute(
        f"create or replace temp table {standing} as select {', '.join(_KEYS[table])} from (select * exclude (place) "
        f"from {rows} where person_id in (select person_id from {anew}) intersect from {anew})"
    )
    same = " and ".join(f"standing.{name} = fact.{name}" for name in _KEYS[table])
    stands = f"exists (select 1 from {standing} as standing where {same})"
    _clear(warehouse, table, rows, keeping=stands)
    fresh = f"select * from {anew} as fact where not {stands}"
    note_parts(warehouse, table, f"({fresh})")
    insert_answer(warehouse, fresh, table)
    return computed


def _clear(warehouse: duckdb.DuckDBPyConnection, table: str, rows: str, *, keeping: str) -> None:
    """Take the touched days of a run away, and dates of which another duty closed, but not rows of `keeping`."""
    if warehouse.execute(f"select 1 from {rows} as fact limit 1").fetchone() is None:
        return
    warehouse.execute(
        "create or replace temp table gone as "
        f"select fact.place from {rows} as fact join touched on fact.person_id = touched.person_id "
        f"and fact.work_date between touched.date_from and touched.date_to where not {keeping} "
        f"union select fact.place from {rows} as fact "
        "join (select distinct person_schedule.person_id, schedule_day.work_date "
        "from judged_day join schedule_day on schedule_day.day_no = judged_day.day_no and schedule_day.shift_no > 1 "
        "join person_schedule on person_schedule.person_no = judged_day.person_no) as again "
        "on fact.person_id = again.person_id and fact.work_date = again.work_date "
        f"where not {keeping}"
    )
    note_parts(warehouse, table, f"{table} as fact join gone on fact.rowid = gone.place")
    warehouse.execute(f"delete from {table} as fact using gone where fact.rowid = gone.place")
