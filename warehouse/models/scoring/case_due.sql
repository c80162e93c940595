-- When the standard of a case had run out, as far as that is within the period's end: from `late_at` on it is late.
-- Limits in days end with the day (day 1 is the working day after the receipt), limits in minutes with the minute.
-- A pause counts while the limit had not run out before it: in days from the day it begins to the day before the one it
-- ends on, so that no case falls due while the applicant has it, and one that was late stays late.
-- One that still lasts leaves the case without a due moment. So does a day that is not over: what is still open may yet be
-- done in time.
-- grain: one case that fell due by the period's end, and while it is open by the last day that is known
-- inputs: service_case, case_moment, office_day, period_state
-- article: contract section 5, timeliness_score
with received as (
    select case_no, days_from as days, seconds_from as seconds from case_moment where pause_no = 0
),
paused as (
    select case_moment.case_no, case_moment.to_at, case_moment.days_before_from - received.days as days_run,
        case_moment.seconds_from - received.seconds as seconds_run,
        case_moment.days_before_to - case_moment.days_before_from as days_paused,
        case_moment.seconds_to - case_moment.seconds_from as seconds_paused, case_moment.pause_no
    from case_moment
    join received on received.case_no = case_moment.case_no
    where case_moment.pause_no > 0
),
summed as (
    select *,
        coalesce(sum(days_paused) over earlier, 0) as days_paused_before,
        coalesce(sum(seconds_paused) over earlier, 0) as seconds_paused_before
    from paused
    window earlier as (partition by case_no order by pause_no rows between unbounded preceding and 1 preceding)
),
counting as (
    select summed.case_no,
        sum(days_paused) as days_paused, sum(seconds_paused) as seconds_paused,
        max(case when to_at is null then 1 else 0 end) as stopped
    from summed
    join service_case on service_case.case_no = summed.case_no
    where (limit_unit = 'WORKING_DAYS' and days_run - days_paused_before < limit_value)
        or (limit_unit = 'WORKING_MINUTES' and seconds_run - seconds_paused_before < 60 * limit_value)
    group by summed.case_no
),
aimed as (
    select service_case.case_no, service_case.work_pattern, limit_unit,
        received.days + limit_value + coalesce(days_paused, 0) as due_day,
        received.seconds + 60 * limit_value + coalesce(seconds_paused, 0) as due_second
    from service_case
    join received on received.case_no = service_case.case_no
    left join counting on counting.case_no = service_case.case_no
    where coalesce(stopped, 0) = 0
),
by_day as (
    select aimed.case_no, date_at_minute(office_day.work_date, 1440) as late_at, office_day.work_date as due_date
    from aimed
    join office_day
        on office_day.work_pattern = aimed.work_pattern and office_day.days_through = aimed.due_day
        and office_day.working = 1
    where limit_unit = 'WORKING_DAYS'
),
by_minute as (
    select aimed.case_no, office_day.work_date as due_date,
        add_seconds(
            start_at,
            due_second - seconds_before
                + case
                    when due_second - seconds_before > elapsed_seconds(start_at, break_start_at)
                        then elapsed_seconds(break_start_at, break_end_at)
                    else 0
                end
        ) as due_at
    from aimed
    join office_day
        on office_day.work_pattern = aimed.work_pattern and office_day.working = 1
        and aimed.due_second > office_day.seconds_before
        and aimed.due_second <= office_day.seconds_before + office_day.seconds
    where limit_unit = 'WORKING_MINUTES'
),
due as (
    select case_no, due_date, late_at from by_day
    union all
    select case_no, due_date, just_after(due_at) from by_minute
)
select due.case_no, due_date, late_at
from due
join service_case on service_case.case_no = due.case_no
cross join period_state
where due_date <= known_through or completed_at is not null or ended_at is not null
