"""The accounts that follow from the days of service: money within each run, discipline after all of them."""

from datetime import date, timedelta

import duckdb

from warehouse.beside import BESIDE, hand_over, handing, insert_answer
from warehouse.modelling import read_model, run_model
from warehouse.parts import note_every, note_parts
from warehouse.touched import SPELL_GAP

ACCOUNTS = ("core.attendance_day", "core.deduction_day", "core.discipline_day")
MODELS = (
    "permitted",
    "fresh_shift",
    "service_date",
    "standing_shift",
    "spell_date",
    "absence_run",
    "deduction",
    "discipline_base",
    "discipline_day",
)

LAST_SEEN = 10
"""Within so many days nearly everybody has a date that counts."""


def prepare_accounts(warehouse: duckdb.DuckDBPyConnection, reader: duckdb.DuckDBPyConnection) -> None:
    """Before the first run: letters, where persons stood after the run before, and no dates of discipline yet."""
    run_model(reader, "permitted")
    reader.execute(
        "create or replace temp table latest_date "
        "(person_id varchar, work_date date, kind varchar, working_day integer, calendar_day integer)"
    )
    place = "temp table discipline_date" if reader is warehouse else f"table {BESIDE}.discipline_date"
    reader.execute(
        f"create or replace {place} (person_id varchar, work_date date, rulebook varchar, "
        "unexcused_days decimal(8, 2), only_unexcused integer, minutes integer)"
    )
    reader.execute("create or replace temp table closed_date (person_id varchar, date_from date)")


def charge(reader: duckdb.DuckDBPyConnection, first: date, last: date, handed: str) -> None:
    """Compute `deduction`, into the database `handed`, of the run from `first` to `last`, whose days are judged."""
    run_model(reader, "fresh_shift")
    run_model(reader, "service_date")
    _need(
        reader,
        "select distinct person_id, date '0001-01-01' as date_from from service_date "
        "where kind in (select leave_code from rule_leave) "
        "or kind = 'ABSENT' and rulebook in (select rulebook from rule_absence_run)",
    )
    _read_standing(reader, first - timedelta(days=SPELL_GAP), last)
    for model in ("spell_date", "absence_run"):
        run_model(reader, model)
    run_model(reader, "deduction", database=handed)


def remember_run(reader: duckdb.DuckDBPyConnection) -> None:
    """After a run: the latest date of every person, from which a spell of leave goes on in the next."""
    reader.execute(
        """
        create or replace temp table latest_date as
        with known as (
            select service_date.person_id, service_date.work_date, kind, working_day, calendar_day
            from service_date
            left join spell_date
                on spell_date.person_id = service_date.person_id and spell_date.work_date = service_date.work_date
            union all
            from latest_date
        ),
        newest as (select person_id, max(work_date) as work_date from known group by person_id)
        select known.* from known join newest on newest.person_id = known.person_id
        and newest.work_date = known.work_date
        """
    )
    reader.execute("insert into discipline_date by name select * exclude (kind) from service_date")
    # of persons whom nothing touched only what closed is new, not the days before whose windows might have been open
    reader.execute(
        "insert into closed_date select person_schedule.person_id, min(schedule_day.work_date) from person_date "
        "join schedule_day on schedule_day.day_no = person_date.day_no "
        "join person_schedule on person_schedule.person_no = person_date.person_no "
        "where person_schedule.person_id in (select person_id from touched_closing) group by person_schedule.person_id"
    )


def replace_discipline(
    warehouse: duckdb.DuckDBPyConnection, reader: duckdb.DuckDBPyConnection, *, everything: bool
) -> None:
    """Compute `core.discipline_day` anew from the first touched date of each person on."""
    reader.execute(
        "create or replace temp table discipline_person as select person_id, min(date_from) as date_from "
        "from (select person_id, date_from from touched union all select person_id, date_from from closed_date) "
        "group by person_id"
    )
    if reader is warehouse:
        _read_kept(reader)
    first = reader.execute("select min(date_from) from discipline_person").fetchone()
    if first is None or first[0] is None:
        return
    _find_base(reader, first[0])
    discipline = read_model("discipline_day")
    if not everything:
        _put_changed(warehouse, discipline.query, first[0])
        return
    note_every(warehouse, "core.discipline_day")
    warehouse.execute("delete from core.discipline_day")
    with handing(warehouse, reader) as handed:
        query = hand_over(reader, discipline.query, discipline.inputs, handed)
        insert_answer(warehouse, query, "core.discipline_day")


def _put_changed(warehouse: duckdb.DuckDBPyConnection, query: str, first: date) -> None:
    """Days that come out as they stand stay: one day of June moves no later one unless a sum of the year moved."""
    warehouse.execute("create or replace temp table discipline_anew as from core.discipline_day limit 0")
    insert_answer(warehouse, query, "discipline_anew")
    warehouse.execute(
        "create or replace temp table discipline_gone as with theirs as (select fact.rowid as place, fact.* "
        "from core.discipline_day as fact join discipline_person on fact.person_id = discipline_person.person_id "
        f"and fact.work_date >= discipline_person.date_from where fact.work_date >= date '{first}'), "
        "standing as (select * exclude (place) from theirs intersect from discipline_anew) "
        "select place, person_id, work_date, standing.person_id is not null as stands "
        "from theirs left join standing using (person_id, work_date)"
    )
    warehouse.execute(
        "delete from discipline_anew using discipline_gone as row where row.stands "
        "and row.person_id = discipline_anew.person_id and row.work_date = discipline_anew.work_date"
    )
    warehouse.execute("delete from discipline_gone where stands")
    for rows in ("discipline_gone", "discipline_anew"):
        note_parts(warehouse, "core.discipline_day", rows)
    warehouse.execute(
        "delete from core.discipline_day as fact using discipline_gone as row where fact.rowid = row.place"
    )
    warehouse.execute("insert into core.discipline_day from discipline_anew")


def _read_kept(reader: duckdb.DuckDBPyConnection) -> None:
    """TEMP `discipline_date` from the days as they now stand, computed in this transaction or before."""
    _need(reader, "select person_id, date_from from discipline_person")
    first = reader.execute("select coalesce(min(date_from), date '9999-12-31') from needed_person").fetchone()
    reader.execute("create or replace temp table nobody as select * from touched limit 0")
    bounds = {"needed_from": first[0] if first else date.max, "needed_to": date.max}
    run_model(reader, "standing_shift", bounds, instead={"touched": "nobody"})
    run_model(reader, "service_date", instead={"fresh_shift": "standing_shift"}, into="kept_date")
    reader.execute("create or replace temp table discipline_date as select * exclude (kind) from kept_date")


def _find_base(reader: duckdb.DuckDBPyConnection, first: date) -> None:
    """TEMP `discipline_base`: only who has no date in the weeks before is looked for further back."""
    reader.execute("create or replace temp table unseen_person as from discipline_person")
    for place, seen_from in enumerate((first - timedelta(days=LAST_SEEN), first - timedelta(days=SPELL_GAP), date.min)):
        into = "older" if place else "discipline_base"
        run_model(
            reader,
            "discipline_base",
            {"seen_from": seen_from},
            instead={"discipline_person": "unseen_person"},
            into=into,
        )
        if place:
            reader.execute("insert into discipline_base from older")
        reader.execute(
            "create or replace temp table unseen_person as from discipline_person "
            "where person_id in (select person_id from discipline_date) "
            "and person_id not in (select person_id from discipline_base)"
        )


def _need(reader: duckdb.DuckDBPyConnection, query: str) -> None:
    reader.execute(f"create or replace temp table needed_person as {query}")


def _read_standing(reader: duckdb.DuckDBPyConnection, first: date, last: date) -> None:
    """TEMP `standing_date`: dates beside the run's own that stay as they are."""
    known = {"core.attendance_day": "known_day"}
    run_model(reader, "standing_shift", {"needed_from": first, "needed_to": last}, instead=known)
    run_model(reader, "service_date", instead={"fresh_shift": "standing_shift"}, into="standing_date")
    reader.execute(
        "delete from standing_date using service_date where standing_date.person_id = service_date.person_id "
        "and standing_date.work_date = service_date.work_date"
    )
