-- The days of the run on which something was due and is known, as the accounts read them.
-- grain: one person, date of service and duty
-- inputs: judged_day, employment, schedule_day
-- article: contract section 4, three accounts
-- kept: view
select judged_day.person_no, judged_day.day_no, employment.person_id, schedule_day.work_date, schedule_day.shift_no,
    schedule_day.shift_code, schedule_day.rulebook, judged_day.status, judged_day.full_code as leave_code,
    judged_day.late_minutes, judged_day.early_minutes, judged_day.missing_punches,
    case when judged_day.came is null then 1 else 0 end as no_in,
    case when judged_day.went is null then 1 else 0 end as no_out,
    case when schedule_day.duties = 1 then 1 else 0 end as alone
from judged_day
join employment on employment.stretch_no = judged_day.stretch_no
join schedule_day on schedule_day.day_no = judged_day.day_no
where judged_day.status not in ('OFF', 'UNKNOWN', 'INACTIVE')
