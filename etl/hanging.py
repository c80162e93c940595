"""What still hangs, for `kinerja status`: days not closed, days unknown, letters that stand for nothing. Counts."""

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
