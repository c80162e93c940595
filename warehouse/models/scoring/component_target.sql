-- The weighted mean of what was reached of the targets agreed.
-- grain: one person
-- inputs: period_person, target_item, core.target, person_number, period, period_name
-- article: contract section 5, target_score
with measured as (
    select *, sum(weight) over (partition by person_id) as weights
    from target_item
    where exact_achievement is not null and person_id is not null
),
weighed as (
    select person_id, sum(ratio(weight, weights) * exact_achievement) as mean, max(weights) as weights, count(*) as items,
        sum(case when reason = 'NOT_REPORTED' then 1 else 0 end) as unreported
    from measured
    group by person_id
),
listed as (
    select person_id, max(case when reason = 'NOT_YET_REPORTED' then 1 else 0 end) as pending
    from target_item
    where person_id is not null
    group by person_id
),
agreed_for_longer as (
    -- a month of somebody whose targets are those of a year or quarter is not one without targets
    select distinct person_number.person_id
    from core.target as agreed
    join person_number on person_number.nip = agreed.nip
    join period_name on period_name.name = agreed.period
    join period on period_name.first_day <= period.period_start and period_name.last_day >= period.period_end
)
select period_person.person_id,
    as_score(mean) as raw_value,
    as_score(mean) as score,
    as_integer(coalesce(weighed.items, 0)) as evidence_count,
    as_variance(0) as variance,
    case
        when weighed.weights > 0 and weighed.unreported = weighed.items then 'NOT_REPORTED'
        when weighed.weights > 0 then null
        when listed.person_id is null and agreed_for_longer.person_id is not null then 'OF_LONGER_PERIOD'
        when listed.person_id is null then 'NO_TARGETS'
        when weighed.items > 0 then 'NO_WEIGHTS'
        when listed.pending = 1 then 'NOT_YET_REPORTED'
        else 'NOT_MEASURABLE'
    end as reason
from period_person
left join weighed on weighed.person_id = period_person.person_id
left join listed on listed.person_id = period_person.person_id
left join agreed_for_longer on agreed_for_longer.person_id = period_person.person_id
