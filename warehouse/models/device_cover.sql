-- For which time the record of a device is known to be complete, in true time.
-- grain: one device and stretch of time, both ends included
-- inputs: core.device_coverage, core.device_confirmation, device_name, device_clock, audit.withdrawal
-- article: contract section 4 rule 5: a cumulative dump covers all before its last punch, another file from its first on
with told as (
    select coalesce(device_name.device_id, source_of(coverage.device_address)) as device_id,
        first_punched_at, last_punched_at, cumulative
    from core.device_coverage as coverage
    left join device_name
        on device_name.device_address = coverage.device_address
        and date_of(coverage.last_punched_at) between device_name.valid_from and device_name.valid_to
    where coverage.file_id not in (select file_id from audit.withdrawal)
),
corrected as (
    select told.device_id, told.cumulative,
        add_seconds(told.first_punched_at, coalesce(first_clock.offset_seconds, 0)) as covered_from,
        add_seconds(told.last_punched_at, coalesce(last_clock.offset_seconds, 0)) as covered_to
    from told
    left join device_clock as first_clock
        on first_clock.device_id = told.device_id
        and told.first_punched_at >= first_clock.shown_from and told.first_punched_at < first_clock.shown_to
    left join device_clock as last_clock
        on last_clock.device_id = told.device_id
        and told.last_punched_at >= last_clock.shown_from and told.last_punched_at < last_clock.shown_to
)
select device_id, timestamp '0001-01-01 00:00:00' as covered_from, max(covered_to) as covered_to
from corrected
where cumulative
group by device_id
union all
select distinct device_id, covered_from, covered_to from corrected where not cumulative
union all
select device_id, from_at, to_at from core.device_confirmation
