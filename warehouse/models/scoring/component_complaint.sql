-- Complaints answered and closed in time by the units that a person served in, weighted by the days there.
-- grain: one person
-- inputs: period_person, period_unit_day, unit_complaint
-- article: contract section 5, complaint_score
with judged as (
    select unit_code, due, ratio(100 * kept, due) as score, ratio(kept + 2, due + 4) as share from unit_complaint
),
served as (
    select period_unit_day.person_id, period_unit_day.days, judged.due, judged.score,
        as_variance(ratio(10000, due + 4) * as_variance(share * (1 - share))) as variance,
        sum(days) over (partition by period_unit_day.person_id) as all_days
    from period_unit_day
    join judged on judged.unit_code = period_unit_day.unit_code
    where days > 0
),
meant as (
    select person_id, sum(as_exact(ratio(days, all_days) * as_score(score))) as mean, sum(due) as complaints,
        sum(as_variance(ratio(days * days, all_days * all_days) * variance)) as variance
    from served
    group by person_id
)
select period_person.person_id,
    as_score(mean) as raw_value,
    as_score(mean) as score,
    as_integer(coalesce(complaints, 0)) as evidence_count,
    as_variance(coalesce(variance, 0)) as variance,
    case
        when meant.person_id is not null then null
        when period_person.working_days = 0 then 'NO_WORKING_DAY'
        else 'NO_COMPLAINTS_DUE'
    end as reason
from period_person
left join meant on meant.person_id = period_person.person_id
