-- How long the cases took that a unit completed in the period, in working days.
-- grain: one unit with a completed case
-- inputs: service_case, case_taken, period
-- article: contract section 5, unit_period: service time median and p90
with taken as (
    select service_case.unit_code, service_case.case_no, case_taken.days
    from service_case
    join period on date_of(service_case.completed_at) between period.period_start and period.period_end
    join case_taken on case_taken.case_no = service_case.case_no
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
