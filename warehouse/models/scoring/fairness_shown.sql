-- Which measures of a group are shown, one column each.
-- grain: one dimension and value
-- inputs: fairness_cell, fairness_hidden
-- article: contract section 5: cells of few people
with told as (
    select dimension, value, string_agg(case when measure <> 'RESULT' then measure end, '+' order by measure) as hidden,
        max(case when measure = 'PEOPLE' then 1 else 0 end) as people,
        max(case when measure = 'INDEX' then 1 else 0 end) as index,
        max(case when measure = 'PREDICATE' then 1 else 0 end) as predicate,
        max(case when measure = 'RESULT' then 1 else 0 end) as result,
        max(case when measure = 'GAP' then 1 else 0 end) as gap
    from fairness_hidden
    group by dimension, value
)
select fairness_cell.*,
    -- without the people nothing is shown; the rating of the result itself is told of raters only
    case when told.people = 1 then 'PEOPLE' else told.hidden end as hidden,
    case when told.people = 1 then 0 else 1 end as people_shown,
    case when told.index = 1 then 0 else 1 end as index_shown,
    case when told.predicate = 1 then 0 else 1 end as predicate_shown,
    case when told.result = 1 then 0 else 1 end as result_shown,
    case when told.gap = 1 then 0 else 1 end as gap_shown
from fairness_cell
left join told on told.dimension = fairness_cell.dimension and told.value = fairness_cell.value
