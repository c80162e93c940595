-- By how much a device's clock was wrong, for devices of which it is known; 0 between the stretches.
-- grain: one device over one stretch of shown time, shown_to not included
-- inputs: core.device_offset
-- article: contract section 4 rule 1: dated rows with evidence, never silently
with edge as (
    select device_id, from_at as shown_from from core.device_offset
    union
    select device_id, just_after(to_at) from core.device_offset
    union
    select device_id, timestamp '0001-01-01 00:00:00' from core.device_offset
),
stretch as (
    select device_id, shown_from,
        lead(shown_from, 1, timestamp '9999-12-31 00:00:00') over (partition by device_id order by shown_from) as shown_to
    from edge
),
ranked as (
    select stretch.*, coalesce(stated.offset_seconds, 0) as offset_seconds,
        row_number() over (
            partition by stretch.device_id, stretch.shown_from order by stated.from_at desc, stated.offset_seconds
        ) as place
    from stretch
    left join core.device_offset as stated
        on stated.device_id = stretch.device_id
        and stretch.shown_from >= stated.from_at and stretch.shown_from <= stated.to_at
)
select device_id, shown_from, shown_to, offset_seconds from ranked where place = 1
