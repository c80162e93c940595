-- The row of the performance table: how the period was spent, what the evidence says, and what the superior decided.
-- grain: one person
-- inputs: period_person, period, component, evidence_index, period_money, rated, predicate, discipline_standing, rule_agency
-- article: contract section 5
with scored as (
    select person_id,
        max(case when component = 'DISCIPLINE' then score end) as discipline_score,
        max(case when component = 'PRODUCTIVITY' then score end) as productivity_score,
        max(case when component = 'TIMELINESS' then score end) as timeliness_score,
        max(case when component = 'QUALITY' then score end) as quality_score,
        max(case when component = 'TARGET' then score end) as target_score,
        max(case when component = 'SATISFACTION' then score end) as satisfaction_score,
        max(case when component = 'COMPLAINT' then score end) as complaint_score,
        max(case when component = 'BEHAVIOUR' then score end) as behaviour_score
    from component
    group by person_id
)
select rule_agency.agency, person.person_id, person.nip, period.period, period.period_start, period.period_end,
    person.unit_code, person.position_code, person.peer_group, evidence_index.component_set,
    person.working_days, person.present_days, person.duty_days, person.leave_days, person.absent_days,
    person.unknown_days, person.inactive_days, person.late_minutes, person.early_minutes,
    discipline_score, productivity_score, timeliness_score, quality_score, target_score, satisfaction_score,
    complaint_score, behaviour_score,
    evidence_index.evidence_index, evidence_coverage, index_low, index_high,
    rated.result_rating as official_result_rating, rated.behaviour_rating as official_behaviour_rating,
    predicate.predicate as official_predicate, suggested_result_rating,
    rated.result_rating - suggested_result_rating as rating_gap,
    deduction_percent, tpp_percent, discipline_standing.tier as discipline_tier, rule_agency.assumed, rule_agency.rulebook
from period_person as person
cross join period
cross join rule_agency
join evidence_index on evidence_index.person_id = person.person_id
join scored on scored.person_id = person.person_id
left join period_money on period_money.person_id = person.person_id
left join rated on rated.person_id = person.person_id
left join predicate
    on predicate.result_rating = rated.result_rating and predicate.behaviour_rating = rated.behaviour_rating
left join discipline_standing on discipline_standing.person_id = person.person_id
