-- How a superior rates the result: the mean and spread of the ratings, how far they lie from what the evidence suggests
-- (positive: more severe), and whether all are the same.
-- grain: one superior who rated
-- inputs: fairness_shown, period, rule_agency
-- article: contract section 6, fairness across unequal workloads
with squared as (
    select fairness_shown.*, whole_ratio(rating_squares, with_result * with_result) as rating_variance,
        whole_ratio(gap_squares, with_gap * with_gap) as gap_variance
    from fairness_shown
    where dimension = 'RATER' and value <> '-'
)
select rule_agency.agency, period.period, shown.value as assessor_id,
    case when result_shown = 1 then assessor_nip end as assessor_nip,
    case when result_shown = 1 then as_integer(with_result) end as rated,
    case when result_shown = 1 then mean_rating end as mean_rating,
    case when result_shown = 1 then as_score(square_root(rating_variance)) end as rating_spread,
    case when result_shown = 1 then as_score(ratio(100 * same_rating, with_result)) end as same_rating_percent,
    case when gap_shown = 1 then as_integer(with_gap) end as with_gap,
    case when gap_shown = 1 then mean_gap end as severity,
    case when gap_shown = 1 then as_score(square_root(gap_variance)) end as gap_spread,
    case
        when result_shown = 1 and gap_shown = 1 then null
        when result_shown = 1 then 'GAP'
        when gap_shown = 1 then 'RESULT'
        else 'GAP+RESULT'
    end as hidden
from squared as shown
cross join period
cross join rule_agency
