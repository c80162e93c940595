-- The punches that the run may need; those of a clock known to be wrong are found by their true time.
-- grain: one punch
-- inputs: core.punch, device_clock
-- article: contract section 4 rule 1
-- kept: view
select device_id, pin, punched_at, file_id, record_no
from core.punch
where punched_at >= $punched_from and punched_at < $punched_to
union all
select punch.device_id, punch.pin, punch.punched_at, punch.file_id, punch.record_no
from core.punch as punch
join device_clock
    on device_clock.device_id = punch.device_id and device_clock.offset_seconds <> 0
    and punch.punched_at >= device_clock.shown_from and punch.punched_at < device_clock.shown_to
where (punch.punched_at < $punched_from or punch.punched_at >= $punched_to)
    and add_seconds(punch.punched_at, device_clock.offset_seconds) >= $punched_from
    and add_seconds(punch.punched_at, device_clock.offset_seconds) < $punched_to
