-- What citizens say of the units that a person served in, weighted by the days there; few answers are drawn to the agency's index.
-- grain: one person
-- inputs: period_person, period_unit_day, unit_satisfaction, rule_satisfaction
-- article: contract section 5, satisfaction_score; PermenPANRB 14/2017
with agency as (
    select satisfaction_index from unit_satisfaction where unit_code is null
),
drawn as (
    select unit_satisfaction.unit_code, unit_satisfaction.respondents, unit_satisfaction.satisfaction_index,
        as_score(
            ratio(
                respondents * unit_satisfaction.satisfaction_index + prior_responses * agency.satisfaction_index,
                respondents + prior_responses
            )
        ) as score,
        ratio(respondents, respondents + prior_responses) as kept,
        variance
    from unit_satisfaction
    cross join agency
    cross join rule_satisfaction
    where unit_satisfaction.unit_code is not null
),
served as (
    select period_unit_day.person_id, sum(days) as days, sum(days * drawn.satisfaction_index) as weighed_index,
        sum(days * drawn.score) as weighed, sum(respondents) as respondents,
        sum(days * days * as_variance(as_variance(kept * kept) * variance)) as weighed_variance
    from period_unit_day
    join drawn on drawn.unit_code = period_unit_day.unit_code
    where days > 0
    group by period_unit_day.person_id
)
select period_person.person_id,
    as_score(ratio(weighed_index, days)) as raw_value,
    as_score(ratio(weighed, days)) as score,
    as_integer(coalesce(respondents, 0)) as evidence_count,
    as_variance(coalesce(whole_ratio(as_whole(1000000 * weighed_variance), days * days) * 0.000001, 0)) as variance,
    case when served.person_id is null then 'NO_RESPONSES' end as reason
from period_person
left join served on served.person_id = period_person.person_id
