-- The date of the first punch, by true time: no day of service is older.
-- grain: one row
-- inputs: core.punch, device_clock
-- article: contract section 4: a day exists where attendance was recorded at all
with shown as (
    select min(punched_at) as punched_at
    from core.punch
    where device_id not in (select device_id from device_clock)
    union all
    select min(add_seconds(punch.punched_at, device_clock.offset_seconds))
    from core.punch as punch
    join device_clock
        on device_clock.device_id = punch.device_id
        and punch.punched_at >= device_clock.shown_from and punch.punched_at < device_clock.shown_to
)
select date_of(min(punched_at)) as work_date
from shown
