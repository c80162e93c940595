-- A person of the period under the standing rules and under the draft, and which bands differ.
-- grain: one person
-- inputs: standing_person, draft_person, what_if_charge
-- article: contract section 1, simulate
with charged as (
    select person_id, count(*) as charges from what_if_charge group by person_id
),
met as (
    select coalesce(standing.person_id, draft.person_id) as person_id, coalesce(standing.nip, draft.nip) as nip,
        coalesce(standing.unit_code, draft.unit_code) as unit_code,
        standing.suggested_result_rating as rating_before, draft.suggested_result_rating as rating_after,
        standing.share_percent as share_before, draft.share_percent as share_after,
        standing.evidence_index as index_before, draft.evidence_index as index_after,
        standing.deduction_percent as deduction_before, draft.deduction_percent as deduction_after,
        standing.tpp_percent as tpp_before, draft.tpp_percent as tpp_after,
        standing.discipline_tier as tier_before, draft.discipline_tier as tier_after,
        coalesce(charged.charges, 0) as charges_changed
    from standing_person as standing
    full join draft_person as draft on draft.person_id = standing.person_id
    left join charged on charged.person_id = coalesce(standing.person_id, draft.person_id)
),
compared as (
    select met.*,
        case when rating_before is distinct from rating_after then 1 else 0 end as rating_moved,
        case when share_before is distinct from share_after then 1 else 0 end as share_moved,
        case when charges_changed > 0 or deduction_before is distinct from deduction_after then 1 else 0 end
            as deduction_moved,
        case when index_before is distinct from index_after then 1 else 0 end as index_moved,
        case when tier_before is distinct from tier_after then 1 else 0 end as tier_moved,
        case when tpp_before is distinct from tpp_after then 1 else 0 end as tpp_moved
    from met
)
select *, greatest(rating_moved, share_moved, deduction_moved, index_moved, tier_moved, tpp_moved) as moved
from compared
