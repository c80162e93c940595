-- What a roster says of a person and date, instead of the usual hours. CBER takes the day off.
-- A roster of a date on which the person holds no position says nothing: it neither joins nor moves a window.
-- grain: one person, date of the run and shift; shift_code OFF: nothing
-- inputs: core.roster, person_number, employment, leave_day, run_date
-- article: contract section 4 rules 2 and 5
with planned as (
    select distinct person_number.person_id, roster.work_date, roster.shift_code
    from core.roster as roster
    join person_number on person_number.nip = roster.nip
    join run_date on run_date.work_date = roster.work_date
    join employment
        on employment.person_id = person_number.person_id
        and roster.work_date between employment.valid_from and employment.valid_to
)
select planned.person_id, planned.work_date, planned.shift_code
from planned
left join leave_day
    on leave_day.person_id = planned.person_id and leave_day.work_date = planned.work_date
    and leave_day.full_code = 'CBER'
where leave_day.person_id is null
union all
select person_id, work_date, 'OFF'
from leave_day
where full_code = 'CBER'
