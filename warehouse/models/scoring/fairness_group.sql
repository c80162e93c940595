-- A group in the period as everybody may see it: its index from the tenth to the ninetieth of a hundred, its predicates, its
-- ratings beside the evidence. A difference is no proof of bias.
-- grain: one dimension and value, raters left out
-- inputs: fairness_shown, period, rule_agency
-- article: contract section 6, fairness across unequal workloads
with whole as (
    select median from fairness_shown where dimension = 'AGENCY' and index_shown = 1
)
select rule_agency.agency, period.period, shown.dimension, shown.value,
    case when people_shown = 1 then as_integer(people) end as people,
    case when index_shown = 1 then as_integer(with_index) end as with_index,
    case when index_shown = 1 then mean_index end as mean_index,
    case when index_shown = 1 then p10 end as p10,
    case when index_shown = 1 then shown.median end as median,
    case when index_shown = 1 then p90 end as p90,
    case when index_shown = 1 then shown.median - whole.median end as median_difference,
    case when predicate_shown = 1 then as_integer(rated) end as rated,
    case when predicate_shown = 1 then as_score(ratio(100 * sangat_baik, rated)) end as sangat_baik_percent,
    case when predicate_shown = 1 then as_score(ratio(100 * baik, rated)) end as baik_percent,
    case when predicate_shown = 1 then as_score(ratio(100 * butuh_perbaikan, rated)) end as butuh_perbaikan_percent,
    case when predicate_shown = 1 then as_score(ratio(100 * kurang, rated)) end as kurang_percent,
    case when predicate_shown = 1 then as_score(ratio(100 * sangat_kurang, rated)) end as sangat_kurang_percent,
    case when gap_shown = 1 then as_integer(with_gap) end as with_gap,
    case when gap_shown = 1 then mean_gap end as mean_gap,
    shown.hidden
from fairness_shown as shown
cross join period
cross join rule_agency
left join whole on whole.median is not null
where shown.dimension <> 'RATER'
