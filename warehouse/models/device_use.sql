-- On which devices a person was seen of whom a punch is missing that they may hold, by date.
-- grain: one person, device and date
-- inputs: person_punch, earlier_punch, punch_owner, doubtful_punch
-- article: contract section 4 rule 5
with device as (
    select distinct device_no, device_id from punch_owner
),
asked as (
    select distinct person_no from doubtful_punch
),
used as (
    select person_punch.person_no, device.device_id, person_punch.punch_date
    from person_punch
    join asked on asked.person_no = person_punch.person_no
    join device on device.device_no = person_punch.device_no
    union
    select punch_owner.person_no, punch_owner.device_id, date_of(add_seconds(punched_at, offset_seconds))
    from earlier_punch
    join punch_owner
        on punch_owner.device_id = earlier_punch.device_id and punch_owner.pin = earlier_punch.pin
        and earlier_punch.punched_at >= shown_from and earlier_punch.punched_at < shown_to
    join asked on asked.person_no = punch_owner.person_no
)
select person_no, device_id, punch_date from used
