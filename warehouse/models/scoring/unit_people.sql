-- The people of a unit in the period: how many, their index, their official predicates, feedback, and use of applications.
-- grain: one unit that has people, indicators, or work that citizens saw; whichever had a row in an earlier revision stays
-- inputs: performance_period, target_item, unit_satisfaction, unit_complaint, unit_service, known_unit, core.assessment, signed_in, person_number, period, period_state, rule_recommendation
-- article: contract section 5, unit_period
with told as (
    -- who was assessed and waits for feedback that may yet come in time does not count yet
    select person_number.person_id, 1 as assessed,
        max(
            case
                when date_of(assessment.feedback_at) <= add_days(date_of(assessment.assessed_at), feedback_days) then 1
                else 0
            end
        ) as told_in_time
    from core.assessment as assessment
    join person_number on person_number.nip = assessment.nip
    join period on period.period = assessment.period
    cross join rule_recommendation
    cross join period_state
    where (assessment.assessed_at is not null and assessment.feedback_at is not null)
        or add_days(date_of(assessment.assessed_at), feedback_days) <= known_through
    group by person_number.person_id
),
held as (
    select * from performance_period where unit_code is not null and working_days > 0
),
unit as (
    select unit_code from held
    union select unit_code from target_item where unit_code is not null
    union select unit_code from unit_satisfaction where unit_code is not null
    union select unit_code from unit_complaint
    union select unit_code from unit_service
    union select unit_code from known_unit
)
select unit.unit_code, count(row.person_id) as headcount,
    count(evidence_index) as with_index, as_score(ratio(sum(evidence_index), count(evidence_index))) as mean_index,
    sum(case when official_predicate = 'SANGAT_BAIK' then 1 else 0 end) as sangat_baik,
    sum(case when official_predicate = 'BAIK' then 1 else 0 end) as baik,
    sum(case when official_predicate = 'BUTUH_PERBAIKAN' then 1 else 0 end) as butuh_perbaikan,
    sum(case when official_predicate = 'KURANG' then 1 else 0 end) as kurang,
    sum(case when official_predicate = 'SANGAT_KURANG' then 1 else 0 end) as sangat_kurang,
    count(official_predicate) as rated,
    sum(coalesce(told.assessed, 0)) as assessed, sum(coalesce(told.told_in_time, 0)) as told_in_time,
    count(signed_in.person_id) as signed_in
from unit
left join held as row on row.unit_code = unit.unit_code
left join told on told.person_id = row.person_id
left join signed_in on signed_in.person_id = row.person_id
group by unit.unit_code
