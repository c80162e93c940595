-- What a case is to a person in the period: completed by them, or fallen due on their desk.
-- The desk is that of the last ASSIGNED before the case became late; a case counts once, when the earlier of the two came.
-- grain: one person and case
-- inputs: service_case, case_due, core.service_event, person_number, period
-- article: contract section 5, productivity_score and timeliness_score
with held as (
    select case_due.case_no, case_due.due_date, case_due.late_at, event.nip,
        row_number() over (
            partition by case_due.case_no order by event.occurred_at desc, event.nip desc
        ) as place
    from case_due
    join service_case on service_case.case_no = case_due.case_no
    join core.service_event as event
        on event.app = service_case.app and event.case_id = service_case.case_id and event.event = 'ASSIGNED'
        and event.occurred_at < case_due.late_at
),
fallen as (
    select service_case.*, case_due.due_date, case_due.late_at, held.nip as held_by,
        case when completed_at is null or completed_at >= case_due.late_at then 1 else 0 end as not_completed_before,
        case when ended_at is null or ended_at >= case_due.late_at then 1 else 0 end as not_ended_before
    from service_case
    left join case_due on case_due.case_no = service_case.case_no
    left join held on held.case_no = service_case.case_no and held.place = 1
),
told as (
    select case_no, standard_minutes, completed_by as nip, 1 as completed,
        case when late_at is null or completed_at < late_at then 1 else 0 end as on_time,
        0 as late, 0 as overdue, reworked
    from fallen
    join period on date_of(completed_at) between period.period_start and period.period_end
    union all
    select case_no, standard_minutes, held_by, 0, 0,
        case when due_date >= period.period_start then 1 else 0 end,
        case when completed_at is null and ended_at is null then 1 else 0 end, 0
    from fallen
    cross join period
    where late_at is not null and not_completed_before = 1 and not_ended_before = 1
        and (due_date >= period.period_start or (completed_at is null and ended_at is null))
)
select person_number.person_id, case_no, max(standard_minutes) as standard_minutes, max(completed) as completed,
    max(on_time) as on_time, max(late) as late, max(overdue) as overdue, max(reworked) as reworked,
    -- work of the desk in the period: completed by them, or fallen due in it
    max(case when completed = 1 or late = 1 then 1 else 0 end) as of_desk
from told
join person_number on person_number.nip = told.nip
group by person_number.person_id, case_no
