-- Where a date of leave stands in its spell: the same kind of leave, without a working day of another kind between.
-- A spell that began before the run goes on from the numbers of its last date that stands.
-- grain: one person and date of leave or duty of the run
-- inputs: service_date, standing_date, latest_date, core.deduction_day, rule_leave
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
    union all
    select standing_date.person_id, standing_date.work_date, kind, 0, working_day, calendar_day
    from standing_date
    left join numbered
        on numbered.person_id = standing_date.person_id and numbered.work_date = standing_date.work_date
    union all
    select person_id, work_date, kind, 0, working_day, calendar_day from latest_date
),
followed as (
    select *, lag(work_date) over (partition by person_id, kind order by work_date, fresh) as date_before
    from dated
    where kind in (select leave_code from rule_leave)
),
every_date as (
    -- not asked of `dated`, which would be kept for the two of them
    select person_id, work_date from service_date
    union all
    select person_id, work_date from standing_date
    union all
    select person_id, work_date from latest_date
),
parted as (
    select person_id, kind, work_date
    from followed
    where exists (
        select 1 from every_date
        where every_date.person_id = followed.person_id
            and every_date.work_date > followed.date_before and every_date.work_date < followed.work_date
    )
),
spelled as (
    select followed.*,
        sum(case when parted.person_id is null then 0 else 1 end) over (
            partition by followed.person_id, followed.kind order by followed.work_date, fresh
        ) as spell
    from followed
    left join parted
        on parted.person_id = followed.person_id and parted.kind = followed.kind
        and parted.work_date = followed.work_date
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
