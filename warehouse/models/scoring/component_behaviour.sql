-- The mean of the seven BerAKHLAK ratings that were given, each worth what the rulebook says.
-- grain: one person
-- inputs: period_person, rated, rule_rating
-- article: contract section 5, behaviour_score; PermenPANRB 6/2022
with given as (
    select person_id, berorientasi_pelayanan as rating from rated
    union all select person_id, akuntabel from rated
    union all select person_id, kompeten from rated
    union all select person_id, harmonis from rated
    union all select person_id, loyal from rated
    union all select person_id, adaptif from rated
    union all select person_id, kolaboratif from rated
),
meant as (
    select given.person_id, sum(rule_rating.points) as points, count(*) as ratings
    from given
    join rule_rating on rule_rating.rating = given.rating
    group by given.person_id
)
select period_person.person_id,
    as_score(ratio(points, ratings)) as raw_value,
    as_score(ratio(points, ratings)) as score,
    as_integer(coalesce(ratings, 0)) as evidence_count,
    as_variance(0) as variance,
    case when meant.person_id is null then 'NOT_RATED' end as reason
from period_person
left join meant on meant.person_id = period_person.person_id
