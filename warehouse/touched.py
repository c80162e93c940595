"""Which employee-days a change touches: those are computed anew, everything else stays equal (contract section 3).

TEMP `touched(person_id, date_from, date_to)` may name a day too many, never one too few: computing a day again gives
the same day. Windows reach into the neighbouring days, so every change touches a little more than its own days.
"""

from datetime import date

import duckdb

from warehouse.modelling import query_of

DOUBTFUL = "(status in ('UNKNOWN', 'ABSENT', 'NO_IN', 'NO_OUT') or missing_punches > 0)"
"""Days that hang on which devices are known to be complete."""
FOREVER = "date '9999-12-31'"
EVER = ("timestamp '0001-01-01 00:00:00'", "timestamp '9999-12-31 00:00:00'")
SPELL_GAP = 60
"""Days off between two dates of one spell of leave, at most."""
NEXT_DUTY = 45
"""Days after a change of a roster within which the next duty's window may move."""
BEFORE, AFTER = 3, 3
"""Days around a change whose windows it may move: a window reaches 12 hours beyond a shift of two days."""
WINDOW_AFTER = 1
"""Days after a punch in whose window it may be: a window begins 12 hours before its date at the earliest."""


def find_touched(warehouse: duckdb.DuckDBPyConnection, changed: set[str], device_days: int) -> None:
    """Add to TEMP `touched` what this transaction changed.

    `changed` names the reference records with a TEMP `old_<record>`. `device_days`: for how many days a punch tells
    that its device is one of the person's.
    """
    for query in [
        *_of_punches(warehouse, changed, device_days),
        *_of_cover(warehouse, changed),
        *_of_persons(changed),
        *_of_reference(changed, device_days),
    ]:
        warehouse.execute(f"insert into touched select * from ({query}) as stretch")


def touch_further(warehouse: duckdb.DuckDBPyConnection, changed: set[str], closing_from: date, last_day: date) -> None:
    """Close TEMP `touched` over spells of leave, whose days are numbered, and over months where a rule counts in them.

    Of persons on leave the days whose windows were open are computed anew, not only those that closed.
    """
    warehouse.execute(
        f"insert into touched select distinct numbers.person_id, date '{closing_from}', date '{last_day}' "
        f"from {_both('leave', changed)} as leave join numbers on numbers.nip = leave.nip "
        f"where leave.date_from <= date '{last_day}' and leave.date_to >= date '{closing_from}'"
    )
    granted = (
        "select distinct numbers.person_id, date_from, date_to "
        f"from {_both('leave', changed)} as leave join numbers on numbers.nip = leave.nip "
        "where numbers.person_id in (select person_id from touched)"
    )
    warehouse.execute(
        "insert into touched select touched.person_id, touched.date_from, spell.date_to from touched "
        f"join ({_joined(granted, SPELL_GAP)}) as spell on spell.person_id = touched.person_id "
        f"and touched.date_from <= spell.date_to and touched.date_to >= spell.date_from - {SPELL_GAP}"
    )
    if warehouse.execute("select 1 from rule_absence_run limit 1").fetchone() is not None:
        touch_everyone(warehouse, closing_from, last_day)
        warehouse.execute("insert into touched select person_id, date_from, last_day(date_to) from touched")


def touch_everyone(warehouse: duckdb.DuckDBPyConnection, first_day: date, last_day: date) -> None:
    """Touch all days of all persons from `first_day` to `last_day`."""
    warehouse.execute("insert into touched select person_id, ?, ? from everyone", [first_day, last_day])


def make_touched(warehouse: duckdb.DuckDBPyConnection, changed: set[str]) -> None:
    """Empty TEMP `touched`; TEMP `numbers(nip, person_id)` and `everyone(person_id)`, former persons too."""
    source = _both("employees", changed)
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


def _both(record: str, changed: set[str]) -> str:
    """The rows of a reference record, the former ones too where it changed."""
    if record in changed:
        return f"(select * from core.{record} union all select * from old_{record})"
    return f"core.{record}"


def _differing(record: str) -> str:
    """Rows that are only in the former or only in the present picture, whatever file they come from."""
    provenance = "load_id, file_id, record_no, item_no"
    now, old = (f"select * exclude ({provenance}) from {name}" for name in (f"core.{record}", f"old_{record}"))
    return f"(({now} except {old}) union all ({old} except {now}))"


def _stretches(record: str, *columns: str) -> str:
    """Where one of `columns` differs from day to day: of a row that was only ended or prolonged just those days."""
    listed = ", ".join(columns)
    key = f"{listed}, valid_from"
    same = " and ".join(f"now.{name} is not distinct from old.{name}" for name in (*columns, "valid_from"))
    chosen = ", ".join(f"coalesce(now.{name}, old.{name}) as {name}" for name in columns)
    present, former = (
        f"(select {key}, max(coalesce(valid_to, {FOREVER})) as valid_to from {name} group by {key})"
        for name in (f"core.{record}", f"old_{record}")
    )
    return (
        f"(select {chosen}, coalesce(case when now.valid_to is not null and old.valid_to is not null "
        "then least(now.valid_to, old.valid_to) end, now.valid_from, old.valid_from) as valid_from, "
        "greatest(now.valid_to, old.valid_to) as valid_to "
        f"from {present} as now full join {former} as old on {same} where now.valid_to is distinct from old.valid_to)"
    )


def _of_punches(warehouse: duckdb.DuckDBPyConnection, changed: set[str], device_days: int) -> list[str]:
    """The days around every punch that came or went, and the doubtful days after it: its device counts for a month."""
    _make_punch_days(warehouse, changed)
    span = warehouse.execute("select min(first_day), max(last_day) from punch_days").fetchone()
    if span is None or span[0] is None:
        return []
    rostered = (
        f"select distinct numbers.person_id from {_both('roster', changed)} as plan "
        "join numbers on numbers.nip = plan.nip "
        f"where plan.work_date between date '{span[0]}' - {BEFORE} and date '{span[1]}' + {WINDOW_AFTER}"
    )
    return [
        "select days.person_id, "
        f"days.first_day - case when rostered.person_id is null then {_usual_before(warehouse)} else {BEFORE} end, "
        f"days.last_day + {WINDOW_AFTER} "
        f"from punch_days as days left join ({rostered}) as rostered on rostered.person_id = days.person_id",
        "select fact.person_id, fact.work_date, fact.work_date from core.attendance_day as fact "
        "join punch_days as days on days.person_id = fact.person_id "
        f"and fact.work_date between days.first_day + 1 and days.last_day + {device_days} "
        f"where {DOUBTFUL} and fact.work_date > date '{span[0]}' "
        f"and fact.work_date <= date '{span[1]}' + {device_days}",
    ]


def _usual_before(warehouse: duckdb.DuckDBPyConnection) -> int:
    """Days before a punch in whose window it may be for who has no roster: usual hours end on their date."""
    found = warehouse.execute(
        f"select case when max(end_minute + join_gap) > 1440 + min(start_minute) then {BEFORE} "
        f"else least(max(end_minute + reach) // 1440, {BEFORE}) end "
        "from rule_hours join rulebook on rulebook.rulebook = rule_hours.rulebook"
    ).fetchone()
    return BEFORE if found is None or found[0] is None else int(found[0])


def _make_punch_days(warehouse: duckdb.DuckDBPyConnection, changed: set[str]) -> None:
    """TEMP `punch_days`: of each person and month with changed punches the first and the last date, shown or true."""
    warehouse.execute(
        f"""
        create or replace temp table punch_days as
        with shown as (
            select distinct device_id, pin, cast(punched_at as date) as day from changed_punch
            {_of_changed_clocks(changed)}
        ),
        dated as (
            select device_id, pin, day, day as true_day from shown
            union
            select shown.device_id, shown.pin, shown.day,
                cast(shown.day + to_seconds(clock.offset_seconds) as date) + unnest([0, 1])
            from shown
            join {_both("device_offset", changed)} as clock on clock.device_id = shown.device_id
                and shown.day between cast(clock.from_at as date) and cast(clock.to_at as date)
        )
        select numbers.person_id, min(dated.true_day) as first_day, max(dated.true_day) as last_day
        from dated
        join {_both("pin_map", changed)} as pins
            on pins.pin = dated.pin and pins.device_id in (dated.device_id, '*')
            and dated.true_day between pins.valid_from and coalesce(pins.valid_to, {FOREVER})
        join numbers on numbers.nip = pins.nip
        group by numbers.person_id, date_trunc('month', dated.true_day)
        """
    )


def _of_changed_clocks(changed: set[str]) -> str:
    """Punches whose true time is another now, because the register of wrong clocks changed."""
    if "device_offset" not in changed:
        return ""
    return (
        "union select punch.device_id, punch.pin, cast(punch.punched_at as date) from core.punch as punch "
        f"join {_differing('device_offset')} as clock on clock.device_id = punch.device_id "
        "and punch.punched_at between clock.from_at and clock.to_at"
    )


def _of_cover(warehouse: duckdb.DuckDBPyConnection, changed: set[str]) -> list[str]:
    """Doubtful days whose missing punch was due while it became known, or unknown, that a record is complete."""
    _make_changed_cover(warehouse, changed)
    span = warehouse.execute("select min(covered_from)::date, max(covered_to)::date from changed_cover").fetchone()
    if span is None or span[0] is None:
        return []
    return [
        "select person_id, work_date, work_date from core.attendance_day as fact "
        f"where {DOUBTFUL} and work_date between date '{span[0]}' - {BEFORE} and date '{span[1]}' + {AFTER} "
        "and exists (select 1 from changed_cover where shift_start <= covered_to and shift_end >= covered_from)"
    ]


def _make_changed_cover(warehouse: duckdb.DuckDBPyConnection, changed: set[str]) -> None:
    """TEMP `changed_cover(covered_from, covered_to)`: of a longer dump what it adds, widened where clocks are wrong."""
    stretches = [
        f"""
        with moved as (select file_id from cover_grew union select file_id from cover_shrank),
        stood as (
            select device_address, max(last_punched_at) as last_punched_at from core.device_coverage
            where cumulative and file_id not in (select file_id from moved union select file_id from audit.withdrawal)
            group by device_address
        ),
        wrong as (
            select coalesce(max(abs(offset_seconds)), 0) as seconds from {_both("device_offset", changed)} as clock
        )
        select
            case when cover.cumulative then least(coalesce(stood.last_punched_at, {EVER[0]}), cover.last_punched_at)
                else cover.first_punched_at end - to_seconds(wrong.seconds) as covered_from,
            greatest(cover.last_punched_at, case when cover.cumulative then stood.last_punched_at end)
                + to_seconds(wrong.seconds) as covered_to
        from core.device_coverage as cover
        cross join wrong
        left join stood on stood.device_address = cover.device_address
        where cover.file_id in (select file_id from moved)
            -- an older dump beside a longer one of its device makes nothing known, however wrong the clock
            and not (
                cover.cumulative
                and cover.last_punched_at + to_seconds(2 * wrong.seconds)
                    <= coalesce(stood.last_punched_at, {EVER[0]})
            )
        """
    ]
    if "device_confirmation" in changed:
        stretches.append(f"select from_at, to_at from {_differing('device_confirmation')}")
    stretches += [
        f"select {EVER[0]}, {EVER[1]} where exists (from {_differing(record)})"
        for record in ("devices", "device_offset")
        if record in changed
    ]
    warehouse.execute("create or replace temp table changed_cover (covered_from timestamp, covered_to timestamp)")
    for stretch in stretches:
        warehouse.execute(f"insert into changed_cover {stretch}")


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
        f"from {_stretches('employees', 'nip', 'person_id', 'unit_code', 'status')} as row {people}",
        "units": f"select numbers.person_id, row.valid_from {around[0]}, {FOREVER} "
        f"from {_stretches('units', 'unit_code', 'work_pattern')} as row "
        f"join {_both('employees', changed)} as member on member.unit_code = row.unit_code "
        "join numbers on numbers.nip = member.nip",
        # the device's own row takes punches from whom `*` gives them to
        "pin_map": f"select numbers.person_id, row.valid_from {around[0]}, row.valid_to + {device_days} "
        f"from {_stretches('pin_map', 'device_id', 'pin', 'nip')} as row "
        f"join {_both('pin_map', changed)} as pins on pins.pin = row.pin "
        "join numbers on numbers.nip in (row.nip, pins.nip)",
        "leave": f"select numbers.person_id, row.date_from {around[0]}, row.date_to {around[1]} "
        f"from {_differing('leave')} as row {people}",
        "roster": f"select numbers.person_id, row.work_date {around[0]}, row.work_date + {NEXT_DUTY} "
        f"from {_differing('roster')} as row {people}",
        "shifts": f"select numbers.person_id, plan.work_date {around[0]}, plan.work_date + {NEXT_DUTY} "
        f"from {_differing('shifts')} as row join {_both('roster', changed)} as plan "
        "on plan.shift_code = row.shift_code "
        f"and plan.work_date between row.valid_from and coalesce(row.valid_to, {FOREVER}) "
        "join numbers on numbers.nip = plan.nip",
        "permission": f"select numbers.person_id, row.work_date, row.work_date "
        f"from {_differing('permission')} as row {people}",
        # which letters of a month count depends on those before them
        "punch_correction": f"select numbers.person_id, row.work_date, last_day(row.work_date) "
        f"from {_differing('punch_correction')} as row {people}",
        "muster": f"select numbers.person_id, row.muster_date, row.muster_date "
        f"from {_differing('muster')} as row {people}",
        "calendar": f"select everyone.person_id, row.date_from {around[0]}, "
        f"coalesce(row.date_to, row.date_from) {around[1]} from {_differing('calendar')} as row cross join everyone",
    }
    return [query for record, query in queries.items() if record in changed]
