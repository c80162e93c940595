-- What the draft would change in each unit. Units of fewer people than the rulebook's cell are told together, with the
-- next larger one if they are too few even so, that nobody can subtract them from the whole; means of too few are left out,
-- and of the next larger ones until those left out are a cell.
-- A mean, and the effect on the additional income, counts whoever has the figure on both sides.
-- grain: one unit, the small ones together, and the whole agency
-- inputs: what_if_person, rule_unit
-- article: contract section 5: cells of few people
with sized as (
    select unit_code, count(*) as persons from what_if_person group by unit_code
),
ordered as (
    select *, sum(persons) over (order by persons, unit_code rows between unbounded preceding and current row) as so_far
    from sized
),
pooled as (
    select unit_code,
        case when persons < min_cell or so_far between persons + 1 and persons + min_cell - 1 then 1 else 0 end as small
    from ordered
    cross join rule_unit
),
levelled as (
    select person.person_id, case when pooled.small = 1 then 'SMALL_UNITS' else 'UNIT' end as level,
        case when pooled.small = 0 then pooled.unit_code end as unit_code
    from what_if_person as person
    join pooled on pooled.unit_code is not distinct from person.unit_code
    union all
    select person_id, 'AGENCY', null
    from what_if_person
),
paired as (
    select levelled.level, levelled.unit_code, person.*,
        case when index_before is not null and index_after is not null then 1 else 0 end as with_index,
        case when deduction_before is not null and deduction_after is not null then 1 else 0 end as with_deduction,
        case when tpp_before is not null and tpp_after is not null then 1 else 0 end as with_tpp
    from levelled
    join what_if_person as person on person.person_id = levelled.person_id
),
summed as (
    select level, unit_code, count(*) as persons, sum(moved) as moved, sum(rating_moved) as rating_moved,
        sum(share_moved) as share_moved, sum(deduction_moved) as deduction_moved, sum(index_moved) as index_moved,
        sum(tier_moved) as tier_moved, sum(tpp_moved) as tpp_moved,
        sum(with_index) as with_index, sum(with_deduction) as with_deduction, sum(with_tpp) as with_tpp,
        sum(with_index * index_before) as index_before, sum(with_index * index_after) as index_after,
        sum(with_deduction * deduction_before) as deduction_before,
        sum(with_deduction * deduction_after) as deduction_after,
        sum(with_tpp * tpp_before) as tpp_before, sum(with_tpp * tpp_after) as tpp_after
    from paired
    group by level, unit_code
),
measured as (
    select level, unit_code, 'INDEX' as measure, with_index as counted from summed
    union all
    select level, unit_code, 'DEDUCTION', with_deduction from summed
    union all
    select level, unit_code, 'TPP', with_tpp from summed
),
placed as (
    select *, case when level = 'AGENCY' then 1 else 0 end as whole from measured where counted > 0
),
ranked as (
    select *, min(counted) over (partition by whole, measure) as smallest,
        sum(counted) over (
            partition by whole, measure order by counted, unit_code nulls first rows between unbounded preceding and current row
        ) - counted as before
    from placed
),
judged as (
    select level, unit_code,
        max(case when measure = 'INDEX' then 1 else 0 end) as index_shown,
        max(case when measure = 'DEDUCTION' then 1 else 0 end) as deduction_shown,
        max(case when measure = 'TPP' then 1 else 0 end) as tpp_shown
    from ranked
    cross join rule_unit
    where counted >= min_cell and (smallest >= min_cell or before >= min_cell)
    group by level, unit_code
),
told as (
    select summed.*, index_shown, deduction_shown, tpp_shown
    from summed
    left join judged on judged.level = summed.level and judged.unit_code is not distinct from summed.unit_code
)
select level, unit_code, as_integer(persons) as persons,
    case when persons >= min_cell then as_integer(moved) end as moved,
    case when persons >= min_cell then as_integer(rating_moved) end as rating_moved,
    case when persons >= min_cell then as_integer(share_moved) end as share_moved,
    case when persons >= min_cell then as_integer(deduction_moved) end as deduction_moved,
    case when persons >= min_cell then as_integer(index_moved) end as index_moved,
    case when persons >= min_cell then as_integer(tier_moved) end as tier_moved,
    case when persons >= min_cell then as_integer(tpp_moved) end as tpp_moved,
    case when index_shown = 1 then as_score(ratio(index_before, with_index)) end as index_before,
    case when index_shown = 1 then as_score(ratio(index_after, with_index)) end as index_after,
    case when deduction_shown = 1 then as_score(ratio(deduction_before, with_deduction)) end as deduction_before,
    case when deduction_shown = 1 then as_score(ratio(deduction_after, with_deduction)) end as deduction_after,
    case when tpp_shown = 1 then as_score(ratio(tpp_before, with_tpp)) end as tpp_before,
    case when tpp_shown = 1 then as_score(ratio(tpp_after, with_tpp)) end as tpp_after,
    -- percent points of a month's additional income, all persons together
    case when tpp_shown = 1 then tpp_after - tpp_before end as tpp_effect,
    case when tpp_shown = 1 then as_integer(with_tpp) end as tpp_persons
from told
cross join rule_unit
