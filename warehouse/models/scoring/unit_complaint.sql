-- Complaints that fell due in the period, and those that were answered and closed within the limit of their class.
-- Day 1 of a limit is the working day after the complaint came; an aspiration has no limit. One that is still open counts
-- once the export is younger than its last day.
-- grain: one unit with a complaint due
-- inputs: core.complaint, rule_complaint, unit_pattern, office_day, period
-- article: contract section 5, complaint_score; limits of SP4N-LAPOR!
with limited as (
    select complaint.ticket, complaint.unit_code, complaint.created_at, complaint.first_response_at,
        complaint.closed_at, complaint.as_at, rule_complaint.working_days,
        case when unit_pattern.work_pattern = 'SIX_DAY' then 'SIX_DAY' else 'FIVE_DAY' end as work_pattern
    from core.complaint as complaint
    join rule_complaint on rule_complaint.class = complaint.class
    left join unit_pattern
        on unit_pattern.unit_code = complaint.unit_code
        and date_of(complaint.created_at) between unit_pattern.valid_from and unit_pattern.valid_to
),
aimed as (
    select limited.*, office_day.days_through + working_days as due_day
    from limited
    join office_day
        on office_day.work_pattern = limited.work_pattern and office_day.work_date = date_of(limited.created_at)
),
due as (
    select aimed.*, office_day.work_date as due_date
    from aimed
    join office_day
        on office_day.work_pattern = aimed.work_pattern and office_day.days_through = aimed.due_day
        and office_day.working = 1
    join period on office_day.work_date between period.period_start and period.period_end
),
judged as (
    select unit_code, due_date, as_at,
        case when first_response_at is not null and date_of(closed_at) <= due_date then 1 else 0 end as kept
    from due
)
select unit_code, sum(kept) as kept, count(*) as due
from judged
where unit_code is not null and (kept = 1 or as_at is null or date_of(as_at) > due_date)
group by unit_code
