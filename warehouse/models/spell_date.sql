-- Where a date of leave stands in its spell: the same kind of leave, without a working day of another kind between.
-- A spell that began before the run goes on from the numbers of its last date that stands.
-- grain: one person and date of leave or duty of the run
-- inputs: service_date, standing_date, latest_date, needed_person, core.deduction_day, rule_leave
-- article: contract section 4, money: a leave spell
with numbered as (
    select person_id, work_date, max(leave_working_day) as working_day, max(leave_calendar_day) as calendar_day
    from core.deduction_day
    where cause = 'LEAVE'
    group by person_id, work_date
),
dated as (
    select person_id, work_date, kind, 1 as fresh,
        as_integer(null) as working_day, as_integer(null) as calendar_day
    from service_date
    where person_id in (select person_id from needed_person)
    union all
    select standing_date.person_id, standing_date.work_date, kind, 0, working_day, calendar_day
    from standing_date
    left join numbered
        on numbered.person_id = standing_date.person_id and numbered.work_date = standing_date.work_date
    union all
    select person_id, work_date, kind, 0, working_day, calendar_day
    from latest_date
    where person_id in (select person_id from needed_person)
),
placed as (
    -- dates of one kind of leave that follow each other: their place less their place among those of the kind is one
    select *, row_number() over (partition by person_id order by work_date, fresh) as place_of_date from dated
),
spelled as (
    select *,
        place_of_date - row_number() over (partition by person_id, kind order by work_date, fresh) as spell
    from placed
    where kind in (select leave_code from rule_leave)
),
anchored as (
    select *,
        max(working_day) over (partition by person_id, kind, spell) as last_working_day,
        max(calendar_day) over (partition by person_id, kind, spell) as last_calendar_day,
        max(case when fresh = 0 then work_date end) over (partition by person_id, kind, spell) as last_date,
        min(work_date) over (partition by person_id, kind, spell) as first_date,
        row_number() over (partition by person_id, kind, spell, fresh order by work_date) as place
    from spelled
)
select person_id, work_date, kind as leave_code,
    as_integer(coalesce(last_working_day, 0) + place) as working_day,
    as_integer(
        case when last_calendar_day is null then days_between(first_date, work_date) + 1
        else last_calendar_day + days_between(last_date, work_date) end
    ) as calendar_day
from anchored
where fresh = 1
