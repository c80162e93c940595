-- Which schedule a person follows in the run. People with the same usual hours over the same days share one, so that
-- shifts and windows are computed once; people with a roster have their own.
-- grain: one person of the run
-- inputs: person_pattern, roster_day
-- article: contract section 4 rule 2
with own as (
    select distinct person_id from roster_day
    union
    select distinct person_id from person_pattern where work_pattern = 'ROSTER'
),
keyed as (
    select person_pattern.person_id,
        case
            when max(own.person_id) is not null then 'person ' || person_pattern.person_id
            else string_agg(
                work_pattern || ' ' || day_text(date_from) || ' ' || day_text(date_to), ', ' order by date_from
            )
        end as schedule_key
    from person_pattern
    left join own on own.person_id = person_pattern.person_id
    group by person_pattern.person_id
)
select person_id,
    as_integer(row_number() over (order by person_id)) as person_no,
    as_integer(dense_rank() over (order by schedule_key)) as schedule_no
from keyed
