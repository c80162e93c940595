-- For which time the record of a device is known to be complete, in true time.
-- grain: one device and stretch of time, both ends included
-- inputs: device_record, destroyed_record, core.device_confirmation
-- article: contract section 4 rule 5: a cumulative dump covers all before its last punch, another file from its first on
-- A cumulative dump does not cover what was destroyed of the device.
with reach as (
    select device_id, max(recorded_to) as reaches_to
    from device_record
    where cumulative and not destroyed
    group by device_id
),
ordered as (
    select device_id, lost_from, lost_to,
        max(lost_to) over (
            partition by device_id order by lost_from, lost_to rows between unbounded preceding and 1 preceding
        ) as lost_before
    from destroyed_record
),
ended as (
    select device_id, max(lost_to) as lost_to from destroyed_record group by device_id
),
between_losses as (
    select device_id, coalesce(lost_before, timestamp '0001-01-01 00:00:00') as covered_from, lost_from as covered_to
    from ordered
    where lost_before is null or lost_before < lost_from
    union all
    select reach.device_id, coalesce(ended.lost_to, timestamp '0001-01-01 00:00:00'), reach.reaches_to
    from reach
    left join ended on ended.device_id = reach.device_id
)
select reach.device_id, between_losses.covered_from,
    least(between_losses.covered_to, reach.reaches_to) as covered_to
from reach
join between_losses
    on between_losses.device_id = reach.device_id and between_losses.covered_from <= reach.reaches_to
union all
select distinct device_id, recorded_from, recorded_to from device_record where not cumulative and not destroyed
union all
select device_id, from_at, to_at from core.device_confirmation
