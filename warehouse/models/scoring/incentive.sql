-- Who could be paid a bonus by a rule of the agency, and how much: a proposal for the person in charge, within the ceiling.
-- Where the full amounts exceed the ceiling everybody gets the same smaller one, in whole rupiah.
-- grain: one person and rule
-- inputs: performance_period, period, period_name, rule_incentive, rule_incentive_predicate
-- article: PermenPANRB 6/2022 (rewards); the agency's own rule
with asked as (
    select rule_incentive.* from rule_incentive
    join period_name on period_name.months = rule_incentive.months
    join period on period.period = period_name.name
),
entitled as (
    select row.person_id, row.official_predicate, row.target_score, row.evidence_index, asked.*
    from performance_period as row
    cross join asked
    join rule_incentive_predicate as accepted
        on accepted.rule = asked.rule and accepted.predicate = row.official_predicate
    where row.working_days > 0
        and (target_at_least is null or row.target_score >= target_at_least)
        and (index_at_least is null or row.evidence_index >= index_at_least)
        and (without_discipline_tier = false or row.discipline_tier is null)
),
counted as (
    select *, count(*) over (partition by rule) as people from entitled
)
select person_id, rule, ceiling, full_amount,
    case
        when people * full_amount <= ceiling then full_amount
        else whole_quotient(ceiling, people)
    end as amount,
    people,
    official_predicate || ', target_score ' || coalesce(cast(target_score as varchar), '-')
        || ', evidence_index ' || coalesce(cast(evidence_index as varchar), '-') as evidence
from counted
