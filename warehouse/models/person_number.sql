-- Whose number a NIP is. A person without a SIMPEG key is known by the number.
-- grain: one NIP or NI PPPK
-- inputs: core.employees
-- article: contract section 2, persons are keyed by person_id through a dated number map
select nip, coalesce(max(person_id), nip) as person_id
from core.employees
group by nip
