-- The date of the first punch, by true time: no day of service is older.
-- grain: one row
-- inputs: core.punch, device_clock
-- article: contract section 4: a day exists where attendance was recorded at all
select date_of(min(add_seconds(punch.punched_at, coalesce(device_clock.offset_seconds, 0)))) as work_date
from core.punch as punch
left join device_clock
    on device_clock.device_id = punch.device_id
    and punch.punched_at >= device_clock.shown_from and punch.punched_at < device_clock.shown_to
where punch.punched_at <= $shown_to
