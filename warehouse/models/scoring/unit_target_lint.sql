-- The findings on the targets agreed for units.
-- grain: one unit, target's own period, indicator, aspect and finding
-- inputs: target_finding
-- article: PermenPANRB 6/2022
select unit_code, target_period, indicator_code, aspect, finding, explanation
from target_finding
where unit_code is not null
