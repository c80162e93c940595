-- Who a person is, whatever numbers the person had; sex and birth date as the latest row states them.
-- grain: one person
-- inputs: core.employees, person_number
-- article: contract section 2, persons are keyed by person_id
with stated as (
    select person_number.person_id, employees.nip, employees.sex, employees.birth_date,
        row_number() over (
            partition by person_number.person_id order by employees.valid_from, employees.nip
        ) as place_from_first,
        row_number() over (
            partition by person_number.person_id order by employees.valid_from desc, employees.nip desc
        ) as place_from_last
    from core.employees as employees
    join person_number on person_number.nip = employees.nip
)
select person_id,
    max(case when place_from_first = 1 then nip end) as first_nip,
    max(case when place_from_last = 1 then sex end) as sex,
    max(case when place_from_last = 1 then birth_date end) as birth_date
from stated
group by person_id
