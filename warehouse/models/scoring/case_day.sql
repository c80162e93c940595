-- The cases that somebody completed on a date: how many, how long they took, how many were in time and done again.
-- grain: one person and date
-- inputs: service_case, case_taken, case_due, person_number
-- article: contract section 5, training_effect
select person_number.person_id, date_of(service_case.completed_at) as work_date, count(*) as cases,
    sum(case_taken.seconds) as seconds,
    sum(case when case_due.late_at is null or service_case.completed_at < case_due.late_at then 1 else 0 end) as on_time,
    sum(service_case.reworked) as reworked
from service_case
join case_taken on case_taken.case_no = service_case.case_no
join person_number on person_number.nip = service_case.completed_by
left join case_due on case_due.case_no = service_case.case_no
group by person_number.person_id, date_of(service_case.completed_at)
