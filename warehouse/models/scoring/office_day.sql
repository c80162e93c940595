-- The working time of an office by the calendar: every date with what has run of working days and working seconds.
-- grain: one work pattern and date
-- inputs: calendar_day, rule_hours
-- article: Perpres 21/2023 Pasal 4; the decree of each row of core.calendar
with patterns as (
    select distinct work_pattern from rule_hours
),
dated as (
    select patterns.work_pattern, calendar_day.work_date,
        date_at_minute(calendar_day.work_date, rule_hours.start_minute) as start_at,
        date_at_minute(calendar_day.work_date, rule_hours.end_minute) as end_at,
        date_at_minute(calendar_day.work_date, rule_hours.break_start_minute) as break_start_at,
        date_at_minute(calendar_day.work_date, rule_hours.break_end_minute) as break_end_at,
        case when free = 1 or rule_hours.start_minute is null then 0 else 1 end as working
    from patterns
    cross join calendar_day
    left join rule_hours
        on rule_hours.rulebook = calendar_day.rulebook and rule_hours.work_pattern = patterns.work_pattern
        and rule_hours.weekday = calendar_day.weekday and rule_hours.ramadan = calendar_day.ramadan
),
timed as (
    select *,
        case when working = 0 then 0 else
            elapsed_seconds(start_at, end_at) - coalesce(elapsed_seconds(break_start_at, break_end_at), 0)
        end as seconds
    from dated
)
select work_pattern, work_date, working, start_at, end_at, break_start_at, break_end_at, seconds,
    sum(working) over (partition by work_pattern order by work_date) as days_through,
    sum(seconds) over (partition by work_pattern order by work_date) - seconds as seconds_before
from timed
