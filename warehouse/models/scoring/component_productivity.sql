-- Work done against the work that could be expected: what was on the desk, but no more than the peers' pace allows in the
-- time the person was there. A quiet counter is not punished, a flooded one not praised for the queue.
-- grain: one person
-- inputs: desk_work, peer_pace, rule_cases
-- article: contract section 5, productivity_score
with expecting as (
    select desk_work.*, least(as_exact(desk_minutes), as_exact(available_minutes * peer_pace.pace)) as expected, prior_minutes
    from desk_work
    join peer_pace on peer_pace.person_id = desk_work.person_id
    cross join rule_cases
),
scored as (
    select *, least(120, 100 * exact_ratio(done_minutes, expected)) as raw,
        ratio(completed + 2, cases + 4) as share
    from expecting
)
select person_id,
    case when expected > 0 then as_score(raw) end as raw_value,
    case
        when expected > 0 then
            as_score(
                as_exact(raw) * exact_ratio(expected, expected + prior_minutes)
                + 100 * exact_ratio(prior_minutes, expected + prior_minutes)
            )
    end as score,
    as_integer(cases) as evidence_count,
    as_variance(
        case
            when expected > 0 then
                10000 * as_variance(share * (1 - share))
                * ratio(squared_minutes, (expected + prior_minutes) * (expected + prior_minutes))
            else 0
        end
    ) as variance,
    case
        when expected > 0 then null
        when desk_minutes = 0 then 'NO_DESK'
        when available_minutes = 0 then 'NO_AVAILABLE_MINUTES'
        else 'NO_EXPECTATION'
    end as reason
from scored
