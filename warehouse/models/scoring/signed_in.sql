-- Who used an application under the own account in the period.
-- grain: one person
-- inputs: core.access, person_number, period
-- article: contract section 5, e-government adoption
select distinct person_number.person_id
from core.access as access
join person_number on person_number.nip = access.nip
join period on date_of(access.occurred_at) between period.period_start and period.period_end
