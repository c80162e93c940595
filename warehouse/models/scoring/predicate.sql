-- The official predicate: what the superior's two ratings (1 above, 2 meets, 3 below expectation) come to.
-- grain: one pair of ratings
-- inputs: rating_pair
-- article: PermenPANRB 6/2022, matrix of result and behaviour
select result_rating, behaviour_rating,
    case
        when behaviour_rating = 3 then case when result_rating = 3 then 'SANGAT_KURANG' else 'KURANG' end
        when result_rating = 3 then 'BUTUH_PERBAIKAN'
        when result_rating = 1 and behaviour_rating = 1 then 'SANGAT_BAIK'
        else 'BAIK'
    end as predicate
from rating_pair
