"""Which employee-days a change touches: those are computed anew, everything else stays equal (contract section 3).

TEMP `touched(person_id, date_from, date_to)` may name a day too many, never one too few: computing a day again gives
the same day. Windows reach into the neighbouring days, so every change touches a little more than its own days.
"""

from datetime import date

import duckdb

from warehouse.modelling import query_of
from warehouse.pictures import FOREVER, both, differing, stretches
from warehouse.runs import FEW
from warehouse.touched_by_punches import AFTER, BEFORE, of_cover, of_punches

SPELL_GAP = 60
"""Days off between two dates of one spell of leave, at most."""
_SOON = 31
"""So many days after the last touched one it is looked for dates that end a spell of leave."""
NEXT_DUTY = 45
"""Days after a change of a roster within which the next duty's window may move."""


def find_touched(warehouse: duckdb.DuckDBPyConnection, changed: set[str], device_days: int) -> None:
    """Add to TEMP `touched` what this transaction changed.

    `changed` names the reference records with a TEMP `old_<record>`. `device_days`: for how many days a punch tells
    that its device is one of the person's.
    """
    for query in [
        *of_punches(warehouse, changed, device_days),
        *of_cover(warehouse, changed),
        *_of_persons(changed),
        *_of_reference(changed, device_days),
    ]:
        warehouse.execute(f"insert into touched select * from ({query}) as stretch")


def touch_further(
    warehouse: duckdb.DuckDBPyConnection, changed: set[str], closing_from: date, last_day: date, *, closes: bool
) -> None:
    """Close TEMP `touched` over spells of leave, whose days are numbered, and over months where a rule counts in them.

    A spell is of one kind of leave, and ends with the day before a date that counts otherwise: leave after one that
    stands is not touched with what was before it.
    Where any window `closes`, of persons on leave all days that were open are computed anew, not those alone.
    """
    if closes:
        warehouse.execute(
            f"insert into touched select distinct numbers.person_id, date '{closing_from}', date '{last_day}' "
            f"from {both('leave', changed)} as leave join numbers on numbers.nip = leave.nip "
            f"where leave.date_from <= date '{last_day}' and leave.date_to >= date '{closing_from}'"
        )
    warehouse.execute(
        "create or replace temp table granted as "
        "select distinct numbers.person_id, leave_code, date_from, date_to "
        f"from {both('leave', changed)} as leave join numbers on numbers.nip = leave.nip "
        # what ended before any touched date can only go before letters that reach it, which are found without it
        "where date_to >= (select min(date_from) from touched) and numbers.person_id in (select person_id from touched)"
    )
    _find_worked(warehouse)
    between = "worked.person_id = {0}.person_id and worked.work_date > {0}.{1} and worked.work_date < {2}.date_from"
    ended = f"exists (select 1 from worked where {between.format('letter', 'until', 'letter')})"
    warehouse.execute(
        f"""
        insert into touched
        with letter as (
            select *, max(date_to) over (
                partition by person_id, leave_code order by date_from, date_to
                rows between unbounded preceding and 1 preceding
            ) as until
            from granted
        ),
        begun as (
            select *, until is null or date_from > until + {SPELL_GAP} or {ended} as begins from letter
        ),
        numbered as (
            select *, sum(begins::integer) over (
                partition by person_id, leave_code order by date_from, date_to
            ) as spell
            from begun
        ),
        spell as (
            select person_id, min(date_from) as date_from, max(date_to) as date_to
            from numbered
            group by person_id, leave_code, spell
        )
        select touched.person_id, touched.date_from, spell.date_to
        from touched
        join spell on spell.person_id = touched.person_id
            and touched.date_from <= spell.date_to and touched.date_to >= spell.date_from - {SPELL_GAP}
        where not exists (select 1 from worked where {between.format("touched", "date_to", "spell")})
        """
    )
    if warehouse.execute("select 1 from rule_absence_run limit 1").fetchone() is not None:
        if closes:
            touch_everyone(warehouse, closing_from, last_day)
        warehouse.execute("insert into touched select person_id, date_from, last_day(date_to) from touched")


def _find_worked(warehouse: duckdb.DuckDBPyConnection) -> None:
    """TEMP `worked`: untouched dates soon after touched ones on which who has leave was due, and had none.

    Of many persons, and later, they are not asked: to know of none touches days too many.
    """
    first, last, persons = warehouse.execute(
        f"select min(touched.date_to), least(max(touched.date_to) + {_SOON}, max(granted.date_from)), "
        "count(distinct person_id) from touched join granted using (person_id)"
    ).fetchone() or (None, None, 0)
    within = f"between date '{first}' and date '{last}'" if 0 < persons <= FEW else "is null"
    warehouse.execute(
        "create or replace temp table worked as select distinct person_id, work_date from core.attendance_day as fact "
        f"where work_date {within} and status in ('PRESENT', 'NO_IN', 'NO_OUT', 'ABSENT') "
        "and person_id in (select person_id from granted) and not exists (select 1 from touched "
        "where touched.person_id = fact.person_id and fact.work_date between touched.date_from and touched.date_to)"
    )


def touch_everyone(warehouse: duckdb.DuckDBPyConnection, first_day: date, last_day: date) -> None:
    """Touch all days of all persons from `first_day` to `last_day`."""
    warehouse.execute("insert into touched select person_id, ?, ? from everyone", [first_day, last_day])


def make_touched(warehouse: duckdb.DuckDBPyConnection, changed: set[str]) -> None:
    """Empty TEMP `touched`; TEMP `numbers(nip, person_id)` and `everyone(person_id)`, former persons too."""
    source = both("employees", changed)
    warehouse.execute("create or replace temp table touched (person_id varchar, date_from date, date_to date)")
    warehouse.execute(
        "create or replace temp table numbers as "
        "select nip, person_id from person_number union select nip, coalesce(person_id, nip) "
        f"from {source} as employees "
        f"union select nip, max(person_id) over (partition by nip) from {source} as employees "
        "where person_id is not null"
    )
    warehouse.execute("create or replace temp table everyone as select distinct person_id from numbers")


def merge_touched(warehouse: duckdb.DuckDBPyConnection, first_day: date, last_day: date) -> None:
    """Cut TEMP `touched` to the days that can exist, and join stretches that meet: no day is in two of them."""
    cut = (
        "select distinct person_id, greatest(date_from, $first) as date_from, least(date_to, $last) as date_to "
        "from touched where person_id is not null and date_from <= $last and date_to >= $first"
    )
    warehouse.execute(
        f"create or replace temp table touched as {_joined(cut, 1)}", {"first": first_day, "last": last_day}
    )


def _joined(stretches: str, gap: int) -> str:
    """The stretches of each person, those joined into one that lie at most `gap` days apart."""
    return f"""
        with stretch as ({stretches}),
        begun as (
            select *, date_from > coalesce(max(date_to) over (
                partition by person_id order by date_from, date_to rows between unbounded preceding and 1 preceding
            ) + {gap}, date '0001-01-01') as begins
            from stretch
        ),
        numbered as (
            select *, sum(begins::integer) over (partition by person_id order by date_from, date_to) as island
            from begun
        )
        select person_id, min(date_from) as date_from, max(date_to) as date_to
        from numbered
        group by person_id, island
    """


def _of_persons(changed: set[str]) -> list[str]:
    """All days of a number that now is another person's."""
    if "employees" not in changed:
        return []
    former = query_of("person_number", instead={"core.employees": "old_employees"})
    return [
        f"select person_id, date '0001-01-01', {FOREVER} from (((from ({former})) except from person_number) "
        f"union all (from person_number except (from ({former}))))"
    ]


def _of_reference(changed: set[str], device_days: int) -> list[str]:
    people = "join numbers on numbers.nip = row.nip"
    around = f"- {BEFORE}", f"+ {AFTER}"
    queries = {
        # the row before ends where the next begins: a change reaches to the end of time
        "employees": f"select numbers.person_id, row.valid_from {around[0]}, {FOREVER} "
        f"from {stretches('employees', 'nip', 'person_id', 'unit_code', 'status')} as row {people}",
        "units": f"select numbers.person_id, row.valid_from {around[0]}, {FOREVER} "
        f"from {stretches('units', 'unit_code', 'work_pattern')} as row "
        f"join {both('employees', changed)} as member on member.unit_code = row.unit_code "
        "join numbers on numbers.nip = member.nip",
        # the device's own row takes punches from whom `*` gives them to
        "pin_map": f"select numbers.person_id, row.valid_from {around[0]}, row.valid_to + {device_days} "
        f"from {stretches('pin_map', 'device_id', 'pin', 'nip')} as row "
        f"join {both('pin_map', changed)} as pins on pins.pin = row.pin "
        "join numbers on numbers.nip in (row.nip, pins.nip)",
        "leave": f"select numbers.person_id, row.date_from {around[0]}, row.date_to {around[1]} "
        f"from {differing('leave')} as row {people}",
        "roster": f"select numbers.person_id, row.work_date {around[0]}, row.work_date + {NEXT_DUTY} "
        f"from {differing('roster')} as row {people}",
        "shifts": f"select numbers.person_id, plan.work_date {around[0]}, plan.work_date + {NEXT_DUTY} "
        f"from {differing('shifts')} as row join {both('roster', changed)} as plan "
        "on plan.shift_code = row.shift_code "
        f"and plan.work_date between row.valid_from and coalesce(row.valid_to, {FOREVER}) "
        "join numbers on numbers.nip = plan.nip",
        "permission": f"select numbers.person_id, row.work_date, row.work_date "
        f"from {differing('permission')} as row {people}",
        # which letters of a month count depends on those before them
        "punch_correction": f"select numbers.person_id, row.work_date, last_day(row.work_date) "
        f"from {differing('punch_correction')} as row {people}",
        "muster": f"select numbers.person_id, row.muster_date, row.muster_date "
        f"from {differing('muster')} as row {people}",
        "calendar": f"select everyone.person_id, row.date_from {around[0]}, "
        f"coalesce(row.date_to, row.date_from) {around[1]} from {differing('calendar')} as row cross join everyone",
    }
    return [query for record, query in queries.items() if record in changed]
