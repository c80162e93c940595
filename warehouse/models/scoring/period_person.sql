-- Who is in the period: where, as what, and how the dates were spent. Whoever had a row in an earlier revision stays,
-- with zeros if nothing is left of it.
-- grain: one person
-- inputs: period_day, period_unit_day, known_person, employment, core.units, period
-- article: contract section 5: unit and position held on most working days, ties the later
with unit_ranked as (
    select *, row_number() over (partition by person_id order by days desc, latest desc, unit_code) as place
    from period_unit_day
),
position_held as (
    select period_day.person_id, employment.position_code, sum(working) as days, max(work_date) as latest
    from period_day
    join employment
        on employment.person_id = period_day.person_id
        and period_day.work_date between employment.valid_from and employment.valid_to
    group by period_day.person_id, employment.position_code
),
position_ranked as (
    select *, row_number() over (partition by person_id order by days desc, latest desc, position_code) as place
    from position_held
),
counted as (
    select person_id, max(work_date) as latest,
        sum(working) as working_days,
        sum(case when status in ('PRESENT', 'NO_IN', 'NO_OUT') then 1 else 0 end) as present_days,
        sum(case when status = 'DUTY' then 1 else 0 end) as duty_days,
        sum(case when status = 'LEAVE' then 1 else 0 end) as leave_days,
        sum(case when status = 'ABSENT' then 1 else 0 end) as absent_days,
        sum(case when status = 'UNKNOWN' then 1 else 0 end) as unknown_days,
        sum(case when status = 'INACTIVE' then 1 else 0 end) as inactive_days,
        sum(late_minutes) as late_minutes,
        sum(early_minutes) as early_minutes
    from period_day
    group by person_id
),
unit_known as (
    select unit_code, unit_type, row_number() over (partition by unit_code order by valid_from desc, unit_type) as place
    from core.units
    join period on valid_from <= period_end
),
everyone as (
    select period_day.person_id, period_day.nip
    from period_day
    join counted on counted.person_id = period_day.person_id and counted.latest = period_day.work_date
    union all
    select known_person.person_id, known_person.nip
    from known_person
    left join counted on counted.person_id = known_person.person_id
    where counted.person_id is null
)
select everyone.person_id, everyone.nip, unit_ranked.unit_code, unit_known.unit_type, position_ranked.position_code,
    position_ranked.position_code || ' x ' || unit_known.unit_type as peer_group,
    as_integer(coalesce(working_days, 0)) as working_days, as_integer(coalesce(present_days, 0)) as present_days,
    as_integer(coalesce(duty_days, 0)) as duty_days, as_integer(coalesce(leave_days, 0)) as leave_days,
    as_integer(coalesce(absent_days, 0)) as absent_days, as_integer(coalesce(unknown_days, 0)) as unknown_days,
    as_integer(coalesce(inactive_days, 0)) as inactive_days, as_integer(coalesce(late_minutes, 0)) as late_minutes,
    as_integer(coalesce(early_minutes, 0)) as early_minutes
from everyone
left join counted on counted.person_id = everyone.person_id
left join unit_ranked on unit_ranked.person_id = everyone.person_id and unit_ranked.place = 1
left join unit_known on unit_known.unit_code = unit_ranked.unit_code and unit_known.place = 1
left join position_ranked on position_ranked.person_id = everyone.person_id and position_ranked.place = 1
