-- Local time of `through_at` in units whose devices hang in another zone than the agency's.
-- A unit with devices in several zones has the time of the westernmost: a day is over when it is over at all of them.
-- grain: one unit over one stretch of days, never two for one day
-- inputs: core.devices, source_zone, zone_time, agency_time
-- article: contract section 4: through_at is an instant, compared in the device's zone
with placed as (
    -- what the register leaves open the source tells, and else the agency
    select devices.unit_code, devices.valid_from, coalesce(devices.valid_to, date '9999-12-31') as valid_to,
        coalesce(stated.through_local, of_source.through_local, agency_time.through_local) as through_local,
        coalesce(stated.previous_local, of_source.previous_local, agency_time.previous_local) as previous_local
    from core.devices as devices
    cross join agency_time
    left join zone_time as stated on stated.timezone = devices.timezone
    left join source_zone on source_zone.source = devices.source
    left join zone_time as of_source on of_source.timezone = source_zone.timezone
    where devices.unit_code is not null
),
edge as (
    select unit_code, valid_from as date_from from placed
    union
    select unit_code, add_days(valid_to, 1) from placed where valid_to < date '9999-12-31'
),
stretch as (
    select unit_code, date_from,
        coalesce(
            add_days(lead(date_from) over (partition by unit_code order by date_from), -1), date '9999-12-31'
        ) as date_to
    from edge
),
told as (
    select stretch.unit_code, stretch.date_from, stretch.date_to,
        min(placed.through_local) as through_local, min(placed.previous_local) as previous_local
    from stretch
    join placed
        on placed.unit_code = stretch.unit_code and stretch.date_from between placed.valid_from and placed.valid_to
    group by stretch.unit_code, stretch.date_from, stretch.date_to
)
select told.* from told join agency_time on agency_time.through_local <> told.through_local
