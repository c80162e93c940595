-- Cases within the service standard among those completed or overdue, drawn to the rate of the peer group.
-- grain: one person
-- inputs: desk_work, rule_cases
-- article: contract section 5, timeliness_score
with counted as (
    select person_id, peer_group, on_time as good, on_time + late as cases from desk_work
),
grouped as (
    select *, sum(good) over (partition by coalesce(peer_group, person_id)) as group_good,
        sum(cases) over (partition by coalesce(peer_group, person_id)) as group_cases
    from counted
),
drawn as (
    select grouped.*, ratio(group_good, group_cases) as group_rate, ratio(good + 2, cases + 4) as share,
        ratio(cases, cases + timeliness_prior) as kept, ratio(timeliness_prior, cases + timeliness_prior) as given
    from grouped
    cross join rule_cases
)
select person_id,
    as_score(100 * ratio(good, cases)) as raw_value,
    case when cases > 0 then as_score(100 * as_exact(ratio(good, cases) * kept + group_rate * given)) end as score,
    as_integer(cases) as evidence_count,
    as_variance(
        case
            when cases > 0 then
                ratio(10000, cases + 4)
                * as_variance(as_variance(share * (1 - share)) * as_variance(kept * kept))
            else 0
        end
    ) as variance,
    case when cases = 0 then 'NO_CASES' end as reason
from drawn
