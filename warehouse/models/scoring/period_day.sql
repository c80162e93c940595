-- A person's date of the period with the one status that counts, whatever shifts it held.
-- grain: one person and date of the period
-- inputs: core.attendance_day, period
-- article: contract section 5: the first of PRESENT, NO_IN, NO_OUT, UNKNOWN, ABSENT, DUTY, LEAVE among its rows
with several as (
    -- the duties of a date are numbered from 1: where there are two, one has a greater number
    select distinct fact.person_id, fact.work_date
    from core.attendance_day as fact
    join period on fact.work_date between period.period_start and period.period_end
    where fact.shift_no > 1
),
placed as (
    select fact.person_id, fact.work_date, fact.nip, fact.unit_code, fact.status,
        row_number() over (
            partition by fact.person_id, fact.work_date
            order by case fact.status
                when 'PRESENT' then 1 when 'NO_IN' then 2 when 'NO_OUT' then 3 when 'UNKNOWN' then 4 when 'ABSENT' then 5
                when 'DUTY' then 6 when 'LEAVE' then 7 when 'INACTIVE' then 8 else 9
            end, fact.shift_no
        ) as place,
        sum(case when status <> 'UNKNOWN' then late_minutes end) over (partition by fact.person_id, fact.work_date) as late,
        sum(case when status <> 'UNKNOWN' then early_minutes end) over (partition by fact.person_id, fact.work_date) as early
    from core.attendance_day as fact
    join several on several.person_id = fact.person_id and several.work_date = fact.work_date
),
counted as (
    select person_id, work_date, nip, unit_code, status, late, early from placed where place = 1
    union all
    -- most dates have one row: nothing to choose from
    select fact.person_id, fact.work_date, fact.nip, fact.unit_code, fact.status,
        case when status <> 'UNKNOWN' then late_minutes end, case when status <> 'UNKNOWN' then early_minutes end
    from core.attendance_day as fact
    join period on fact.work_date between period.period_start and period.period_end
    left join several on several.person_id = fact.person_id and several.work_date = fact.work_date
    where several.person_id is null
)
select person_id, work_date, nip, unit_code, status,
    as_integer(coalesce(late, 0)) as late_minutes, as_integer(coalesce(early, 0)) as early_minutes,
    case when status in ('PRESENT', 'NO_IN', 'NO_OUT', 'ABSENT', 'DUTY', 'LEAVE') then 1 else 0 end as working
from counted
