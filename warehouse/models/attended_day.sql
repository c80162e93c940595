-- Which punches count as coming and going, against the span that is due after part-day leave.
-- grain: one person, date of service and duty (or date without one)
-- inputs: person_date, schedule_day, punch_day, leave_day, person_schedule
-- article: contract section 4 rule 3
with leave_of_person as (
    select person_schedule.person_no, leave_day.work_date, full_code, am_code, pm_code
    from leave_day
    join person_schedule on person_schedule.person_id = leave_day.person_id
),
due as (
    select person_date.person_no, person_date.stretch_no, person_date.day_no, schedule_day.duty_no,
        schedule_day.min_span, full_code, coalesce(am_code, pm_code) as part_code,
        case when am_code is not null and pm_code is null then half_at else schedule_day.start_at end as start_at,
        case when pm_code is not null and am_code is null then half_at else schedule_day.end_at end as end_at,
        punch_day.earliest, punch_day.latest, punch_day.punches
    from person_date
    join schedule_day on schedule_day.day_no = person_date.day_no
    left join leave_of_person
        on leave_of_person.person_no = person_date.person_no and leave_of_person.work_date = schedule_day.work_date
    left join punch_day on punch_day.person_no = person_date.person_no and punch_day.duty_no = schedule_day.duty_no
),
placed as (
    select *,
        midpoint(start_at, end_at) as middle_at,
        packed_moment(earliest) as earliest_at,
        packed_moment(latest) as latest_at
    from due
)
select person_no, stretch_no, day_no, duty_no, full_code, part_code, start_at, end_at, middle_at,
    as_integer(coalesce(punches, 0)) as punches,
    -- before the midpoint: an in, the earliest
    case when earliest_at < middle_at then earliest end as came,
    -- at or after it: an out, the latest; across it only if far enough from the in
    case
        when latest_at < middle_at then null
        when earliest_at >= middle_at then latest
        when elapsed_seconds(earliest_at, latest_at) >= 60 * min_span then latest
    end as went,
    case when false then earliest end as middle, 0 as middle_due
from placed
