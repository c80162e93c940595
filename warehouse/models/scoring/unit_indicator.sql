-- How far the indicators agreed for a unit were reached. Where one is measured in several aspects its row holds their
-- weighted mean, and no single target.
-- grain: one unit and indicator
-- inputs: target_item
-- article: contract section 5, unit_indicator; PermenPANRB 6/2022 (aspects)
with weighed as (
    select *,
        sum(case when exact_achievement is not null then weight end)
            over (partition by unit_code, indicator_code) as weights,
        count(*) over (partition by unit_code, indicator_code) as aspects
    from target_item
    where unit_code is not null
)
select unit_code, indicator_code, max(indicator) as indicator,
    case when max(aspects) = 1 then max(aspect) end as aspect,
    case when max(aspects) = 1 then max(unit_of_measure) end as unit_of_measure,
    case when max(aspects) = 1 then max(direction) end as direction,
    case when max(aspects) = 1 then max(rollup) end as rollup,
    sum(weight) as weight,
    case when max(aspects) = 1 then max(target) end as target,
    case when max(aspects) = 1 then max(realised) end as realised,
    case
        when max(aspects) = 1 then max(achievement)
        when max(weights) > 0 then as_score(sum(ratio(weight, weights) * exact_achievement))
    end as achievement_percent,
    -- of several aspects one that is not reported is told before one that cannot be measured
    coalesce(
        max(case when reason = 'NOT_REPORTED' then reason end),
        max(case when reason = 'NOT_YET_REPORTED' then reason end),
        max(case when reason = 'NOT_MEASURABLE' then reason end),
        case when max(aspects) > 1 and max(weights) = 0 then 'NO_WEIGHTS' end
    ) as reason
from weighed
group by unit_code, indicator_code
