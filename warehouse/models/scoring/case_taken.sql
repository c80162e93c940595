-- How long a completed case took: working days from the day of the receipt to that of the completion, and working seconds
-- from moment to moment, the time with the applicant left out.
-- grain: one completed case
-- inputs: service_case, case_moment
-- article: contract section 5: the clock stops from RETURNED to RESUBMITTED
with paused as (
    select service_case.case_no, sum(days_before_to - days_before_from) as days, sum(seconds_to - seconds_from) as seconds
    from service_case
    join case_moment
        on case_moment.case_no = service_case.case_no and pause_no > 0
        and case_moment.to_at <= service_case.completed_at
    group by service_case.case_no
)
select service_case.case_no, finished.days_from - received.days_from - coalesce(paused.days, 0) as days,
    finished.seconds_from - received.seconds_from - coalesce(paused.seconds, 0) as seconds
from service_case
join case_moment as received on received.case_no = service_case.case_no and received.pause_no = 0
join case_moment as finished on finished.case_no = service_case.case_no and finished.pause_no = -1
left join paused on paused.case_no = service_case.case_no
