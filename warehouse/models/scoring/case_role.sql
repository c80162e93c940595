-- What a case is to a person in the period: completed by them, or fallen due on their desk.
-- The desk is that of the last ASSIGNED before the case became late; a case counts once, when the earlier of the two came.
-- grain: one person and case
-- inputs: service_case, case_due, case_assigned, person_number, period
-- article: contract section 5, productivity_score and timeliness_score
with held as (
    select assigned.case_no, assigned.nip,
        row_number() over (partition by assigned.case_no order by assigned.occurred_at desc, assigned.nip desc) as place
    from case_assigned as assigned
    join case_due on case_due.case_no = assigned.case_no and assigned.occurred_at < case_due.late_at
),
fallen as (
    select service_case.case_no, service_case.standard_minutes, service_case.completed_at, service_case.reworked,
        case_due.late_at,
        case when date_of(completed_at) between period.period_start and period.period_end then completed_by end as done_by,
        case
            when case_due.late_at is null or completed_at < case_due.late_at or ended_at < case_due.late_at then null
            when due_date < period.period_start and (completed_at is not null or ended_at is not null) then null
            -- most cases are assigned once: nothing to choose from
            when assignments > 1 then held.nip
            when assigned_at < case_due.late_at then assigned_to
        end as held_by,
        case when due_date >= period.period_start then 1 else 0 end as late,
        case when completed_at is null and ended_at is null then 1 else 0 end as overdue
    from service_case
    cross join period
    left join case_due on case_due.case_no = service_case.case_no
    left join held on held.case_no = service_case.case_no and held.place = 1
),
told as (
    select fallen.*, doer.person_id as done_by_person, holder.person_id as held_by_person,
        case when doer.person_id = holder.person_id then 1 else 0 end as same_person
    from fallen
    left join person_number as doer on doer.nip = fallen.done_by
    left join person_number as holder on holder.nip = fallen.held_by
)
select done_by_person as person_id, case_no, standard_minutes, 1 as completed,
    case when late_at is null or completed_at < late_at then 1 else 0 end as on_time,
    case when same_person = 1 then late else 0 end as late, case when same_person = 1 then overdue else 0 end as overdue,
    reworked,
    -- work of the desk in the period: completed by them, or fallen due in it
    1 as of_desk
from told
where done_by_person is not null
union all
select held_by_person, case_no, standard_minutes, 0, 0, late, overdue, 0, late
from told
where held_by_person is not null and same_person = 0
