-- What the answers of citizens say of each unit; the agency's row (unit_code null) is what little evidence is drawn to.
-- index = 25 * sum(mean of an element * weight), renormalised over the elements asked; never shrunk here.
-- grain: one unit with at least one answer, and the agency
-- inputs: core.survey_response, period, rule_element, rule_satisfaction
-- article: PermenPANRB 14/2017
with answered as (
    select response.survey, response.respondent, response.unit_code, rule_element.element, rule_element.weight,
        case rule_element.element
            when 'u1' then u1 when 'u2' then u2 when 'u3' then u3 when 'u4' then u4 when 'u5' then u5
            when 'u6' then u6 when 'u7' then u7 when 'u8' then u8 else u9
        end as answer
    from core.survey_response as response
    join period on date_of(response.submitted_at) between period.period_start and period.period_end
    cross join rule_element
),
counted as (
    select * from answered where answer is not null
    union all
    select survey, respondent, null as unit_code, element, weight, answer from answered where answer is not null
),
by_element as (
    select unit_code, element, weight, sum(answer) as total, count(*) as answers
    from counted
    group by unit_code, element, weight
),
by_unit as (
    select unit_code, sum(weight) as asked, sum(whole_ratio(weight * total, answers)) as weighed, count(*) as elements
    from by_element
    group by unit_code
),
by_respondent as (
    -- a respondent's weighted mean in ten-thousandths of a point
    select unit_code, survey, respondent,
        as_whole(10000 * ratio(sum(weight * answer), sum(weight))) as mean
    from counted
    group by unit_code, survey, respondent
),
spread as (
    select unit_code, count(*) as respondents,
        whole_ratio(count(*) * sum(mean * mean) - sum(mean) * sum(mean), count(*) * count(*)) as variance
    from by_respondent
    group by unit_code
)
select by_unit.unit_code, as_integer(respondents) as respondents, as_integer(elements) as elements,
    as_score(25 * weighed * ratio(all_weights, asked * parts)) as satisfaction_index,
    as_exact(25 * as_exact(weighed) * ratio(all_weights, asked * parts)) as exact_index,
    -- of the mean on the scale of 100: 625 * variance / respondents
    as_variance(whole_ratio(625 * as_whole(variance), respondents) * 0.00000001) as variance
from by_unit
join spread on spread.unit_code is not distinct from by_unit.unit_code
cross join rule_satisfaction
