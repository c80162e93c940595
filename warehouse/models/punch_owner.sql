-- Whose punches those of a PIN on a device are, by shown time, with the clock's correction.
-- An exact device beats `*`; a number that no employee has makes the PIN nobody's.
-- grain: one device, PIN and stretch of shown time, shown_to not included
-- inputs: run_punch, earlier_punch, core.pin_map, person_number, person_schedule, run_person, device_clock
-- article: contract sections 2 and 4 rule 1
with theirs as (
    select distinct pin_map.pin
    from core.pin_map as pin_map
    join person_number on person_number.nip = pin_map.nip
    join run_person on run_person.person_id = person_number.person_id
),
seen as (
    select run_punch.device_id, run_punch.pin from run_punch join theirs on theirs.pin = run_punch.pin
    union
    select earlier_punch.device_id, earlier_punch.pin from earlier_punch join theirs on theirs.pin = earlier_punch.pin
),
named as (
    select seen.device_id, seen.pin, 0 as general, nip, valid_from, coalesce(valid_to, date '9999-12-31') as valid_to
    from seen
    join core.pin_map as pin_map on pin_map.pin = seen.pin and pin_map.device_id = seen.device_id
    union all
    select seen.device_id, seen.pin, 1, nip, valid_from, coalesce(valid_to, date '9999-12-31')
    from seen
    join core.pin_map as pin_map on pin_map.pin = seen.pin and pin_map.device_id = '*'
),
edge as (
    select device_id, pin, valid_from as first_day from named
    union
    select device_id, pin, add_days(valid_to, 1) from named where valid_to < date '9999-12-31'
),
stretch as (
    select device_id, pin, first_day,
        lead(first_day, 1, date '9999-12-31') over (partition by device_id, pin order by first_day) as next_day
    from edge
),
ranked as (
    select stretch.*, named.nip,
        row_number() over (
            partition by stretch.device_id, stretch.pin, stretch.first_day
            order by named.general, named.valid_from desc, named.nip
        ) as place
    from stretch
    join named
        on named.device_id = stretch.device_id and named.pin = stretch.pin
        and stretch.first_day between named.valid_from and named.valid_to
),
corrected as (
    select ranked.device_id, ranked.pin, ranked.nip, coalesce(offset_seconds, 0) as offset_seconds,
        greatest(
            coalesce(shown_from, timestamp '0001-01-01 00:00:00'),
            add_seconds(date_at_minute(first_day, 0), -coalesce(offset_seconds, 0))
        ) as shown_from,
        least(
            coalesce(shown_to, timestamp '9999-12-31 00:00:00'),
            add_seconds(date_at_minute(next_day, 0), -coalesce(offset_seconds, 0))
        ) as shown_to
    from ranked
    left join device_clock on device_clock.device_id = ranked.device_id
    where place = 1
)
select corrected.device_id, corrected.pin, shown_from, shown_to, offset_seconds,
    person_schedule.person_no, person_schedule.schedule_no,
    as_integer(dense_rank() over (order by corrected.device_id)) as device_no
from corrected
join person_number on person_number.nip = corrected.nip
join run_person on run_person.person_id = person_number.person_id
join person_schedule on person_schedule.person_id = person_number.person_id
where shown_from < shown_to
