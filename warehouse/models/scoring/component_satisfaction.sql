-- What citizens say of the units that a person served in, weighted by the days there; few answers are drawn to the agency's index.
-- grain: one person
-- inputs: period_person, period_unit_day, unit_satisfaction, rule_satisfaction
-- article: contract section 5, satisfaction_score; PermenPANRB 14/2017
with agency as (
    select exact_index from unit_satisfaction where unit_code is null
),
drawn as (
    select unit_satisfaction.unit_code, unit_satisfaction.respondents, unit_satisfaction.satisfaction_index,
        as_score(
            unit_satisfaction.exact_index * ratio(respondents, respondents + prior_responses)
            + agency.exact_index * ratio(prior_responses, respondents + prior_responses)
        ) as score,
        ratio(respondents, respondents + prior_responses) as kept,
        variance
    from unit_satisfaction
    cross join agency
    cross join rule_satisfaction
    where unit_satisfaction.unit_code is not null
),
served as (
    select period_unit_day.person_id, period_unit_day.days, drawn.*,
        sum(days) over (partition by period_unit_day.person_id) as all_days
    from period_unit_day
    join drawn on drawn.unit_code = period_unit_day.unit_code
    where days > 0
),
meant as (
    select person_id, sum(ratio(days, all_days) * satisfaction_index) as mean_index,
        sum(ratio(days, all_days) * score) as mean, sum(respondents) as respondents,
        sum(as_variance(ratio(days * days, all_days * all_days) * as_variance(as_variance(kept * kept) * variance)))
            as variance
    from served
    group by person_id
)
select period_person.person_id,
    as_score(mean_index) as raw_value,
    as_score(mean) as score,
    as_integer(coalesce(respondents, 0)) as evidence_count,
    as_variance(coalesce(variance, 0)) as variance,
    case
        when meant.person_id is not null then null
        when period_person.working_days = 0 then 'NO_WORKING_DAY'
        else 'NO_RESPONSES'
    end as reason
from period_person
left join meant on meant.person_id = period_person.person_id
