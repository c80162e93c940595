-- Which counts of a group, with the figures that rest on them, are left empty: those of fewer people than the rulebook's
-- cell, and the next smaller groups of the dimension until those left empty make a cell. So nobody can take what is shown
-- from the whole and be left with a few people. Of units and raters they make a cell without the largest of them, too: the
-- head of a unit and whoever rated know one group whole. Where the people are left empty, all else is.
-- grain: one dimension, value and measure
-- inputs: fairness_cell, rule_unit
-- article: contract section 5: cells of few people
with counted as (
    select dimension, value, 'PEOPLE' as measure, people as counted from fairness_cell
    union all
    select dimension, value, 'INDEX', with_index from fairness_cell
    union all
    select dimension, value, 'PREDICATE', rated from fairness_cell
    union all
    select dimension, value, 'RESULT', with_result from fairness_cell
    union all
    select dimension, value, 'GAP', with_gap from fairness_cell
),
ordered as (
    select *,
        sum(counted) over (
            partition by dimension, measure order by counted, value rows between unbounded preceding and current row
        ) - counted as before,
        -- what the head of the group before knows beforehand
        case
            when dimension in ('UNIT', 'RATER') then
                coalesce(lag(counted) over (partition by dimension, measure order by counted, value), 0)
            else 0
        end as known,
        min(counted) over (partition by dimension, measure) as smallest
    from counted
    -- a group in which nobody has the figure takes nothing from the whole
    where counted > 0
),
judged as (
    select ordered.*,
        case when counted < min_cell or smallest < min_cell and before - known < min_cell then 1 else 0 end as hidden
    from ordered
    cross join rule_unit
)
select counted.dimension, counted.value, counted.measure
from counted
left join judged
    on judged.dimension = counted.dimension and judged.value = counted.value and judged.measure = counted.measure
left join judged as whole
    on whole.dimension = counted.dimension and whole.value = counted.value and whole.measure = 'PEOPLE'
where judged.hidden = 1 or whole.hidden = 1
