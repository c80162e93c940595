-- Which punches count as coming and going, against the span that is due after part-day leave.
-- A punch that the superior confirmed stands for one that is missing, unless it would put the going before the coming.
-- grain: one person, date of service and duty (or date without one)
-- inputs: person_date, schedule_day, punch_day, middle_day, correction, leave_day, person_schedule
-- article: contract section 4 rule 3; corrections: PMK 221/2021
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
        middle_from_at, middle_to_at
    from person_date
    join schedule_day on schedule_day.day_no = person_date.day_no
    left join leave_of_person
        on leave_of_person.person_no = person_date.person_no and leave_of_person.work_date = schedule_day.work_date
),
spanned as (
    select *,
        midpoint(start_at, end_at) as middle_at,
        case when middle_from_at >= start_at and middle_to_at <= end_at then 1 else 0 end as middle_due
    from due
),
placed as (
    select spanned.*, punch_day.punches,
        case when middle_due = 1 then middle_day.earliest else punch_day.earliest end as earliest,
        case when middle_due = 1 then middle_day.latest else punch_day.latest end as latest,
        case when middle_due = 1 then middle_day.middle end as middle
    from spanned
    left join punch_day on punch_day.person_no = spanned.person_no and punch_day.duty_no = spanned.duty_no
    left join middle_day on middle_day.person_no = spanned.person_no and middle_day.duty_no = spanned.duty_no
),
timed as (
    select *, packed_moment(earliest) as earliest_at, packed_moment(latest) as latest_at from placed
),
punched as (
    select *,
        -- before the midpoint: an in, the earliest
        case when earliest_at < middle_at then earliest end as came,
        -- at or after it: an out, the latest; across it only if far enough from the in
        case
            when latest_at < middle_at then null
            when earliest_at >= middle_at then latest
            when elapsed_seconds(earliest_at, latest_at) >= 60 * min_span then latest
        end as went
    from timed
),
confirmed as (
    select punched.*,
        case when punched.came is null then correction.came end as came_by_letter,
        case when punched.went is null then correction.went end as went_by_letter,
        case
            when middle_due = 1 and packed_moment(correction.middle) >= middle_from_at
                and packed_moment(correction.middle) < middle_to_at
                then correction.middle
        end as middle_by_letter
    from punched
    left join correction on correction.person_no = punched.person_no and correction.duty_no = punched.duty_no
),
ordered as (
    select *,
        case
            when packed_moment(came_by_letter) >= packed_moment(coalesce(went, went_by_letter)) then 0 else 1
        end as in_before_out,
        case
            when packed_moment(went_by_letter) <= packed_moment(coalesce(came, came_by_letter)) then 0 else 1
        end as out_after_in
    from confirmed
)
select person_no, stretch_no, day_no, duty_no, full_code, part_code, start_at, end_at, middle_at,
    as_integer(coalesce(punches, 0)) as punches,
    coalesce(came, case when in_before_out = 1 then came_by_letter end) as came,
    coalesce(went, case when out_after_in = 1 then went_by_letter end) as went,
    coalesce(middle, middle_by_letter) as middle, middle_to_at,
    case when middle_due = 1 and coalesce(middle, middle_by_letter) is null then 1 else 0 end as no_middle
from ordered
