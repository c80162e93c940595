-- Which usual hours hold for a person, from day to day within the run.
-- grain: one person over one stretch of days
-- inputs: employment, unit_pattern
-- article: contract section 4 rule 2
select employment.person_id, unit_pattern.work_pattern,
    greatest(employment.valid_from, unit_pattern.valid_from, $date_from) as date_from,
    least(employment.valid_to, unit_pattern.valid_to, $date_to) as date_to
from employment
join unit_pattern
    on unit_pattern.unit_code = employment.unit_code
    and unit_pattern.valid_from <= employment.valid_to and unit_pattern.valid_to >= employment.valid_from
where greatest(employment.valid_from, unit_pattern.valid_from, $date_from)
    <= least(employment.valid_to, unit_pattern.valid_to, $date_to)
