-- How a person's account of discipline stands at the period's end: its last row of the year up to then.
-- grain: one person with a row in that year
-- inputs: core.discipline_day, period
-- article: contract section 4: the period's tier is the last row's up to its end
with newest as (
    select fact.person_id, max(fact.work_date) as work_date
    from core.discipline_day as fact
    join period
        on fact.work_date <= period.period_end and year_of(fact.work_date) = year_of(period.period_end)
    group by fact.person_id
)
select fact.person_id, fact.tier, fact.article
from core.discipline_day as fact
join newest on newest.person_id = fact.person_id and newest.work_date = fact.work_date
