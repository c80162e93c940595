-- What a case is to a person in the period, by the key of its application: the way from a figure back to the events.
-- A case that was rejected, cancelled or returned before it was late counts for nobody. Whoever it was assigned to has a row
-- of zeros, so that what spared the figure can be found.
-- grain: one person and case
-- inputs: case_role, service_case, case_due, case_assigned, case_moment, person_number
-- article: contract section 5, productivity_score and timeliness_score
with waiting as (
    select distinct case_no from case_moment where pause_no > 0 and to_at is null
),
spared as (
    select service_case.case_no, service_case.assigned_to
    from service_case
    left join case_due on case_due.case_no = service_case.case_no
    left join waiting on waiting.case_no = service_case.case_no
    where completed_at is null and (ended_at < late_at or (late_at is null and waiting.case_no is not null))
),
assigned as (
    select spared.case_no, case_assigned.nip
    from spared
    join case_assigned on case_assigned.case_no = spared.case_no
    union
    select case_no, assigned_to from spared
),
counted as (
    select person_id, case_no, standard_minutes, completed, on_time, late, overdue, reworked, of_desk from case_role
    union all
    select distinct person_number.person_id, assigned.case_no, service_case.standard_minutes, 0, 0, 0, 0, 0, 0
    from assigned
    join person_number on person_number.nip = assigned.nip
    join service_case on service_case.case_no = assigned.case_no
)
select counted.person_id, service_case.app, service_case.case_id, service_case.service_code,
    counted.standard_minutes, as_integer(counted.completed) as completed, as_integer(counted.on_time) as on_time,
    as_integer(counted.late) as late, as_integer(counted.overdue) as overdue,
    as_integer(counted.reworked) as reworked, as_integer(counted.of_desk) as of_desk,
    service_case.received_at, service_case.completed_at, case_due.late_at
from counted
join service_case on service_case.case_no = counted.case_no
left join case_due on case_due.case_no = counted.case_no
