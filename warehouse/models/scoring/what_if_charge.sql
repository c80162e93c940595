-- Every cause of deduction that the draft charges otherwise than the standing rules; 0: not at all.
-- grain: one person, date of service, duty and cause
-- inputs: standing_charge, draft_charge
-- article: contract section 1, simulate
with both_sides as (
    select person_id, work_date, shift_no, cause, percent as percent_before, 0 as percent_after
    from standing_charge
    union all
    select person_id, work_date, shift_no, cause, 0, percent
    from draft_charge
),
met as (
    select person_id, work_date, shift_no, cause, sum(percent_before) as percent_before,
        sum(percent_after) as percent_after
    from both_sides
    group by person_id, work_date, shift_no, cause
)
select person_id, work_date, shift_no, cause, as_score(percent_before) as percent_before,
    as_score(percent_after) as percent_after
from met
where percent_before <> percent_after
