-- The employee-days to compute: the person's stretch of employment and the day of the schedule.
-- grain: one person, date of service and duty (or date without one) whose window has closed
-- inputs: touched, touched_closing, employment, person_schedule, schedule_day, run
-- article: contract section 4: a day exists once its window has closed by through_at
with held as (
    -- changed days are replaced whole; of the others only what closed since the last load is new
    select person_id, date_from, date_to, timestamp '0001-01-01 00:00:00' as closing_after from touched
    union all
    select person_id, date_from, date_to, closing_after from touched_closing
),
employed as (
    select held.person_id, held.closing_after, employment.stretch_no, run.through_local,
        greatest(held.date_from, employment.valid_from, run.date_from) as date_from,
        least(held.date_to, employment.valid_to, run.date_to) as date_to
    from held
    join employment
        on employment.person_id = held.person_id
        and employment.valid_from <= held.date_to and employment.valid_to >= held.date_from
    cross join run
),
closed as (
    -- a date is computed anew as a whole when another of its duties closes
    select schedule_no, work_date, max(closes_at) as closed_at
    from schedule_day
    cross join run
    where closes_at <= run.through_local
    group by schedule_no, work_date
),
scheduled as (
    select employed.*, person_schedule.person_no, person_schedule.schedule_no
    from employed
    join person_schedule on person_schedule.person_id = employed.person_id
    where date_from <= date_to
)
select scheduled.person_no, scheduled.stretch_no, schedule_day.day_no
from scheduled
join schedule_day
    on schedule_day.schedule_no = scheduled.schedule_no
    and schedule_day.work_date >= scheduled.date_from and schedule_day.work_date <= scheduled.date_to
    and schedule_day.closes_at <= scheduled.through_local
join closed
    on closed.schedule_no = schedule_day.schedule_no and closed.work_date = schedule_day.work_date
    and closed.closed_at > scheduled.closing_after
