-- How long the cases took that a unit completed in the period: working days from the day of the receipt to that of the completion,
-- the days with the applicant left out.
-- grain: one unit with a completed case
-- inputs: service_case, case_moment, office_day, period
-- article: contract section 5, unit_period: service time median and p90
with paused as (
    select service_case.case_no,
        sum(case when case_moment.to_at <= service_case.completed_at then days_before_to - days_before_from else 0 end) as days
    from service_case
    join case_moment on case_moment.case_no = service_case.case_no and pause_no > 0
    group by service_case.case_no
),
taken as (
    select service_case.unit_code, service_case.case_no,
        finished.days_through - received.days_from - coalesce(paused.days, 0) as days
    from service_case
    join period on date_of(service_case.completed_at) between period.period_start and period.period_end
    join case_moment as received on received.case_no = service_case.case_no and received.pause_no = 0
    join office_day as finished
        on finished.work_pattern = service_case.work_pattern
        and finished.work_date = date_of(service_case.completed_at)
    left join paused on paused.case_no = service_case.case_no
),
ranked as (
    select unit_code, days,
        row_number() over (partition by unit_code order by days, case_no) as place,
        count(*) over (partition by unit_code) as cases
    from taken
    where unit_code is not null
),
placed as (
    select *,
        whole_quotient(cases + 1, 2) as lower_place, whole_quotient(cases + 2, 2) as upper_place,
        whole_quotient(9 * cases + 9, 10) as tenth_place
    from ranked
)
select unit_code, max(cases) as cases,
    as_score(0.5 * (max(case when place = lower_place then days end) + max(case when place = upper_place then days end)))
        as median_days,
    -- the least number of days within which nine of ten were done
    max(case when place = tenth_place then days end) as p90_days
from placed
group by unit_code
