-- How far each indicator of a person or unit was reached: of the rows that name the period, else of its longest parts that
-- have any.
-- grain: one person or unit, indicator and aspect
-- inputs: core.target, person_number, sub_period, rule_targets, period_state
-- article: contract section 5, target_score; PermenPANRB 6/2022 (aspects)
with named as (
    select person_number.person_id, case when agreed.nip is null then agreed.unit_code end as unit_code,
        agreed.indicator_code, agreed.aspect, agreed.indicator, agreed.unit_of_measure, agreed.direction, agreed.rollup,
        agreed.weight, agreed.target, agreed.realised, sub_period.level, sub_period.place
    from core.target as agreed
    join sub_period on sub_period.name = agreed.period
    left join person_number on person_number.nip = agreed.nip
    where agreed.nip is null or person_number.person_id is not null
),
levelled as (
    select *,
        min(level) over (partition by person_id, unit_code, indicator_code, aspect) as longest,
        row_number() over (
            partition by person_id, unit_code, indicator_code, aspect, level
            order by place desc, direction, rollup, target, realised, weight, indicator, unit_of_measure
        ) as from_last
    from named
),
counted as (
    -- a part without an amount cannot be measured: what was done in it has nothing to be held against; where none has
    -- one, it is told what was done
    select *,
        case
            when rollup = 'LAST' then case when from_last = 1 then 1 else 0 end
            when target is not null or max(target) over (partition by person_id, unit_code, indicator_code, aspect) is null
            then 1 else 0
        end as counts
    from levelled
    where level = longest
),
rolled as (
    -- what the last of the parts agreed on stands for all of them: words, direction, rollup, weight
    select person_id, unit_code, indicator_code, aspect,
        max(case when from_last = 1 then indicator end) as indicator,
        max(case when from_last = 1 then unit_of_measure end) as unit_of_measure,
        max(case when from_last = 1 then direction end) as direction,
        max(case when from_last = 1 then rollup end) as rollup,
        max(case when from_last = 1 then weight end) as weight,
        sum(case when counts = 1 then target end) as target,
        sum(case when counts = 1 then realised end) as realised,
        sum(counts) as parts,
        sum(case when counts = 1 and realised is not null then 1 else 0 end) as reported
    from counted
    group by person_id, unit_code, indicator_code, aspect
),
judged as (
    select rolled.*, cap,
        case
            when target is null or (direction = 'HIGHER' and target = 0) then 'NOT_MEASURABLE'
            -- what is done by half of a year is neither the year's shortfall nor, of less-is-better, its success
            when ended = 0 and (reported < parts or direction = 'LOWER' or realised < target) then 'NOT_YET_REPORTED'
            -- of less-is-better a missing part would count as a success
            when reported = 0 or (reported < parts and direction = 'LOWER') then 'NOT_REPORTED'
        end as reason
    from rolled
    cross join rule_targets
    cross join period_state
),
reached as (
    select judged.*,
        case
            when reason in ('NOT_MEASURABLE', 'NOT_YET_REPORTED') then null
            when reason = 'NOT_REPORTED' then 0
            when direction = 'HIGHER' then least(cap, 100 * ratio(coalesce(realised, 0), target))
            when target = 0 then case when realised = 0 then 100 else 0 end
            else greatest(0, least(cap, 100 * (2 - ratio(realised, target))))
        end as share
    from judged
)
select person_id, unit_code, indicator_code, aspect, indicator, unit_of_measure, direction, rollup,
    coalesce(weight, 0) as weight,
    -- the sums that were compared; of a mean what one part comes to
    case when rollup = 'MEAN' then as_amount(ratio(target, parts)) else target end as target,
    case when rollup = 'MEAN' then as_amount(ratio(realised, parts)) else realised end as realised, reason,
    as_score(share) as achievement, as_exact(share) as exact_achievement
from reached
