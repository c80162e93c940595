-- The punches of a duty with a required middle punch: the one in its window, and the first and last beside it.
-- grain: one person and duty with a middle window and at least one punch
-- inputs: duty, person_punch
-- article: contract section 4 rule 3: a middle punch is never first or last
with placed as (
    select person_punch.person_no, duty.duty_no, person_punch.punch,
        case
            when packed_moment(punch) >= middle_from_at and packed_moment(punch) < middle_to_at then 1 else 0
        end as within
    from duty
    join person_punch on person_punch.duty_no = duty.duty_no
    where duty.middle_from_at is not null
)
select person_no, duty_no,
    min(case when within = 1 then punch end) as middle,
    min(case when within = 0 then punch end) as earliest,
    max(case when within = 0 then punch end) as latest
from placed
group by person_no, duty_no
