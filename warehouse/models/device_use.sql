-- On which devices a person with a missing punch was seen, by date.
-- grain: one person, device and date
-- inputs: person_punch, punch_owner, missing_punch
-- article: contract section 4 rule 5
with device as (
    select distinct device_no, device_id from punch_owner
),
used as (
    select distinct person_no, device_no, punch_date
    from person_punch
    where person_no in (select person_no from missing_punch)
)
select used.person_no, device.device_id, used.punch_date
from used
join device on device.device_no = used.device_no
