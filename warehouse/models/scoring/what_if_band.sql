-- From which band into which: how many persons, and how many times where a charge moved.
-- grain: one kind of band, band before and band after
-- inputs: what_if_person, what_if_charge
-- article: contract section 1, simulate
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
)
select kind, band_before, band_after, count(distinct person_id) as persons, count(*) as times
from changed
group by kind, band_before, band_after
