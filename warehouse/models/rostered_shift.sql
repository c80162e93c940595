-- The shifts that are due, with wall times. Holidays free those with usual hours; who has a roster follows the roster.
-- grain: one shift of one schedule
-- inputs: person_schedule, person_pattern, roster_day, calendar_day, rule_hours, core.shifts
-- article: Perpres 21/2023 Pasal 4; hours of the rulebook; decrees of core.calendar
with one_of_each as (
    select schedule_no, min(person_id) as person_id
    from person_schedule
    group by schedule_no
),
replaced as (
    select distinct one_of_each.schedule_no, roster_day.work_date
    from roster_day
    join one_of_each on one_of_each.person_id = roster_day.person_id
),
usual as (
    select one_of_each.schedule_no, calendar_day.work_date, person_pattern.work_pattern as shift_code,
        date_at_minute(calendar_day.work_date, start_minute) as start_at,
        date_at_minute(calendar_day.work_date, end_minute) as end_at,
        date_at_minute(calendar_day.work_date, break_start_minute) as break_start_at,
        date_at_minute(calendar_day.work_date, break_end_minute) as break_end_at,
        cast(null as timestamp) as half_at,
        date_at_minute(calendar_day.work_date, middle_from_minute) as middle_from_at,
        date_at_minute(calendar_day.work_date, middle_to_minute + 1) as middle_to_at
    from one_of_each
    join person_pattern on person_pattern.person_id = one_of_each.person_id
    join calendar_day on calendar_day.work_date between person_pattern.date_from and person_pattern.date_to
    join rule_hours
        on rule_hours.rulebook = calendar_day.rulebook and rule_hours.work_pattern = person_pattern.work_pattern
        and rule_hours.weekday = calendar_day.weekday and rule_hours.ramadan = calendar_day.ramadan
    left join replaced
        on replaced.schedule_no = one_of_each.schedule_no and replaced.work_date = calendar_day.work_date
    where calendar_day.free = 0 and replaced.schedule_no is null
),
rostered as (
    select one_of_each.schedule_no, roster_day.work_date, roster_day.shift_code,
        date_at_minute(roster_day.work_date, shifts.start) as start_at,
        date_at_minute(roster_day.work_date, shifts."end") as end_at,
        date_at_minute(roster_day.work_date, shifts.break_start) as break_start_at,
        date_at_minute(roster_day.work_date, shifts.break_end) as break_end_at,
        date_at_minute(roster_day.work_date, shifts.half_at) as half_at,
        date_at_minute(roster_day.work_date, shifts.middle_from) as middle_from_at,
        date_at_minute(roster_day.work_date, shifts.middle_to + 1) as middle_to_at
    from roster_day
    join one_of_each on one_of_each.person_id = roster_day.person_id
    join calendar_day on calendar_day.work_date = roster_day.work_date
    join core.shifts as shifts
        on shifts.shift_code = roster_day.shift_code
        and roster_day.work_date between shifts.valid_from and coalesce(shifts.valid_to, date '9999-12-31')
)
select *, row_number() over (partition by schedule_no, work_date order by start_at, end_at, shift_code) as shift_no
from (select * from usual union all select * from rostered) as due
