-- The employee-days to compute: the person's stretch of employment and the day of the schedule.
-- grain: one person, date of service and duty (or date without one) whose window has closed
-- inputs: touched, touched_closing, employment, person_schedule, schedule_day, run, agency_time, unit_time
-- article: contract section 4: a day exists once its window has closed by through_at, in the zone of the unit's devices
with held as (
    -- changed days are replaced whole; of the others only what closed since the last load is new
    select person_id, date_from, date_to, 0 as only_closing from touched
    union all
    select person_id, date_from, date_to, 1 from touched_closing
),
employed as (
    select held.person_id, held.only_closing, employment.stretch_no, employment.unit_code,
        greatest(held.date_from, employment.valid_from, run.date_from) as date_from,
        least(held.date_to, employment.valid_to, run.date_to) as date_to
    from held
    join employment
        on employment.person_id = held.person_id
        and employment.valid_from <= held.date_to and employment.valid_to >= held.date_from
    cross join run
),
local_time as (
    select through_local, previous_local from agency_time
    union
    select through_local, previous_local from unit_time
),
closed as (
    -- a date is computed anew as a whole when another of its duties closes
    select schedule_no, work_date, through_local,
        max(case when closes_at <= previous_local then 0 else 1 end) as closed_since
    from schedule_day
    cross join local_time
    where closes_at <= through_local
    group by schedule_no, work_date, through_local
),
scheduled as (
    select employed.*, person_schedule.person_no, person_schedule.schedule_no
    from employed
    join person_schedule on person_schedule.person_id = employed.person_id
    where date_from <= date_to
),
dated as (
    select scheduled.person_no, scheduled.stretch_no, scheduled.schedule_no, scheduled.only_closing,
        schedule_day.day_no, schedule_day.work_date, schedule_day.closes_at,
        coalesce(unit_time.through_local, agency_time.through_local) as through_local
    from scheduled
    join schedule_day
        on schedule_day.schedule_no = scheduled.schedule_no
        and schedule_day.work_date >= scheduled.date_from and schedule_day.work_date <= scheduled.date_to
    left join unit_time
        on unit_time.unit_code = scheduled.unit_code
        and schedule_day.work_date >= unit_time.date_from and schedule_day.work_date <= unit_time.date_to
    cross join agency_time
)
select dated.person_no, dated.stretch_no, dated.day_no
from dated
join closed
    on closed.schedule_no = dated.schedule_no and closed.work_date = dated.work_date
    and closed.through_local = dated.through_local
where dated.closes_at <= dated.through_local and (only_closing = 0 or closed_since = 1)
-- what is made of these rows lies as they do: by date, so that a question about some dates reads few of them
order by dated.work_date, dated.day_no, dated.person_no
