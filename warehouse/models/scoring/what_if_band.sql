-- From which band into which: how many persons, and how many times where a charge moved. Moves of fewer people than the
-- rulebook's cell are told together for each kind, and without numbers if they are too few even so.
-- grain: one kind of band, band before and band after
-- inputs: what_if_person, what_if_charge, rule_unit
-- article: contract section 1, simulate; section 5: cells of few people
with changed as (
    select 'SUGGESTED_RATING' as kind, cast(rating_before as varchar) as band_before,
        cast(rating_after as varchar) as band_after, person_id
    from what_if_person where rating_moved = 1
    union all
    select 'PRODUCTIVITY_SHARE', cast(share_before as varchar), cast(share_after as varchar), person_id
    from what_if_person where share_moved = 1
    union all
    select 'DISCIPLINE_TIER', tier_before, tier_after, person_id
    from what_if_person where tier_moved = 1
    union all
    select 'DEDUCTION_' || cause, cast(percent_before as varchar), cast(percent_after as varchar), person_id
    from what_if_charge
),
sized as (
    select kind, band_before, band_after, count(distinct person_id) as persons
    from changed
    group by kind, band_before, band_after
),
pooled as (
    select changed.kind, changed.person_id,
        case when sized.persons >= min_cell then 0 else 1 end as few,
        case when sized.persons >= min_cell then changed.band_before end as band_before,
        case when sized.persons >= min_cell then changed.band_after end as band_after
    from changed
    join sized
        on sized.kind = changed.kind and sized.band_before is not distinct from changed.band_before
        and sized.band_after is not distinct from changed.band_after
    cross join rule_unit
),
counted as (
    select kind, few, band_before, band_after, count(distinct person_id) as persons, count(*) as times
    from pooled
    group by kind, few, band_before, band_after
)
select kind, case when few = 1 then 'SMALL_GROUPS' else band_before end as band_before,
    case when few = 1 then 'SMALL_GROUPS' else band_after end as band_after,
    case when persons >= min_cell then as_integer(persons) end as persons,
    case when persons >= min_cell then as_integer(times) end as times
from counted
cross join rule_unit
