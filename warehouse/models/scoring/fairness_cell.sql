-- What a group comes to, before anything is left empty. The tenth and ninetieth of a hundred are the lowest index that so
-- many of the group do not exceed; the median of an even number lies halfway.
-- grain: one dimension and value
-- inputs: fairness_member
-- article: contract section 6, fairness across unequal workloads
with ranked as (
    select dimension, value, evidence_index,
        row_number() over (partition by dimension, value order by evidence_index, person_id) as place,
        count(*) over (partition by dimension, value) as people
    from fairness_member
    where evidence_index is not null
),
placed as (
    select *, whole_quotient(people + 9, 10) as tenth_place, whole_quotient(9 * people + 9, 10) as ninetieth_place,
        whole_quotient(people + 1, 2) as lower_place, whole_quotient(people + 2, 2) as upper_place
    from ranked
),
spread as (
    select dimension, value,
        max(case when place = tenth_place then evidence_index end) as p10,
        as_score(
            0.5 * (
                max(case when place = lower_place then evidence_index end)
                + max(case when place = upper_place then evidence_index end)
            )
        ) as median,
        max(case when place = ninetieth_place then evidence_index end) as p90
    from placed
    group by dimension, value
),
summed as (
    select dimension, value, count(*) as people, count(evidence_index) as with_index,
        count(official_predicate) as rated, count(result_rating) as with_result, count(rating_gap) as with_gap,
        as_score(ratio(sum(evidence_index), count(evidence_index))) as mean_index,
        sum(case when official_predicate = 'SANGAT_BAIK' then 1 else 0 end) as sangat_baik,
        sum(case when official_predicate = 'BAIK' then 1 else 0 end) as baik,
        sum(case when official_predicate = 'BUTUH_PERBAIKAN' then 1 else 0 end) as butuh_perbaikan,
        sum(case when official_predicate = 'KURANG' then 1 else 0 end) as kurang,
        sum(case when official_predicate = 'SANGAT_KURANG' then 1 else 0 end) as sangat_kurang,
        as_score(ratio(sum(rating_gap), count(rating_gap))) as mean_gap,
        count(rating_gap) * sum(rating_gap * rating_gap) - sum(rating_gap) * sum(rating_gap) as gap_squares,
        as_score(ratio(sum(result_rating), count(result_rating))) as mean_rating,
        count(result_rating) * sum(result_rating * result_rating) - sum(result_rating) * sum(result_rating) as rating_squares,
        greatest(
            sum(case when result_rating = 1 then 1 else 0 end), sum(case when result_rating = 2 then 1 else 0 end),
            sum(case when result_rating = 3 then 1 else 0 end)
        ) as same_rating,
        max(assessor_nip) as assessor_nip
    from fairness_member
    group by dimension, value
)
select summed.*, p10, median, p90
from summed
left join spread on spread.dimension = summed.dimension and spread.value = summed.value
