-- What a case is to a person in the period, by the key of its application: the way from a figure back to the events.
-- grain: one person and case
-- inputs: case_role, service_case, case_due
-- article: contract section 5, productivity_score and timeliness_score
select case_role.person_id, service_case.app, service_case.case_id, service_case.service_code,
    case_role.standard_minutes, as_integer(case_role.completed) as completed, as_integer(case_role.on_time) as on_time,
    as_integer(case_role.late) as late, as_integer(case_role.overdue) as overdue,
    as_integer(case_role.reworked) as reworked, as_integer(case_role.of_desk) as of_desk,
    service_case.received_at, service_case.completed_at, case_due.late_at
from case_role
join service_case on service_case.case_no = case_role.case_no
left join case_due on case_due.case_no = case_role.case_no
