-- Days computed before that stay as they are, of the persons and dates that a computation needs beside its own.
-- grain: one person, date of service and shift
-- inputs: core.attendance_day, needed_person, touched
-- article: contract section 3: what is not touched stays equal
-- kept: view
select fact.person_id, fact.work_date, fact.shift_no, fact.shift_code, fact.rulebook, fact.status,
    case when fact.status in ('LEAVE', 'DUTY') then fact.leave_code end as leave_code,
    fact.late_minutes, fact.early_minutes, fact.missing_punches,
    case when fact.first_in is null then 1 else 0 end as no_in,
    case when fact.last_out is null then 1 else 0 end as no_out,
    -- whether the date has another duty is not asked
    0 as alone
from core.attendance_day as fact
join needed_person on needed_person.person_id = fact.person_id and fact.work_date >= needed_person.date_from
left join touched as anew
    on anew.person_id = fact.person_id and fact.work_date between anew.date_from and anew.date_to
where fact.status not in ('OFF', 'UNKNOWN', 'INACTIVE') and anew.person_id is null
    and fact.work_date between $needed_from and $needed_to
