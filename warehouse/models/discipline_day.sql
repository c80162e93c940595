-- The account of discipline: unexcused absence in working days, and what minutes of a year come to.
-- The year's count begins anew on 1 January; the unbroken run does not. A tier is a candidate for the superior to examine.
-- grain: one person and working day
-- inputs: discipline_date, discipline_base, rule_discipline, rule_tier
-- article: PP 94/2021 Pasal 11(2)d and the ladder of the rulebook; minutes: PP 53/2010, explanation of Pasal 3 angka 11
with ruled as (
    select discipline_date.*, year_of(discipline_date.work_date) as year,
        case when discipline_base.work_date is not null
            and year_of(discipline_base.work_date) = year_of(discipline_date.work_date)
            then discipline_base.minutes else 0 end as minutes_before,
        case when discipline_base.work_date is not null
            and year_of(discipline_base.work_date) = year_of(discipline_date.work_date)
            then discipline_base.cumulative_days else 0 end as days_before,
        coalesce(discipline_base.consecutive_days, 0) as run_before,
        -- presence, or a day that is justified, ends a run
        case when unexcused_days > 0 and only_unexcused = 1 then 0 else 1 end as breaks
    from discipline_date
    left join discipline_base on discipline_base.person_id = discipline_date.person_id
),
summed as (
    select *,
        minutes_before + sum(minutes) over (partition by person_id, year order by work_date) as minutes_since,
        sum(breaks) over (partition by person_id order by work_date) as run
    from ruled
),
converted as (
    select summed.*, rule_discipline.consecutive_days as longest_run, rule_discipline.consecutive_tier,
        rule_discipline.article as consecutive_article,
        case when rule_discipline.convert_minutes = 0 then 0 else
            whole_quotient(minutes_since, rule_discipline.minutes_per_day)
            - whole_quotient(minutes_since - summed.minutes, rule_discipline.minutes_per_day)
        end as converted_days
    from summed
    join rule_discipline on rule_discipline.rulebook = summed.rulebook
),
counted as (
    select *,
        days_before
            + sum(unexcused_days + converted_days) over (partition by person_id, year order by work_date)
            as cumulative_days,
        case when breaks = 1 then 0 else
            sum(case when breaks = 1 then 0 else unexcused_days end) over (
                partition by person_id, run order by work_date
            )
            + case when run = 0 then run_before else 0 end
        end as consecutive_days
    from converted
)
select counted.person_id, counted.work_date, counted.unexcused_days, as_integer(counted.converted_days) as converted_days,
    counted.cumulative_days, counted.consecutive_days, as_integer(counted.minutes_since) as minutes,
    case when counted.consecutive_days >= counted.longest_run then counted.consecutive_tier else rule_tier.tier end as tier,
    case when counted.consecutive_days >= counted.longest_run then counted.consecutive_article
        else rule_tier.article end as article
from counted
left join rule_tier
    on rule_tier.rulebook = counted.rulebook
    and counted.cumulative_days >= rule_tier.from_days and counted.cumulative_days < rule_tier.to_days + 1
