"""What still hangs, for `kinerja status`: open and unknown days, stray punches, letters and rows without effect."""

from pathlib import Path

import duckdb

from etl.rulebook import rulebooks_of
from warehouse.attendance import COVER
from warehouse.devices import name_addresses
from warehouse.modelling import run_model

OPEN_DAYS = """
with closed as (select max(work_date) as work_date from core.attendance_day)
select cast(punched_at as date) as date, count(*) as punches, count(distinct device_id) as devices,
    count(distinct (device_id, pin)) as pins
from core.punch, closed
where punched_at >= cast(closed.work_date + 1 as timestamp)
group by all order by date
"""
"""Dates after the last closed one: a night shift of the last closed date may count among them."""

UNKNOWN_BY_DEVICE = """
select fact.unit_code, devices.device_id, count(*) as unknown_days, min(work_date) as first_day,
    max(work_date) as last_day
from core.attendance_day as fact
left join core.devices as devices
    on devices.unit_code = fact.unit_code
    and fact.work_date between devices.valid_from and coalesce(devices.valid_to, date '9999-12-31')
where fact.status = 'UNKNOWN' and (devices.device_id is null or not (
    exists (select 1 from device_cover as cover where cover.device_id = devices.device_id
        and fact.shift_start between cover.covered_from and cover.covered_to)
    and exists (select 1 from device_cover as cover where cover.device_id = devices.device_id
        and fact.shift_end between cover.covered_from and cover.covered_to)
))
group by all order by unknown_days desc, unit_code, device_id
"""
"""Of each unit the registered devices whose record reaches neither start nor end, or only one, of an unknown day."""

STRAY_PUNCHES = """
with owned as (
    -- 1: a number that somebody has; 0: only numbers that nobody has
    select pin, device_id, valid_from, coalesce(valid_to, date '9999-12-31') as valid_to,
        case when nip in (select nip from core.employees) then 1 else 0 end as of_somebody
    from core.pin_map
),
dated as (
    select device_id, pin, punched_at::date as punch_date, count(*) as punches from core.punch group by all
),
named as (
    select punches, (
        select max(of_somebody) from owned
        where owned.pin = dated.pin and owned.device_id in (dated.device_id, '*')
            and dated.punch_date between owned.valid_from and owned.valid_to
    ) as of_somebody
    from dated
),
counted as (select coalesce(sum(punches), 0)::bigint as punches from core.attendance_day)
select sum(named.punches)::bigint as punches,
       coalesce(sum(named.punches) filter (of_somebody is null), 0)::bigint as of_pins_in_no_map,
       coalesce(sum(named.punches) filter (of_somebody = 0), 0)::bigint as of_numbers_nobody_has,
       coalesce(sum(named.punches) filter (of_somebody = 1), 0)::bigint - any_value(counted.punches)
           as in_no_window_of_a_closed_day
from named, counted having count(*) > 0
"""
"""Punches whose PIN no map names, or only for a number that no employee has; and those outside every closed day."""

IDLE_LETTERS = """
with closed as (select max(work_date) as work_date from core.attendance_day),
letter as (
    select person_number.person_id, work_date, kind, min(punched_at) as punched_at
    from core.punch_correction join person_number on person_number.nip = punch_correction.nip
    group by all
),
numbered as (
    select *, row_number() over (
        partition by person_id, date_trunc('month', work_date) order by work_date, kind
    ) as place
    from letter
),
judged as (
    select numbered.work_date,
        case
            when place > corrections.most then 'beyond the limit of its month'
            when not exists (
                select 1 from core.attendance_day as fact
                where fact.person_id = numbered.person_id and fact.work_date = numbered.work_date
                    and numbered.punched_at between fact.shift_start - interval 12 hours
                        and fact.shift_end + interval 12 hours
            ) then 'no duty of its date at that time'
        end as why
    from numbered
    join corrections on numbered.work_date between corrections.valid_from and corrections.valid_to
    join closed on numbered.work_date <= closed.work_date
)
select why, strftime(work_date, '%Y-%m') as month, count(*) as letters
from judged where why is not null group by all order by month, why
"""
"""Letters for forgotten punches, counted as the model `correction` counts them: all of a month, by date and kind."""

IDLE_ROWS = """
with stated as (
    select 'leave' as record, nip, date_from as day from core.leave
    union all select 'muster', nip, muster_date from core.muster
    union all select 'permission', nip, work_date from core.permission
    union all select 'pin_map', nip, valid_from from core.pin_map
    union all select 'punch_correction', nip, work_date from core.punch_correction
    union all select 'roster', nip, work_date from core.roster
),
idle as (
    select record, 'a number that no employee has' as why, day
    from stated where nip not in (select nip from core.employees)
    union all
    select 'roster', 'a shift that no register has on its date: the date is OFF', work_date
    from core.roster where shift_code <> 'OFF' and not exists (
        select 1 from core.shifts as shifts
        where shifts.shift_code = roster.shift_code
            and roster.work_date between shifts.valid_from and coalesce(shifts.valid_to, date '9999-12-31')
    )
)
select record, why, count(*) as rows, min(day) as first_day, max(day) as last_day
from idle group by all order by record, why
"""
"""Rows that were loaded and do nothing; most often a slip of the pen, in a number or in the code of a shift."""

YEARS_WITHOUT_DECREE = """
with judged as (
    select year(work_date) as year, count(*) as days, min(work_date) as first_day, max(work_date) as last_day
    from core.attendance_day group by year(work_date)
),
told as (
    select distinct kind, year(stretch.day) as year
    from core.calendar as calendar, lateral (values (date_from), (coalesce(date_to, date_from))) as stretch (day)
)
select cast(judged.year as varchar) as year, asked.kind as calendar_tells_no, days, first_day, last_day
from judged cross join (values ('HOLIDAY'), ('RAMADAN')) as asked (kind)
where not exists (select 1 from told where told.kind = asked.kind and told.year = judged.year)
order by all
"""
"""Years of judged days of which nobody has loaded the decrees yet: every date of them was an ordinary one."""

LONG_PAUSES = """
with dated as (select device_id, punched_at::date as day, count(*) as punches from core.punch group by all),
paused as (
    select device_id, day, lead(day) over of_device as next_day, sum(punches) over of_device as punches
    from dated window of_device as (partition by device_id order by day)
)
select device_id, punches::bigint as punches_before, day as last_day_before, next_day,
    next_day - day - 1 as days_between
from paused where next_day - day > 32
order by days_between desc, device_id, last_day_before
"""
"""A device stood still, or its clock was off: one punch of last year, and that year's days are judged for everybody."""


def prepare_hanging(warehouse: duckdb.DuckDBPyConnection, rulebooks: Path) -> None:
    """TEMP tables that the queries read: whose numbers, what devices cover, how many letters count in a month."""
    run_model(warehouse, "person_number")
    run_model(warehouse, "device_clock")
    name_addresses(warehouse)
    for model in COVER:
        run_model(warehouse, model)
    warehouse.execute("create or replace temp table corrections (valid_from date, valid_to date, most integer)")
    for book in rulebooks_of(rulebooks):
        rules = book.rulebook
        warehouse.execute(
            "insert into corrections values (?, coalesce(?, date '9999-12-31'), ?)",
            [rules.valid_from, book.valid_to, rules.attendance.corrections_per_month],
        )
