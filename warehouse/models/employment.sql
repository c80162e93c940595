-- Where a person belongs, and in what legal position, from day to day.
-- grain: one person over one stretch of days, never two for one day
-- inputs: core.employees, person_number
-- article: contract section 2
with stated as (
    -- two rows that begin on one day: the one that holds longer, then the greater number
    select person_number.person_id, employees.nip, unit_code, position_code, status, valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
        row_number() over (
            partition by person_number.person_id, valid_from
            order by coalesce(valid_to, date '9999-12-31') desc, employees.nip desc
        ) as place
    from core.employees as employees
    join person_number on person_number.nip = employees.nip
),
followed as (
    select *, lead(valid_from) over (partition by person_id order by valid_from) as next_from
    from stated
    where place = 1
)
-- a later row ends an earlier one, whether its end was written or not
select as_integer(row_number() over (order by person_id, valid_from)) as stretch_no,
    person_id, nip, unit_code, position_code, status, valid_from,
    case when next_from <= valid_to then add_days(next_from, -1) else valid_to end as valid_to
from followed
