"""Which employee-days are touched by punches that came or went, and by what devices are known to cover."""

import duckdb

from warehouse.pictures import FOREVER, both, differing

_DOUBTFUL = "(status in ('UNKNOWN', 'ABSENT', 'NO_IN', 'NO_OUT') or missing_punches > 0)"
"""Days that hang on which devices are known to be complete."""
_EVER = ("timestamp '0001-01-01 00:00:00'", "timestamp '9999-12-31 00:00:00'")
BEFORE, AFTER = 3, 3
"""Days around a change whose windows it may move: a window reaches 12 hours beyond a shift of two days."""
_WINDOW_AFTER = 1
"""Days after a punch in whose window it may be: a window begins 12 hours before its date at the earliest."""


def log_changed_punches(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Empty TEMP `changed_punch`, `cover_grew` and `cover_shrank`, in which a transaction tells what it did."""
    warehouse.execute(
        "create or replace temp table changed_punch "
        "(device_address varchar, device_id varchar, pin varchar, punched_at timestamp)"
    )
    for name in ("cover_grew", "cover_shrank"):
        warehouse.execute(f"create or replace temp table {name} (file_id integer)")


def of_punches(warehouse: duckdb.DuckDBPyConnection, changed: set[str], device_days: int) -> list[str]:
    """The days around every punch that came or went, and the doubtful days after it: its device counts for a month."""
    _make_punch_days(warehouse, changed)
    span = warehouse.execute("select min(first_day), max(last_day) from punch_days").fetchone()
    if span is None or span[0] is None:
        return []
    rostered = (
        f"select distinct numbers.person_id from {both('roster', changed)} as plan "
        "join numbers on numbers.nip = plan.nip "
        f"where plan.work_date between date '{span[0]}' - {BEFORE} and date '{span[1]}' + {_WINDOW_AFTER}"
    )
    return [
        "select days.person_id, "
        f"days.first_day - case when rostered.person_id is null then {_usual_before(warehouse)} else {BEFORE} end, "
        f"days.last_day + {_WINDOW_AFTER} "
        f"from punch_days as days left join ({rostered}) as rostered on rostered.person_id = days.person_id",
        "select fact.person_id, fact.work_date, fact.work_date from core.attendance_day as fact "
        "join punch_days as days on days.person_id = fact.person_id "
        f"and fact.work_date between days.first_day + 1 and days.last_day + {device_days} "
        f"where {_DOUBTFUL} and fact.work_date > date '{span[0]}' "
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
            join {both("device_offset", changed)} as clock on clock.device_id = shown.device_id
                and shown.day between cast(clock.from_at as date) and cast(clock.to_at as date)
        )
        select numbers.person_id, min(dated.true_day) as first_day, max(dated.true_day) as last_day
        from dated
        join {both("pin_map", changed)} as pins
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
        f"join {differing('device_offset')} as clock on clock.device_id = punch.device_id "
        "and punch.punched_at between clock.from_at and clock.to_at"
    )


def of_cover(warehouse: duckdb.DuckDBPyConnection, changed: set[str]) -> list[str]:
    """Doubtful days whose missing punch was due while it became known, or unknown, that a record is complete."""
    _make_changed_cover(warehouse, changed)
    span = warehouse.execute("select min(covered_from)::date, max(covered_to)::date from changed_cover").fetchone()
    if span is None or span[0] is None:
        return []
    return [
        "select person_id, work_date, work_date from core.attendance_day as fact "
        f"where {_DOUBTFUL} and work_date between date '{span[0]}' - {BEFORE} and date '{span[1]}' + {AFTER} "
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
            select coalesce(max(abs(offset_seconds)), 0) as seconds from {both("device_offset", changed)} as clock
        )
        select
            case when cover.cumulative then least(coalesce(stood.last_punched_at, {_EVER[0]}), cover.last_punched_at)
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
                    <= coalesce(stood.last_punched_at, {_EVER[0]})
            )
        """,
        _lost_with_destroyed(changed),
    ]
    if "device_confirmation" in changed:
        stretches.append(f"select from_at, to_at from {differing('device_confirmation')}")
    stretches += [
        f"select {_EVER[0]}, {_EVER[1]} where exists (from {differing(record)})"
        for record in ("devices", "device_offset")
        if record in changed
    ]
    warehouse.execute("create or replace temp table changed_cover (covered_from timestamp, covered_to timestamp)")
    for stretch in stretches:
        warehouse.execute(f"insert into changed_cover {stretch}")


def _lost_with_destroyed(changed: set[str]) -> str:
    """Stretches that no longer dump covers, as lines that may have told of them were destroyed (destroyed_record)."""
    return f"""
        select lost_from - to_seconds(seconds), lost_to + to_seconds(seconds) from (
            select first_punched_at - interval 12 hours as lost_from, last_punched_at + interval 12 hours as lost_to
            from core.device_coverage
            where file_id in (select file_id from cover_shrank) and file_id in (select file_id from audit.destruction)
        ) as lost
        cross join (
            select coalesce(max(abs(offset_seconds)), 0) as seconds from {both("device_offset", changed)} as clock
        ) as wrong
        """
