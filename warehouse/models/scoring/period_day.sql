-- A person's date of the period with the one status that counts, whatever shifts it held.
-- grain: one person and date of the period
-- inputs: core.attendance_day, period
-- article: contract section 5: the first of PRESENT, NO_IN, NO_OUT, UNKNOWN, ABSENT, DUTY, LEAVE among its rows
with ordered as (
    select fact.person_id, fact.work_date, fact.shift_no, fact.nip, fact.unit_code, fact.status,
        fact.late_minutes, fact.early_minutes,
        case fact.status
            when 'PRESENT' then 1 when 'NO_IN' then 2 when 'NO_OUT' then 3 when 'UNKNOWN' then 4 when 'ABSENT' then 5
            when 'DUTY' then 6 when 'LEAVE' then 7 when 'INACTIVE' then 8 else 9
        end as precedence
    from core.attendance_day as fact
    join period on fact.work_date between period.period_start and period.period_end
),
several as (
    select person_id, work_date from ordered group by person_id, work_date having count(*) > 1
),
placed as (
    select ordered.*,
        row_number() over (partition by ordered.person_id, ordered.work_date order by precedence, shift_no) as place,
        sum(case when status <> 'UNKNOWN' then late_minutes end)
            over (partition by ordered.person_id, ordered.work_date) as late,
        sum(case when status <> 'UNKNOWN' then early_minutes end)
            over (partition by ordered.person_id, ordered.work_date) as early
    from ordered
    join several on several.person_id = ordered.person_id and several.work_date = ordered.work_date
),
counted as (
    select person_id, work_date, nip, unit_code, status, late, early from placed where place = 1
    union all
    -- most dates have one row: nothing to choose from
    select ordered.person_id, ordered.work_date, nip, unit_code, status,
        case when status <> 'UNKNOWN' then late_minutes end, case when status <> 'UNKNOWN' then early_minutes end
    from ordered
    left join several on several.person_id = ordered.person_id and several.work_date = ordered.work_date
    where several.person_id is null
)
select person_id, work_date, nip, unit_code, status,
    as_integer(coalesce(late, 0)) as late_minutes, as_integer(coalesce(early, 0)) as early_minutes,
    case when status in ('PRESENT', 'NO_IN', 'NO_OUT', 'ABSENT', 'DUTY', 'LEAVE') then 1 else 0 end as working
from counted
