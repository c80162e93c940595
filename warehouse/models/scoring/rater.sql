-- How a superior rates the result: the mean and spread of the ratings, how far they lie from what the evidence suggests
-- (positive: more severe), and whether all are the same.
-- grain: one superior who rated
-- inputs: fairness_shown, period, rule_agency
-- article: contract section 6, fairness across unequal workloads
select rule_agency.agency, period.period, shown.value as assessor_id,
    case when result_shown = 1 then assessor_nip end as assessor_nip,
    case when result_shown = 1 then as_integer(with_result) end as rated,
    case when result_shown = 1 then mean_rating end as mean_rating,
    case
        when result_shown = 1 then as_score(square_root(whole_ratio(rating_squares, with_result * with_result)))
    end as rating_spread,
    case when result_shown = 1 then as_score(ratio(100 * same_rating, with_result)) end as same_rating_percent,
    case when gap_shown = 1 then as_integer(with_gap) end as with_gap,
    case when gap_shown = 1 then mean_gap end as severity,
    case when gap_shown = 1 then as_score(square_root(whole_ratio(gap_squares, with_gap * with_gap))) end as gap_spread,
    case
        when result_shown = 1 and gap_shown = 1 then null
        when result_shown = 1 then 'GAP'
        when gap_shown = 1 then 'RESULT'
        else 'GAP+RESULT'
    end as hidden
from fairness_shown as shown
cross join period
cross join rule_agency
where shown.dimension = 'RATER' and shown.value <> '-'
