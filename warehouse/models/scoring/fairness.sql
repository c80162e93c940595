-- Whom the fairness report of the period counts, and who is left out.
-- grain: one period with anybody in it
-- inputs: performance_period, fairness_person, period, rule_agency, rule_unit
-- article: contract section 6, fairness across unequal workloads
select rule_agency.agency, period.period, rule_unit.min_cell,
    as_integer(count(person.person_id)) as people,
    as_integer(count(*) - count(person.person_id)) as without_working_day,
    as_integer(count(person.person_id) - count(person.evidence_index)) as without_index,
    as_integer(count(person.person_id) - count(person.official_predicate)) as without_predicate,
    as_integer(count(person.person_id) - count(person.rating_gap)) as without_gap,
    as_integer(sum(case when person.assessor_id = '-' then 1 else 0 end)) as without_rater
from performance_period as row
cross join period
cross join rule_agency
cross join rule_unit
left join fairness_person as person on person.person_id = row.person_id
group by rule_agency.agency, period.period, rule_unit.min_cell
