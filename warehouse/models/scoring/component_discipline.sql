-- Evidence of punctuality: 100 less the mean, over the months with a working day, of the points of a month, at most 100.
-- Leave and what a letter permits take no points. Neither money nor the account of discipline is read here.
-- grain: one person
-- inputs: period_person, period_day, served_month, core.attendance_day, period, permitted, rule_evidence
-- article: contract section 5, discipline_score
with due as (
    select fact.person_id, fact.work_date, fact.rulebook, fact.status, fact.late_minutes, fact.early_minutes,
        fact.first_in, fact.last_out
    from core.attendance_day as fact
    join period on fact.work_date between period.period_start and period.period_end
    -- a date of which nothing can be said is no working day, whatever a second shift of it shows
    join period_day
        on period_day.person_id = fact.person_id and period_day.work_date = fact.work_date and period_day.working = 1
    where fact.status in ('PRESENT', 'NO_IN', 'NO_OUT', 'ABSENT')
),
occurred as (
    select person_id, work_date, rulebook, 'LATE' as cause, late_minutes as minutes from due where late_minutes > 0
    union all
    select person_id, work_date, rulebook, 'EARLY', early_minutes from due where early_minutes > 0
    union all
    select person_id, work_date, rulebook, 'NO_IN', 0 from due where status <> 'ABSENT' and first_in is null
    union all
    select person_id, work_date, rulebook, 'NO_OUT', 0 from due where status <> 'ABSENT' and last_out is null
    union all
    select person_id, work_date, rulebook, 'ABSENT', 0 from due where status = 'ABSENT'
),
costing as (
    select occurred.person_id, month_of(occurred.work_date) as month_start, rule_evidence.points
    from occurred
    join rule_evidence
        on rule_evidence.rulebook = occurred.rulebook and rule_evidence.cause = occurred.cause
        and occurred.minutes between rule_evidence.from_minute and rule_evidence.to_minute
    left join permitted
        on permitted.person_id = occurred.person_id and permitted.work_date = occurred.work_date
        and permitted.kind = occurred.cause
    where permitted.person_id is null
),
summed as (
    select person_id, month_start, sum(points) as points, count(*) as occurrences
    from costing
    group by person_id, month_start
),
meant as (
    select served.person_id, count(*) as months, sum(least(100, coalesce(points, 0))) as points,
        sum(coalesce(occurrences, 0)) as occurrences
    from served_month as served
    left join summed on summed.person_id = served.person_id and summed.month_start = served.month_start
    group by served.person_id
)
select period_person.person_id,
    as_score(ratio(meant.points, meant.months)) as raw_value,
    as_score(100 - ratio(meant.points, meant.months)) as score,
    as_integer(coalesce(meant.occurrences, 0)) as evidence_count,
    as_variance(0) as variance,
    case when meant.person_id is null then 'NO_WORKING_DAY' end as reason
from period_person
left join meant on meant.person_id = period_person.person_id
