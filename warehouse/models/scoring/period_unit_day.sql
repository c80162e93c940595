-- In which units a person served in the period, and how long.
-- grain: one person and unit
-- inputs: period_day
-- article: contract section 5: unit components weigh by the days in each unit
select person_id, unit_code, as_integer(sum(working)) as days, max(work_date) as latest
from period_day
group by person_id, unit_code
