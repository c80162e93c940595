-- How a person's account of discipline stood before the first date to compute anew.
-- grain: one person
-- inputs: core.discipline_day, discipline_person
-- article: PP 94/2021
with ranked as (
    select fact.person_id, fact.work_date, fact.minutes, fact.cumulative_days, fact.consecutive_days,
        row_number() over (partition by fact.person_id order by fact.work_date desc) as place
    from core.discipline_day as fact
    join discipline_person as anew on anew.person_id = fact.person_id and fact.work_date < anew.date_from
    where fact.work_date >= $seen_from
)
select person_id, work_date, minutes, cumulative_days, consecutive_days from ranked where place = 1
