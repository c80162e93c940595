-- The index of all evidence of a person, how much of the weights it rests on, and how sure it is.
-- grain: one person
-- inputs: period_person, component, rule_index
-- article: contract section 5, evidence_index, index_low, index_high, suggested_result_rating
with known as (
    select person_id, string_agg(component, '+' order by component) as component_set,
        sum(weight * score) as weighed, sum(weight) as weights,
        sum(weight * weight * variance) as variance
    from component
    where score is not null and weight > 0
    group by person_id
),
possible as (
    select person_id, sum(weight) as weights from component group by person_id
),
results as (
    select person_id, ratio(sum(weight * score), sum(weight)) as mean
    from component
    where score is not null and weight > 0
        and component in ('PRODUCTIVITY', 'TIMELINESS', 'QUALITY', 'TARGET', 'SATISFACTION', 'COMPLAINT')
    group by person_id
),
covered as (
    select period_person.person_id, known.component_set,
        as_score(coalesce(ratio(known.weights, possible.weights), 0)) as coverage,
        ratio(known.weighed, known.weights) as mean,
        whole_ratio(as_whole(1000000 * known.variance), known.weights * known.weights) * 0.000001 as variance,
        results.mean as result_mean
    from period_person
    left join known on known.person_id = period_person.person_id
    left join possible on possible.person_id = period_person.person_id
    left join results on results.person_id = period_person.person_id
),
spread as (
    select covered.*, square_root(variance) as deviation from covered
)
select person_id, component_set, coverage as evidence_coverage,
    case when coverage >= min_coverage then as_score(mean) end as evidence_index,
    case when coverage >= min_coverage and mean is not null then as_score(greatest(0, mean - 1.645 * deviation)) end as index_low,
    case when coverage >= min_coverage and mean is not null then as_score(least(120, mean + 1.645 * deviation)) end as index_high,
    case
        when result_mean is null then null
        when as_score(result_mean) >= above then 1
        when as_score(result_mean) >= meets then 2
        else 3
    end as suggested_result_rating
from spread
cross join rule_index
