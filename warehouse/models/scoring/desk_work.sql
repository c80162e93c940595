-- A person's work on cases in the period, and how much of it was there to do.
-- grain: one person of the period
-- inputs: period_person, case_role, available_time
-- article: contract section 5, productivity_score: W, D, A
with summed as (
    select person_id,
        sum(case when completed = 1 then standard_minutes else 0 end) as done_minutes,
        sum(case when of_desk = 1 then standard_minutes else 0 end) as desk_minutes,
        sum(case when of_desk = 1 then standard_minutes * standard_minutes else 0 end) as squared_minutes,
        sum(completed) as completed, sum(of_desk) as cases, sum(on_time) as on_time, sum(late) as late,
        sum(overdue) as overdue, sum(case when completed = 1 then reworked else 0 end) as reworked
    from case_role
    group by person_id
)
select period_person.person_id, period_person.peer_group, coalesce(done_minutes, 0) as done_minutes,
    coalesce(desk_minutes, 0) as desk_minutes, coalesce(squared_minutes, 0) as squared_minutes,
    coalesce(available_time.minutes, 0) as available_minutes,
    ratio(coalesce(done_minutes, 0), available_time.minutes) as pace,
    coalesce(completed, 0) as completed, coalesce(cases, 0) as cases, coalesce(on_time, 0) as on_time,
    coalesce(late, 0) as late, coalesce(overdue, 0) as overdue, coalesce(reworked, 0) as reworked
from period_person
left join summed on summed.person_id = period_person.person_id
left join available_time on available_time.person_id = period_person.person_id
