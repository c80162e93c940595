-- Every date of every schedule: its duties, or one row with shift_no 0 that closes at local midnight.
-- grain: one schedule, date of the run and duty that begins on it
-- inputs: person_schedule, calendar_day, duty
-- article: contract section 4
with dated as (
    select schedules.schedule_no, calendar_day.*
    from (select distinct schedule_no from person_schedule) as schedules
    cross join calendar_day
)
select
    as_integer(row_number() over (order by dated.schedule_no, dated.work_date, duty.shift_no)) as day_no,
    dated.schedule_no, dated.work_date, dated.rulebook, dated.min_span, dated.flexi_tolerance, dated.device_days,
    duty.duty_no, as_integer(coalesce(duty.shift_no, 0)) as shift_no, duty.shift_code, duty.start_at, duty.end_at,
    duty.break_start_at, duty.break_end_at, duty.breaks,
    duty.middle_from_at, duty.middle_to_at,
    coalesce(duty.half_at, midpoint(duty.start_at, duty.end_at)) as half_at,
    coalesce(duty.closes_at, date_at_minute(dated.work_date, 1440)) as closes_at,
    as_integer(count(*) over (partition by dated.schedule_no, dated.work_date)) as duties
from dated
left join duty on duty.schedule_no = dated.schedule_no and duty.work_date = dated.work_date
