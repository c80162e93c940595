-- How long the cases took that a unit completed in the period, in working days.
-- grain: one unit with a completed case
-- inputs: service_case, case_taken, period
-- article: contract section 5, unit_period: service time median and p90
with taken as (
    select service_case.unit_code, case_taken.days, count(*) as cases
    from service_case
    join period on date_of(service_case.completed_at) between period.period_start and period.period_end
    join case_taken on case_taken.case_no = service_case.case_no
    where service_case.unit_code is not null
    group by service_case.unit_code, case_taken.days
),
ranked as (
    select unit_code, days, sum(cases) over (partition by unit_code) as cases,
        sum(cases) over (partition by unit_code order by days rows between unbounded preceding and current row) as so_far
    from taken
),
placed as (
    select *,
        whole_quotient(cases + 1, 2) as lower_place, whole_quotient(cases + 2, 2) as upper_place,
        whole_quotient(9 * cases + 9, 10) as tenth_place
    from ranked
)
select unit_code, max(cases) as cases,
    as_score(
        0.5 * (min(case when so_far >= lower_place then days end) + min(case when so_far >= upper_place then days end))
    ) as median_days,
    -- the least number of days within which nine of ten were done
    min(case when so_far >= tenth_place then days end) as p90_days
from placed
group by unit_code
