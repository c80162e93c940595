-- The account of discipline: unexcused absence in working days, and what minutes of a year come to.
-- The year's count begins anew on 1 January; the unbroken run does not. A tier is a candidate for the superior to examine.
-- grain: one person and working day
-- inputs: discipline_date, discipline_base, rule_discipline, rule_tier
-- article: PP 94/2021 Pasal 11(2)d and the ladder of the rulebook; minutes: PP 53/2010, explanation of Pasal 3 angka 11
with summed as (
    -- sums since the first date computed: one pass over all dates, whatever the year
    select person_id, work_date, year_of(work_date) as year, rulebook, unexcused_days, minutes,
        -- presence, or a day that is justified, ends a run
        case when unexcused_days > 0 and only_unexcused = 1 then 0 else 1 end as breaks,
        sum(minutes) over (partition by person_id order by work_date) as minutes_so_far,
        sum(unexcused_days) over (partition by person_id order by work_date) as unexcused_so_far
    from discipline_date
),
year_total as (
    select person_id, year, sum(minutes) as minutes, sum(unexcused_days) as unexcused_days
    from summed
    group by person_id, year
),
year_begin as (
    -- what the sums were when the year began, and what the year had before the first date computed
    select year_total.person_id, year_total.year,
        sum(year_total.minutes) over (partition by year_total.person_id order by year_total.year) - year_total.minutes
            - coalesce(discipline_base.minutes, 0) as minutes,
        sum(year_total.unexcused_days) over (partition by year_total.person_id order by year_total.year)
            - year_total.unexcused_days - coalesce(discipline_base.cumulative_days, 0) as unexcused_days
    from year_total
    left join discipline_base
        on discipline_base.person_id = year_total.person_id and year_of(discipline_base.work_date) = year_total.year
),
converted as (
    select summed.*, rule_discipline.consecutive_days as longest_run, rule_discipline.consecutive_tier,
        rule_discipline.article as consecutive_article,
        minutes_so_far - year_begin.minutes as minutes_since,
        unexcused_so_far - year_begin.unexcused_days as unexcused_since,
        case when rule_discipline.convert_minutes = 0 then 0 else
            whole_quotient(minutes_so_far - year_begin.minutes, rule_discipline.minutes_per_day)
            - whole_quotient(minutes_so_far - year_begin.minutes - summed.minutes, rule_discipline.minutes_per_day)
        end as converted_days
    from summed
    join year_begin on year_begin.person_id = summed.person_id and year_begin.year = summed.year
    join rule_discipline on rule_discipline.rulebook = summed.rulebook
),
run_on as (
    select *,
        sum(converted_days) over (partition by person_id order by work_date) as converted_so_far,
        max(case when breaks = 1 then unexcused_so_far end) over (partition by person_id order by work_date)
            as unexcused_at_break
    from converted
),
year_converted as (
    select person_id, year, min(converted_so_far - converted_days) as days
    from run_on
    group by person_id, year
),
counted as (
    select run_on.*, unexcused_since + converted_so_far - year_converted.days as cumulative_days,
        case when breaks = 1 then 0
            else unexcused_so_far - coalesce(unexcused_at_break, -coalesce(discipline_base.consecutive_days, 0))
        end as consecutive_days
    from run_on
    join year_converted on year_converted.person_id = run_on.person_id and year_converted.year = run_on.year
    left join discipline_base on discipline_base.person_id = run_on.person_id
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
