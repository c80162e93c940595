-- Each row is one date and unit: how many of its people came. Units of few people, and the next smaller ones until they are a cell without the largest of them, are one row, unit_code -; no row: nobody was due, or too few people. Key: work_date, unit_code.
-- work_date DATE: date of service
-- unit_code TEXT: unit on that day; -: small units together
-- unit_name TEXT: name of the unit
-- people INTEGER: people of the unit, due or not
-- on_time INTEGER: people who came and went by two punches, not late
-- late INTEGER: people who came late
-- incomplete INTEGER: people with a required punch missing
-- absent INTEGER: people absent
-- duty INTEGER: people on duty outside
-- leave INTEGER: people on leave
-- unknown INTEGER: people of whom nothing can be said: a device's file is missing
-- late_minutes BIGINT: minutes late of all, whole minutes
with cell as (
    -- the largest cell that any period was shown by; nothing is shown before a period was scored
    select max(min_cell) as min_cell from mart.fairness having count(*) > 0
),
person_day as (
    -- shifts of one date are one day, as in the period: the first of these statuses counts
    select person_id, work_date, coalesce(max(unit_code), '-') as unit_code,
        min(
            case status
                when 'PRESENT' then 1 when 'NO_IN' then 2 when 'NO_OUT' then 2 when 'UNKNOWN' then 3 when 'ABSENT' then 4
                when 'DUTY' then 5 when 'LEAVE' then 6 else 7
            end
        ) as place,
        sum(coalesce(late_minutes, 0)) as late_minutes
    from core.attendance_day
    group by person_id, work_date
),
crowd as (
    select cast(date_trunc('month', work_date) as date) as month, unit_code, count(distinct person_id) as people
    from person_day
    group by cast(date_trunc('month', work_date) as date), unit_code
),
ordered as (
    select month, unit_code, people,
        sum(people) over (partition by month order by people, unit_code rows between unbounded preceding and current row)
            - people as before,
        -- what the head of the unit before knows beforehand
        coalesce(lag(people) over (partition by month order by people, unit_code), 0) as known,
        min(people) over (partition by month) as smallest
    from crowd
),
shown as (
    -- smaller units first, as in warehouse/models/scoring/fairness_hidden.sql; here they are told together
    select month, unit_code,
        case when people < min_cell or smallest < min_cell and before - known < min_cell then '-' else unit_code end
            as shown_as
    from ordered
    cross join cell
),
counted as (
    select person_day.work_date, shown.shown_as, count(*) as people,
        sum(case when place = 1 and late_minutes = 0 then 1 else 0 end) as on_time,
        sum(case when place = 1 and late_minutes > 0 then 1 else 0 end) as late,
        sum(case when place = 2 then 1 else 0 end) as incomplete,
        sum(case when place = 3 then 1 else 0 end) as unknown,
        sum(case when place = 4 then 1 else 0 end) as absent,
        sum(case when place = 5 then 1 else 0 end) as duty,
        sum(case when place = 6 then 1 else 0 end) as on_leave,
        sum(case when place <= 2 then late_minutes else 0 end) as late_minutes
    from person_day
    join shown
        on shown.month = cast(date_trunc('month', person_day.work_date) as date)
        and shown.unit_code = person_day.unit_code
    group by person_day.work_date, shown.shown_as
)
select counted.work_date, counted.shown_as as unit_code,
    case when counted.shown_as = '-' then 'Unit kecil (digabung)' else coalesce(unit.unit_name, counted.shown_as) end
        as unit_name,
    cast(counted.people as integer) as people, cast(on_time as integer) as on_time, cast(late as integer) as late,
    cast(incomplete as integer) as incomplete, cast(absent as integer) as absent, cast(duty as integer) as duty,
    cast(on_leave as integer) as leave, cast(unknown as integer) as unknown, cast(late_minutes as bigint) as late_minutes
from counted
cross join cell
left join board.unit as unit on unit.unit_code = counted.shown_as
where counted.people >= cell.min_cell and on_time + late + incomplete + absent + duty + on_leave + unknown > 0
