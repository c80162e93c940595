-- The time a person was there to work: the net span of days of presence, and of work from elsewhere with an order.
-- A missing punch does not shorten the day; leave of half a day does.
-- grain: one person with at least one such day
-- inputs: core.attendance_day, period, office_day, core.shifts
-- article: contract section 5, productivity_score: A
with due as (
    select fact.person_id, fact.work_date, fact.shift_start, fact.shift_end, fact.status, fact.worked_minutes,
        coalesce(office_day.break_start_at, date_at_minute(fact.work_date, shifts.break_start)) as break_start_at,
        coalesce(office_day.break_end_at, date_at_minute(fact.work_date, shifts.break_end)) as break_end_at
    from core.attendance_day as fact
    join period on fact.work_date between period.period_start and period.period_end
    left join office_day
        on office_day.work_pattern = fact.shift_code and office_day.work_date = fact.work_date
    left join core.shifts as shifts
        on shifts.shift_code = fact.shift_code
        and fact.work_date between shifts.valid_from and coalesce(shifts.valid_to, date '9999-12-31')
    where fact.status in ('PRESENT', 'NO_IN', 'NO_OUT') or (fact.status = 'DUTY' and fact.leave_code = 'WFA')
)
select person_id,
    sum(
        case when status = 'DUTY' then worked_minutes else
            whole_minutes(
                elapsed_seconds(shift_start, shift_end)
                - case when break_start_at is null then 0 else
                    greatest(0, elapsed_seconds(greatest(shift_start, break_start_at), least(shift_end, break_end_at)))
                end
            )
        end
    ) as minutes
from due
group by person_id
