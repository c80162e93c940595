-- Each row is one unit as the register names it last. Key: unit_code.
-- unit_code TEXT: unit
-- unit_name TEXT: name of the unit
-- unit_type TEXT: kind of unit (SCHOOL, CLINIC, COUNTER, OFFICE, ...)
-- parent_code TEXT: unit above; empty: none
with ordered as (
    select unit_code, name, unit_type, parent_code,
        row_number() over (partition by unit_code order by valid_from desc, name) as place
    from core.units
)
select unit_code, name as unit_name, unit_type, parent_code from ordered where place = 1
