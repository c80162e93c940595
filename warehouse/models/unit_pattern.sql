-- The usual hours of a unit from day to day; where the register is silent, the five-day week of Perpres 21/2023.
-- grain: one unit over one stretch of days, never two for one day
-- inputs: core.units, core.employees
-- article: Perpres 21/2023 Pasal 3 (five working days are the rule)
with stated as (
    select unit_code, work_pattern, valid_from, coalesce(valid_to, date '9999-12-31') as valid_to,
        row_number() over (
            partition by unit_code, valid_from order by coalesce(valid_to, date '9999-12-31') desc, work_pattern
        ) as place
    from core.units
),
followed as (
    select *, lead(valid_from) over (partition by unit_code order by valid_from) as next_from
    from stated
    where place = 1
),
held as (
    select unit_code, work_pattern, valid_from, next_from,
        case when next_from <= valid_to then add_days(next_from, -1) else valid_to end as valid_to
    from followed
),
silent as (
    select unit_code, date '0001-01-01' as valid_from, add_days(min(valid_from), -1) as valid_to
    from held
    group by unit_code
    union all
    select unit_code, add_days(valid_to, 1), coalesce(add_days(next_from, -1), date '9999-12-31')
    from held
    where valid_to < date '9999-12-31'
    union all
    select distinct unit_code, date '0001-01-01', date '9999-12-31'
    from core.employees
    where unit_code not in (select unit_code from core.units)
)
select unit_code, work_pattern, valid_from, valid_to from held
union all
select unit_code, 'FIVE_DAY', valid_from, valid_to from silent where valid_from <= valid_to
