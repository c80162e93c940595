"""The stretches of dates that are computed at once: touched days that lie near each other, never too many."""

from collections.abc import Iterable
from datetime import date, timedelta

import duckdb

LOOK_BACK, LOOK_AHEAD = 48, 8
"""Days before and after a run whose shifts decide its windows: the neighbour before may be 40 days away."""
LONGEST_RUN = 123
"""Days of everybody computed at once, four whole months: what is in memory does not grow with the years."""
AT_ONCE = 400_000
"""Days of few persons computed at once, each person counted: every run costs its statements, whomever it is about."""
FEW = 1_000
"""Persons of whom it is worth it to look for their rows before everything else: everybody's are read to find them."""
OF_RUN = {"person_number": "run_number as person_number", "employment": "run_employment as employment"}
"""What models of a run read instead: schedules and punches of the others decide nothing."""
NEAR = 31
"""Touched days with at most so many untouched days between them are computed in one run."""


def runs_of(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[date, date]]:
    """The stretches of dates to compute one after the other."""
    stretches = warehouse.execute(
        "select distinct date_from, date_to from touched union select distinct date_from, date_to from touched_closing "
        "order by date_from, date_to"
    ).fetchall()
    persons = warehouse.execute(
        "select count(*) from (select person_id from touched union select person_id from touched_closing)"
    ).fetchone()
    longest = max(LONGEST_RUN, AT_ONCE // max(1, persons[0] if persons else 0))
    return [run for joined in _joined(stretches) for run in _parts(*joined, longest)]


def _joined(stretches: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    joined: list[tuple[date, date]] = []
    for first, last in stretches:
        if joined and first <= joined[-1][1] + timedelta(days=NEAR):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _last_month_end(day: date) -> date:
    """The last end of a month before `day`."""
    return day.replace(day=1) - timedelta(days=1)


def _parts(first: date, last: date, longest: int) -> list[tuple[date, date]]:
    """Cut at the ends of months, within which some rules count."""
    parts = []
    while first <= last:
        end = min(last, _last_month_end(first + timedelta(days=longest)))
        parts.append((first, end))
        first = end + timedelta(days=1)
    return parts


def make_run(warehouse: duckdb.DuckDBPyConnection, first: date, last: date) -> None:
    """TEMP `run` (its dates), `run_date` (they and those around), `run_person`, `run_number` and `run_employment`."""
    warehouse.execute(
        "create or replace temp table run as select ?::date as date_from, ?::date as date_to",
        [first, last],
    )
    warehouse.execute(
        "create or replace temp table run_date as "
        "select unnest(dates_from_to(date_from - ?::integer, date_to + ?::integer)) as work_date from run",
        [LOOK_BACK, LOOK_AHEAD],
    )
    warehouse.execute(
        "create or replace temp table run_person as select distinct held.person_id from "
        "(select person_id, date_from, date_to from touched "
        "union all select person_id, date_from, date_to from touched_closing) as held, run "
        "where held.date_from <= run.date_to and held.date_to >= run.date_from"
    )
    for whole, theirs in (("person_number", "run_number"), ("employment", "run_employment")):
        warehouse.execute(
            f"create or replace temp table {theirs} as "
            f"select * from {whole} where person_id in (select person_id from run_person)"
        )


def make_standing(reader: duckdb.DuckDBPyConnection, first: date, last: date) -> None:
    """TEMP `standing_day`: of `core.attendance_day` what stands of the run, with its row id as `place`.

    Those of few persons are read once for all that asks, as rows lie by date.
    TEMP `known_day`: the same without `place`, and all days before the run.
    """
    rows = f"select rowid as place, * from core.attendance_day where work_date between date '{first}' and date '{last}'"
    persons = reader.execute("select count(*) from run_person").fetchone()
    if persons and persons[0] <= FEW:
        theirs = f"{rows} and person_id in (select person_id from run_person)"
        reader.execute(f"create or replace temp table standing_row as {theirs}")
        rows = "from standing_row"
    reader.execute(f"create or replace temp view standing_day as {rows}")
    reader.execute(
        "create or replace temp view known_day as select * exclude (place) from standing_day "
        f"union all from core.attendance_day where work_date < date '{first}'"
    )
