-- Which numbers a person had, from when to when: an NI PPPK changes with the agency.
-- grain: one number of one person
-- inputs: core.employees, person_number
-- article: contract section 2, dated number map
select employees.nip, person_number.person_id,
    min(employees.valid_from) as valid_from,
    nullif(max(coalesce(employees.valid_to, date '9999-12-31')), date '9999-12-31') as valid_to
from core.employees as employees
join person_number on person_number.nip = employees.nip
group by employees.nip, person_number.person_id
