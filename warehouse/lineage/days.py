"""The days of a person and period with what stands behind each: punches, papers, evidence of what is missing."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from warehouse.devices import name_addresses
from warehouse.lineage.present import PAPERS
from warehouse.lineage.punches import DAYS_BEFORE, MISSING
from warehouse.lineage.scope import Scope

Row = dict[str, Any]
_DAYS = """
select day.work_date, day.shift_no, day.nip, day.unit_code, day.shift_code, day.shift_start, day.shift_end,
    day.first_in, day.last_out, day.mid_punch, day.first_punch_file_id, day.first_punch_record_no,
    day.last_punch_file_id, day.last_punch_record_no, day.punches, day.missing_punches,
    day.late_minutes, day.early_minutes, day.worked_minutes,
    day.status, day.leave_code, day.deduction_percent, day.rulebook, counted.working, counted.status as date_status
from lineage_day as day
join period_day as counted on counted.work_date = day.work_date order by day.work_date, day.shift_no
"""
_PAPERS = """
with own as (select distinct nip from lineage_employees),
paper as (
    select 'ROSTER' as kind, work_date as date_from, work_date as date_to, shift_code as detail, file_id, record_no
    from core.roster join own using (nip)
    union all
    select 'LEAVE', date_from, date_to,
        leave_code || ' ' || part || case when approved then '' else ' (not approved)' end, file_id, record_no
    from core.leave join own using (nip)
    union all
    select 'PERMISSION', work_date, work_date, kind || case when approved then '' else ' (not approved)' end,
        file_id, record_no
    from core.permission join own using (nip)
    union all
    select 'PUNCH_CORRECTION', work_date, work_date, kind, file_id, record_no
    from core.punch_correction join own using (nip)
    union all
    select 'MUSTER', muster_date, muster_date, muster || case when present then ' present' else ' absent' end,
        file_id, record_no
    from core.muster join own using (nip)
)
select paper.* from paper join period on date_from <= period_end and date_to >= period_start
order by date_from, kind, date_to, detail, file_id, record_no
"""
_PUNCHES = """
select punch.device_id, punch.pin, punch.punched_at, punch.file_id, punch.record_no
from lineage_punch as punch join period on punch.punched_at >= period_start - 1 and punch.punched_at < period_end + 3
order by punch.punched_at, punch.file_id, punch.record_no
"""
_COVER = f"""
with gap as (
    select work_date, shift_no, unit_code, 'IN' as missing, shift_start as instant from lineage_day
    where status in ('NO_IN', 'ABSENT', 'UNKNOWN') and first_in is null
    union all
    select work_date, shift_no, unit_code, 'OUT', shift_end from lineage_day
    where status in ('NO_OUT', 'ABSENT', 'UNKNOWN') and last_out is null
),
used as (
    select distinct gap.work_date, gap.shift_no, punch.device_id
    from gap
    join lineage_punch as punch
        on punch.punched_at >= gap.work_date - {DAYS_BEFORE} and punch.punched_at < gap.work_date
    where (punch.device_id, punch.pin) in (select (device_id, pin) from lineage_pin)
        or punch.pin in (select pin from lineage_pin where device_id = '*')
),
asked as (
    select gap.*, used.device_id from gap join used using (work_date, shift_no)
    union all
    select gap.*, devices.device_id
    from gap
    join core.devices as devices
        on devices.unit_code = gap.unit_code
        and gap.work_date between devices.valid_from and coalesce(devices.valid_to, date '9999-12-31')
    where (gap.work_date, gap.shift_no) not in (select (work_date, shift_no) from used)
),
covering as (
    select asked.*, coverage.file_id, row_number() over (
        partition by asked.work_date, asked.shift_no, asked.missing, asked.device_id
        order by coverage.last_punched_at, coverage.file_id
    ) as place
    from asked
    join device_name as named
        on named.device_id = asked.device_id and asked.work_date between named.valid_from and named.valid_to
    join core.device_coverage as coverage
        on coverage.device_address = named.device_address and coverage.last_punched_at >= asked.instant
        and (coverage.cumulative or coverage.first_punched_at <= asked.instant)
        and coverage.file_id not in (select file_id from audit.withdrawal)
        and not (coverage.cumulative and exists (
            select 1 from core.device_coverage as lost join audit.destruction using (file_id)
            where lost.device_address = coverage.device_address
                and asked.instant between lost.first_punched_at - interval '12 hours'
                    and lost.last_punched_at + interval '12 hours'
        ))
)
select asked.work_date, asked.shift_no, asked.missing, asked.instant, asked.device_id, covering.file_id,
    (
        select count(*) from lineage_punch as punch
        where punch.device_id = asked.device_id and cast(punch.punched_at as date) = asked.work_date
    ) as own_punches_that_day
from asked
left join covering
    on covering.work_date = asked.work_date and covering.shift_no = asked.shift_no
    and covering.missing = asked.missing and covering.device_id = asked.device_id and covering.place = 1
order by asked.work_date, asked.shift_no, asked.missing, asked.device_id
"""


def tell_days(scope: Scope, sources: Collection[Row]) -> dict[str, Any]:
    """`days`, each with its papers and, where a punch is missing, the device's file; `punches` of the period.

    `sources`: of figures that rest on days (`sources_of`).
    """
    scope.make("period_day")
    days = scope.rows(_DAYS)
    papers = scope.rows(_PAPERS) if not scope.there or scope.there & {*PAPERS} else []
    cover = _cover(scope) if any(day["status"] in MISSING for day in days) else []
    for day in days:
        day["papers"] = [paper for paper in papers if paper["date_from"] <= day["work_date"] <= paper["date_to"]]
        if day["status"] in MISSING:
            day["device_files"] = _of_day(cover, day["work_date"], day["shift_no"])
    own = {(row["file_id"], row["record_no"]) for row in sources if row["role"] == "PUNCH"}
    punches = [row for row in scope.rows(_PUNCHES) if (row["file_id"], row["record_no"]) in own]
    return {"days": days, "punches": punches}


def _cover(scope: Scope) -> list[Row]:
    """For each missing punch the devices that should hold it, and the file of each that speaks for that moment."""
    name_addresses(scope.con)
    return scope.rows(_COVER)


def _of_day(rows: Sequence[Row], day: date, shift_no: int) -> list[Row]:
    return [
        {name: value for name, value in row.items() if name not in ("work_date", "shift_no")}
        for row in rows
        if row["work_date"] == day and row["shift_no"] == shift_no
    ]
