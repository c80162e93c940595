-- What of the working time had run when a case was received, returned to the applicant, resubmitted, and completed.
-- A pause runs from the first RETURNED after a RESUBMITTED (or the beginning) to the next RESUBMITTED.
-- grain: one case and pause, pause_no 0 the receipt, -1 the completion
-- inputs: service_case, core.service_event, period, office_day
-- article: contract section 5: the clock stops from RETURNED to RESUBMITTED
with turned as (
    select service_case.case_no, service_case.work_pattern, event.event, event.occurred_at,
        sum(case when event.event = 'RESUBMITTED' then 1 else 0 end) over (
            partition by service_case.case_no order by event.occurred_at, event.event desc
            rows between unbounded preceding and 1 preceding
        ) as resubmitted_before
    from core.service_event as event
    join service_case on service_case.app = event.app and service_case.case_id = event.case_id
    join period on date_of(event.occurred_at) <= period.period_end
    where event.event in ('RETURNED', 'RESUBMITTED') and event.occurred_at >= service_case.received_at
),
paused as (
    select case_no, work_pattern, coalesce(resubmitted_before, 0) as turn,
        min(case when event = 'RETURNED' then occurred_at end) as returned_at,
        min(case when event = 'RESUBMITTED' then occurred_at end) as resumed_at
    from turned
    group by case_no, work_pattern, coalesce(resubmitted_before, 0)
),
moment as (
    select case_no, work_pattern, 0 as pause_no, received_at as from_at, null as to_at from service_case
    union all
    select case_no, work_pattern, -1, completed_at, null from service_case where completed_at is not null
    union all
    select case_no, work_pattern, row_number() over (partition by case_no order by turn), returned_at, resumed_at
    from paused
    where returned_at is not null
),
placed as (
    select moment.case_no, moment.pause_no, from_at, to_at,
        began.days_through as days_from, began.days_through - began.working as days_before_from,
        stopped.days_through - stopped.working as days_before_to,
        began.seconds_before + case when began.working = 0 then 0 else
            greatest(0, elapsed_seconds(began.start_at, least(from_at, began.end_at)))
            - coalesce(greatest(0, elapsed_seconds(began.break_start_at, least(from_at, began.break_end_at))), 0)
        end as seconds_from,
        stopped.seconds_before + case when stopped.working = 0 then 0 else
            greatest(0, elapsed_seconds(stopped.start_at, least(to_at, stopped.end_at)))
            - coalesce(greatest(0, elapsed_seconds(stopped.break_start_at, least(to_at, stopped.break_end_at))), 0)
        end as seconds_to
    from moment
    join office_day as began
        on began.work_pattern = moment.work_pattern and began.work_date = date_of(from_at)
    left join office_day as stopped
        on stopped.work_pattern = moment.work_pattern and stopped.work_date = date_of(to_at)
)
select case_no, pause_no, from_at, to_at, days_from, days_before_from, days_before_to, seconds_from, seconds_to
from placed
