-- For which time each file speaks of each device, in true time; `destroyed` where its lines were lawfully destroyed.
-- grain: one file and device address, and each name of it
-- inputs: core.device_coverage, device_name, device_clock, audit.withdrawal, audit.destruction
-- article: contract section 3 (a withdrawn or destroyed file stops counting)
with told as (
    select coalesce(device_name.device_id, source_of(coverage.device_address)) as device_id,
        coverage.first_punched_at, coverage.last_punched_at, coverage.cumulative,
        case when destruction.file_id is null then false else true end as destroyed
    from core.device_coverage as coverage
    left join device_name
        on device_name.device_address = coverage.device_address
        and date_of(coverage.last_punched_at) between device_name.valid_from and device_name.valid_to
    left join audit.destruction as destruction on destruction.file_id = coverage.file_id
    where destruction.file_id is not null or coverage.file_id not in (select file_id from audit.withdrawal)
)
select told.device_id, told.cumulative, told.destroyed,
    add_seconds(told.first_punched_at, coalesce(first_clock.offset_seconds, 0)) as recorded_from,
    add_seconds(told.last_punched_at, coalesce(last_clock.offset_seconds, 0)) as recorded_to
from told
left join device_clock as first_clock
    on first_clock.device_id = told.device_id
    and told.first_punched_at >= first_clock.shown_from and told.first_punched_at < first_clock.shown_to
left join device_clock as last_clock
    on last_clock.device_id = told.device_id
    and told.last_punched_at >= last_clock.shown_from and told.last_punched_at < last_clock.shown_to
