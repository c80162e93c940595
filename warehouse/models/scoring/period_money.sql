-- Deduction and additional income (TPP) of each month in percent, and their means over the months with a working day.
-- A month is paid by the rulebook in force at its end. P of a month comes, as that rulebook says, from the predicate, the
-- target score or the approved report of the shortest period that holds the month and has one.
-- grain: one person with a working day
-- inputs: served_month, core.deduction_day, core.assessment, person_number, period_name, period_state, predicate, pay_target, rule_share, rule_money
-- article: contract section 5, tpp_percent; shares of the agency's regulation
with charged as (
    select served.person_id, served.month_start, sum(percent) as percent
    from served_month as served
    join core.deduction_day as deduction
        on deduction.person_id = served.person_id
        and deduction.work_date between served.month_start and served.month_end
    group by served.person_id, served.month_start
),
rated as (
    select served.person_id, served.month_start, predicate.predicate,
        row_number() over (
            partition by served.person_id, served.month_start
            order by period_name.days, assessment.assessed_at desc, assessment.nip desc
        ) as place
    from served_month as served
    join person_number on person_number.person_id = served.person_id
    join core.assessment as assessment on assessment.nip = person_number.nip
    join period_name
        on period_name.name = assessment.period and served.month_start >= period_name.first_day
        and served.month_end <= period_name.last_day
    join predicate
        on predicate.result_rating = assessment.result_rating
        and predicate.behaviour_rating = assessment.behaviour_rating
),
measured as (
    select served.person_id, served.month_start, pay_target.score,
        row_number() over (
            partition by served.person_id, served.month_start order by period_name.days, period_name.name
        ) as place
    from served_month as served
    join pay_target on pay_target.person_id = served.person_id
    join period_name
        on period_name.name = pay_target.name and served.month_start >= period_name.first_day
        and served.month_end <= period_name.last_day
),
reported as (
    -- the superior's rating of the result is the approval of the report; who is listed without one when the period has
    -- ended has no approved report
    select served.person_id, served.month_start,
        case when assessment.result_rating is not null then 1 when period_name.last_day <= known_through then 0 end
            as approved,
        row_number() over (
            partition by served.person_id, served.month_start
            order by period_name.days, assessment.result_rating nulls last, assessment.nip desc
        ) as place
    from served_month as served
    join person_number on person_number.person_id = served.person_id
    join core.assessment as assessment on assessment.nip = person_number.nip
    join period_name
        on period_name.name = assessment.period and served.month_start >= period_name.first_day
        and served.month_end <= period_name.last_day
    cross join period_state
),
monthly as (
    select served.person_id, served.month_start,
        least(rule_money.monthly_cap, coalesce(charged.percent, 0)) as deduction,
        case
            when rule_money.source = 'TARGET' then
                case when measured.score > 100 then 1 else ratio(measured.score, 100) end
            when rule_money.source = 'REPORT' then reported.approved
            else rule_share.share
        end as share,
        rule_money.base, rule_money.productivity, rule_money.discipline
    from served_month as served
    join rule_money on served.month_end between rule_money.valid_from and rule_money.valid_to
    left join charged on charged.person_id = served.person_id and charged.month_start = served.month_start
    left join rated
        on rated.person_id = served.person_id and rated.month_start = served.month_start and rated.place = 1
    left join measured
        on measured.person_id = served.person_id and measured.month_start = served.month_start and measured.place = 1
    left join reported
        on reported.person_id = served.person_id and reported.month_start = served.month_start and reported.place = 1
    left join rule_share on rule_share.rulebook = rule_money.rulebook and rule_share.predicate = rated.predicate
),
paid as (
    select person_id, deduction, 100 * share as share,
        case
            -- the greatest of 0 and nothing would be 0
            when share is null then null
            when base = 'discipline_part' then 100 * productivity * share + discipline * greatest(0, 100 - deduction)
            else greatest(0, 100 * (productivity * share + discipline) - deduction)
        end as tpp
    from monthly
)
select person_id,
    as_score(ratio(sum(as_score(deduction)), count(*))) as deduction_percent,
    -- a month of which nobody knows P leaves the whole unknown
    case when count(tpp) = count(*) then as_score(ratio(sum(as_score(tpp)), count(*))) end as tpp_percent,
    -- P of the formula, in percent
    case when count(share) = count(*) then as_score(ratio(sum(share), count(*))) end as share_percent
from paid
group by person_id
