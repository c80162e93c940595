"""Computing `core.attendance_day` anew for the employee-days that a load touched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb

from etl.records import RECORDS, Nature
from etl.rulebook import InForce, rulebooks_of
from warehouse.accounts import ACCOUNTS, MODELS, charge, prepare_accounts, remember_run, replace_discipline
from warehouse.beside import beside, handing
from warehouse.first_day import first_day
from warehouse.modelling import read_model, run_model
from warehouse.parts import note_every, note_parts
from warehouse.places import Places, make_places
from warehouse.replaced_days import replace_days
from warehouse.rule_tables import make_rule_tables
from warehouse.runs import LOOK_AHEAD, LOOK_BACK, OF_RUN, make_run, make_standing, runs_of
from warehouse.touched import find_touched, make_touched, merge_touched, touch_everyone, touch_further

STILL_OPEN = 5
"""A window closes at most so many days after its date of service."""

WINDOW_BEFORE = 1
"""Days before its date of service in which a window may begin; earlier punches only tell whose devices are whose."""

_PEOPLE = ("person_number", "employment", "unit_pattern")
_SCHEDULES = (
    "calendar_day",
    "leave_day",
    "person_pattern",
    "roster_day",
    "person_schedule",
    "rostered_shift",
    "duty",
    "duty_break",
    "correction",
    "window_slice",
    "schedule_day",
)
_PUNCHES = ("run_punch", "punch_owner", "person_punch", "punch_day", "middle_day")
COVER = ("device_record", "destroyed_record", "device_cover")
"""Models that tell for which time the record of a device is complete, in their order."""
_DAYS = (
    "person_date",
    "attended_day",
    "missing_punch",
    *COVER,
    "doubtful_punch",
    "device_use",
    "uncovered_duty",
    "further_break",
    "judged_day",
)
_HANDED = ("further_break", "judged_day")
"""Models of `_DAYS` that only the published day reads, or nearly so: computed where the transaction can read them."""


@dataclass(frozen=True)
class _Days:
    """Which days can exist: windows close up to the instant `through`; `previous` what it was before."""

    first: date
    through: datetime
    previous: datetime | None
    last: date
    """Of `through`, where the date is the latest."""
    closing_from: date
    """The first date whose windows may have been open at the load before."""

    @property
    def closes(self) -> bool:
        """Whether time went on since the load before: a late file alone closes no window."""
        return self.previous is not None and self.previous < self.through


def refresh_attendance(
    warehouse: duckdb.DuckDBPyConnection,
    *,
    through_at: datetime,
    previous_through_at: datetime | None,
    places: Places,
    rulebooks: Path,
    rulebooks_changed: bool,
    settings_changed: bool = False,
    only_added_by: int | None = None,
) -> int:
    """Replace the touched days in `core.attendance_day`; returns how many were computed.

    `through_at` (an instant) closes days; the later of it and `previous_through_at` counts. TEMP `changed_punch`,
    `cover_grew`, `cover_shrank`, `device_name` and `old_<record>` tell what this transaction changed. Where devices or
    settings changed, another zone may have closed the latest days.
    `only_added_by` names the load of which this transaction added punches, if it did nothing else to punches.
    """
    books = rulebooks_of(rulebooks)
    everything = rulebooks_changed or previous_through_at is None or _is_empty(warehouse)

    def refresh(reader: duckdb.DuckDBPyConnection) -> int:
        first = _prepare(reader, books)
        if first is None:
            _empty(warehouse)
            return 0
        days = _days(first, through_at, previous_through_at, places)
        make_places(reader, places, days.through, days.previous)
        run_model(reader, "unit_time")
        _touch(warehouse, reader, days, books, everything=everything, zones_changed=settings_changed)
        prepare_accounts(warehouse, reader)
        computed = sum(_compute(warehouse, reader, run) for run in runs_of(reader))
        replace_discipline(warehouse, reader, everything=everything)
        return computed

    if everything and only_added_by is not None:
        with beside(warehouse, facts_read(), ACCOUNTS, ("device_name",), only_added_by) as reader:
            return refresh(reader)
    return refresh(warehouse)


def judge_anew(
    con: duckdb.DuckDBPyConnection,
    stretch: tuple[date, date],
    *,
    through_at: datetime,
    places: Places,
    books: Sequence[InForce],
) -> int:
    """Compute everybody's days and both accounts of a stretch of dates by `books`; returns how many days.

    For a database where the days and accounts before it stand as they were judged. TEMP `device_name` must be there.
    """
    begin = _prepare(con, books)
    if begin is None:
        return 0
    days = _days(begin, through_at, None, places)
    make_places(con, places, days.through, None)
    run_model(con, "unit_time")
    make_touched(con, set())
    touch_everyone(con, *stretch)
    merge_touched(con, max(stretch[0], begin), min(stretch[1], days.last))
    _make_closing(con, days, everything=True)
    prepare_accounts(con, con)
    computed = sum(_compute(con, con, run) for run in runs_of(con))
    replace_discipline(con, con, everything=False)
    return computed


def _prepare(reader: duckdb.DuckDBPyConnection, books: Sequence[InForce]) -> date | None:
    """Make the tables that all runs read; the first day that can exist, if there is any."""
    make_rule_tables(reader, books)
    for model in (*_PEOPLE, "device_clock"):
        run_model(reader, model)
    return first_day(reader, books[0].rulebook.valid_from)


def facts_read() -> list[str]:
    """The tables of the warehouse that the models name."""
    models = (*_PEOPLE, "device_clock", "unit_time", *_SCHEDULES, *_PUNCHES, *_DAYS, *MODELS, "attendance_day")
    named = {relation for model in models for relation in read_model(model).inputs} - {*ACCOUNTS}
    return sorted(relation for relation in named if relation.startswith(("core.", "audit.")))


def _empty(warehouse: duckdb.DuckDBPyConnection) -> None:
    note_every(warehouse, *ACCOUNTS)
    for table in ACCOUNTS:
        warehouse.execute(f"delete from {table}")


def _touch(
    warehouse: duckdb.DuckDBPyConnection,
    reader: duckdb.DuckDBPyConnection,
    days: _Days,
    books: Sequence[InForce],
    *,
    everything: bool,
    zones_changed: bool,
) -> None:
    """TEMP `touched` and `touched_closing`: the employee-days to compute."""
    changed = _changed_references(reader)
    make_touched(reader, changed)
    if everything:
        _empty(warehouse)
        touch_everyone(reader, days.first, days.last)
    else:
        find_touched(reader, changed, max(book.rulebook.attendance.device_days for book in books))
        _move_first_day(warehouse, days.first)
        if zones_changed or "devices" in changed:
            touch_everyone(reader, days.closing_from, days.last)
        touch_further(reader, changed, days.closing_from, days.last, closes=days.closes)
    merge_touched(reader, days.first, days.last)
    _make_closing(reader, days, everything=everything)


def _days(first: date, through_at: datetime, previous: datetime | None, places: Places) -> _Days:
    latest = max(through_at, previous) if previous else through_at
    open_from = places.first_date(previous or latest) - timedelta(days=STILL_OPEN)
    return _Days(first, latest, previous, places.last_date(latest), max(first, open_from))


def _changed_references(warehouse: duckdb.DuckDBPyConnection) -> set[str]:
    tables = {row[0] for row in warehouse.execute("select table_name from duckdb_tables() where temporary").fetchall()}
    return {
        record.name
        for record in RECORDS.values()
        if record.nature is Nature.SNAPSHOT and f"old_{record.name}" in tables
    }


def _is_empty(warehouse: duckdb.DuckDBPyConnection) -> bool:
    """Whether days or accounts were never computed: at the first load, and after an upgrade that made them anew."""
    tables = ("core.attendance_day", "core.discipline_day")
    return any(warehouse.execute(f"select 1 from {table} limit 1").fetchone() is None for table in tables)


def _move_first_day(warehouse: duckdb.DuckDBPyConnection, first: date) -> None:
    """Days before the first record go; new days before the former first one are everybody's."""
    former = warehouse.execute("select min(work_date) from core.attendance_day").fetchone()
    if former is None or former[0] is None:
        return
    if former[0] < first:
        for table in ACCOUNTS:
            note_parts(warehouse, table, f"(select * from {table} where work_date < date '{first}')")
            warehouse.execute(f"delete from {table} where work_date < ?", [first])
        touch_everyone(warehouse, first, first)
    elif former[0] > first:
        touch_everyone(warehouse, first, former[0])


def _make_closing(warehouse: duckdb.DuckDBPyConnection, days: _Days, *, everything: bool) -> None:
    """TEMP `touched_closing`: days that nothing changed, but whose windows may have closed since the last load."""
    warehouse.execute("create or replace temp table touched_closing (person_id varchar, date_from date, date_to date)")
    if everything or not days.closes:
        return
    warehouse.execute(
        """
        insert into touched_closing
        select everyone.person_id, dates.work_date, dates.work_date
        from everyone
        cross join (select unnest(dates_from_to($first, $last)) as work_date) as dates
        where not exists (
            select 1 from touched
            where touched.person_id = everyone.person_id
                and dates.work_date between touched.date_from and touched.date_to
        )
        """,
        {"first": days.closing_from, "last": days.last},
    )


def _compute(warehouse: duckdb.DuckDBPyConnection, reader: duckdb.DuckDBPyConnection, run: tuple[date, date]) -> int:
    """Compute one run and replace its touched days."""
    first, last = run
    make_run(reader, first, last)
    make_standing(reader, first, last)
    around = {"date_from": first - timedelta(days=LOOK_BACK), "date_to": last + timedelta(days=LOOK_AHEAD)}
    for model in _SCHEDULES:
        run_model(reader, model, around, instead=OF_RUN)
    seen_from, begin, end = (
        _midnight(day)
        for day in (
            first - timedelta(days=_seen_before(reader)),
            first - timedelta(days=WINDOW_BEFORE),
            last + timedelta(days=STILL_OPEN),
        )
    )
    run_model(reader, "run_punch", {"punched_from": seen_from, "punched_to": begin}, into="earlier_punch")
    punched = {"punched_from": begin, "punched_to": end}
    with handing(warehouse, reader) as handed:
        for model in (*_PUNCHES, *_DAYS):
            where = handed if model in _HANDED else "temp"
            run_model(reader, model, punched, instead=OF_RUN if model in _PUNCHES else {}, database=where)
        charge(reader, first, last, handed)
        computed = replace_days(warehouse, reader, handed, first, last)
    remember_run(reader)
    return computed


def _seen_before(warehouse: duckdb.DuckDBPyConnection) -> int:
    """How many days before its first the run looks at punches, to know whose devices are whose."""
    found = warehouse.execute("select max(device_days) from rulebook").fetchone()
    return int(found[0]) + 1 if found else 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
