-- The earliest and the latest punch in the window of a duty.
-- grain: one person and duty with at least one punch
-- inputs: person_punch
-- article: contract section 4 rule 3
select person_no, duty_no, min(punch) as earliest, max(punch) as latest, count(*) as punches
from person_punch
where duty_no is not null
group by person_no, duty_no
