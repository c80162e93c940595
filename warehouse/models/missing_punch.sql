-- When a device should have recorded a punch that is not there, on days with a duty to be present.
-- grain: one person, duty and missing in, out or middle punch
-- inputs: attended_day, employment, schedule_day
-- article: contract section 4 rule 5
with missing as (
    select person_no, stretch_no, day_no, duty_no, start_at, end_at, came, went, no_middle, middle_to_at
    from attended_day
    where duty_no is not null and full_code is null and (came is null or went is null or no_middle = 1)
),
expected as (
    select missing.*, unit_code, work_date, device_days
    from missing
    join employment on employment.stretch_no = missing.stretch_no and employment.status = 'ACTIVE'
    join schedule_day on schedule_day.day_no = missing.day_no
)
select person_no, duty_no, unit_code, work_date, device_days, start_at as instant from expected where came is null
union all
select person_no, duty_no, unit_code, work_date, device_days, end_at from expected where went is null
union all
select person_no, duty_no, unit_code, work_date, device_days, middle_to_at from expected where no_middle = 1
