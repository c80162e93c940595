-- What a letter permits a person on a date; several letters permit no more than one.
-- grain: one person, date and kind (LATE, EARLY, NO_IN, NO_OUT, ABSENT)
-- inputs: core.permission, person_number
-- article: contract section 4: money yes, discipline no (PMK 221/2021)
select distinct person_number.person_id, permission.work_date, permission.kind
from core.permission as permission
join person_number on person_number.nip = permission.nip
where permission.approved
