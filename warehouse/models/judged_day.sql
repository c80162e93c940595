-- The day of service judged: its status, and the minutes late and early, rounded down.
-- Minutes stand where presence was due (UNKNOWN, PRESENT, NO_IN, NO_OUT, ABSENT).
-- grain: one person, date of service and duty (or date without one)
-- inputs: attended_day, employment, schedule_day, uncovered_duty
-- article: contract section 4 rules 4 and 5
with judged as (
    select attended_day.*, schedule_day.flexi_tolerance,
        packed_moment(came) as first_in, packed_moment(went) as last_out,
        case
            when employment.status <> 'ACTIVE' or full_code = 'CLTN' then 'INACTIVE'
            when shift_no = 0 or full_code = 'CBER' then 'OFF'
            when full_code in ('DL', 'TB', 'DIKLAT', 'WFA') then 'DUTY'
            when full_code is not null then 'LEAVE'
            when uncovered_duty.duty_no is not null then 'UNKNOWN'
            when came is not null and went is not null then 'PRESENT'
            when went is not null then 'NO_IN'
            when came is not null then 'NO_OUT'
            when middle is not null then 'NO_IN'
            else 'ABSENT'
        end as status
    from attended_day
    join employment on employment.stretch_no = attended_day.stretch_no
    join schedule_day on schedule_day.day_no = attended_day.day_no
    left join uncovered_duty
        on uncovered_duty.person_no = attended_day.person_no and uncovered_duty.duty_no = attended_day.duty_no
),
measured as (
    select judged.*,
        case when first_in is not null then greatest(0, elapsed_minutes(start_at, first_in)) end as late,
        case when last_out is not null then greatest(0, elapsed_minutes(last_out, end_at)) end as early
    from judged
)
select person_no, stretch_no, day_no, duty_no, full_code, part_code, start_at, end_at, middle_at, punches,
    came, went, middle, status,
    case
        when status not in ('UNKNOWN', 'PRESENT', 'NO_IN', 'NO_OUT') then null
        -- made up for on the same evening
        when late <= flexi_tolerance and elapsed_minutes(end_at, last_out) >= late then 0
        else as_integer(late)
    end as late_minutes,
    case when status in ('UNKNOWN', 'PRESENT', 'NO_IN', 'NO_OUT') then as_integer(early) end as early_minutes,
    case
        when status = 'UNKNOWN' then null
        when status in ('PRESENT', 'NO_IN', 'NO_OUT') then
            case when came is null then 1 else 0 end + case when went is null then 1 else 0 end
            + no_middle
        else 0
    end as missing_punches
from measured
