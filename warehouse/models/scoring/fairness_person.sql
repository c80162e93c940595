-- Who is compared in the fairness report, and by what: everybody with a working day in the period. What is not known of a
-- person is '-', and is a group of its own.
-- grain: one person with a working day
-- inputs: performance_period, rated, core.employees, person_number, rule_age_band, period
-- article: contract section 6, fairness across unequal workloads
with described as (
    select person_number.person_id, employees.sex, employees.birth_date, employees.employment_type,
        row_number() over (
            partition by person_number.person_id
            order by employees.valid_from desc, coalesce(employees.valid_to, date '9999-12-31') desc, employees.nip desc
        ) as place
    from core.employees as employees
    join person_number on person_number.nip = employees.nip
    join period on employees.valid_from <= period.period_end
),
aged as (
    select described.*, whole_years(birth_date, period_end) as age
    from described
    cross join period
    where place = 1
)
select row.person_id, coalesce(row.unit_code, '-') as unit_code, coalesce(row.position_code, '-') as position_code,
    coalesce(aged.sex, '-') as sex, coalesce(rule_age_band.band, '-') as age_band,
    coalesce(aged.employment_type, '-') as employment_type,
    case when row.official_result_rating is not null then coalesce(rater.person_id, rated.assessor_nip, '-') end as assessor_id,
    case when row.official_result_rating is not null then rated.assessor_nip end as assessor_nip,
    row.evidence_index, row.official_predicate, row.official_result_rating as result_rating, row.rating_gap
from performance_period as row
left join aged on aged.person_id = row.person_id
left join rule_age_band on aged.age between rule_age_band.from_age and rule_age_band.to_age
left join rated on rated.person_id = row.person_id
left join person_number as rater on rater.nip = rated.assessor_nip
where row.working_days > 0
