-- The groups a person belongs to: the agency, the unit, the position, the sex, the age band, the kind of employment, and
-- whoever rated the result.
-- grain: one person and dimension
-- inputs: fairness_person, rule_agency
-- article: contract section 6, fairness across unequal workloads
select 'AGENCY' as dimension, rule_agency.agency as value, person.* from fairness_person as person cross join rule_agency
union all
select 'UNIT', unit_code, person.* from fairness_person as person
union all
select 'POSITION', position_code, person.* from fairness_person as person
union all
select 'SEX', sex, person.* from fairness_person as person
union all
select 'AGE_BAND', age_band, person.* from fairness_person as person
union all
select 'EMPLOYMENT_TYPE', employment_type, person.* from fairness_person as person
union all
select 'RATER', assessor_id, person.* from fairness_person as person where assessor_id is not null
