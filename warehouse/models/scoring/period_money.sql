-- Deduction and additional income (TPP) of each month in percent, and their means over the months with a working day.
-- A month is paid by the rulebook in force at its end. The predicate of a month is that of the shortest rated period that holds it.
-- grain: one person with a working day
-- inputs: period_day, period_month, core.deduction_day, core.assessment, person_number, period_name, predicate, rule_share, rule_money
-- article: contract section 5, tpp_percent; shares of the agency's regulation
with served as (
    select period_day.person_id, period_month.month_start, period_month.month_end
    from period_day
    join period_month on period_day.work_date between period_month.month_start and period_month.month_end
    where working = 1
    group by period_day.person_id, period_month.month_start, period_month.month_end
),
charged as (
    select served.person_id, served.month_start, sum(percent) as percent
    from served
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
    from served
    join person_number on person_number.person_id = served.person_id
    join core.assessment as assessment on assessment.nip = person_number.nip
    join period_name
        on period_name.name = assessment.period and served.month_start >= period_name.first_day
        and served.month_end <= period_name.last_day
    join predicate
        on predicate.result_rating = assessment.result_rating
        and predicate.behaviour_rating = assessment.behaviour_rating
),
monthly as (
    select served.person_id, served.month_start,
        least(rule_money.monthly_cap, coalesce(charged.percent, 0)) as deduction,
        rule_share.share, rule_money.base, rule_money.productivity, rule_money.discipline
    from served
    join rule_money on served.month_end between rule_money.valid_from and rule_money.valid_to
    left join charged on charged.person_id = served.person_id and charged.month_start = served.month_start
    left join rated
        on rated.person_id = served.person_id and rated.month_start = served.month_start and rated.place = 1
    left join rule_share on rule_share.rulebook = rule_money.rulebook and rule_share.predicate = rated.predicate
),
paid as (
    select person_id, deduction, 100 * share as share,
        case
            when base = 'discipline_part' then 100 * productivity * share + discipline * greatest(0, 100 - deduction)
            else greatest(0, 100 * (productivity * share + discipline) - deduction)
        end as tpp
    from monthly
)
select person_id,
    as_score(ratio(sum(as_score(deduction)), count(*))) as deduction_percent,
    -- a month of which nobody knows the predicate leaves the whole unknown
    case when count(tpp) = count(*) then as_score(ratio(sum(as_score(tpp)), count(*))) end as tpp_percent,
    -- P of the formula, in percent
    case when count(share) = count(*) then as_score(ratio(sum(share), count(*))) end as share_percent
from paid
group by person_id
