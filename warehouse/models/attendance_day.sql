-- The day of service: status, minutes and the deduction of the day's rulebook. Minutes are rounded down.
-- Minutes stand where presence was due (UNKNOWN, PRESENT, NO_IN, NO_OUT, ABSENT); UNKNOWN has no money.
-- grain: one person, date of service and duty; shift_no 0 where none begins
-- inputs: attended_day, employment, schedule_day, uncovered_duty, further_break, rule_band
-- article: contract section 4 rules 4 to 6; bands of the rulebook
with judged as (
    select attended_day.*, person_id, nip, unit_code, work_date, shift_no, shift_code, break_start_at, break_end_at,
        flexi_tolerance, no_in, no_out, absent, rulebook,
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
            else 'ABSENT'
        end as status,
        coalesce(further_break.worked_seconds, 0) as further_worked_seconds,
        coalesce(further_break.net_seconds, 0) as further_net_seconds
    from attended_day
    join employment on employment.stretch_no = attended_day.stretch_no
    join schedule_day on schedule_day.day_no = attended_day.day_no
    left join uncovered_duty
        on uncovered_duty.person_no = attended_day.person_no and uncovered_duty.duty_no = attended_day.duty_no
    left join further_break
        on further_break.person_no = attended_day.person_no and further_break.duty_no = attended_day.duty_no
),
measured as (
    select judged.*,
        case when first_in is not null then greatest(0, elapsed_minutes(start_at, first_in)) end as late,
        case when last_out is not null then greatest(0, elapsed_minutes(last_out, end_at)) end as early,
        greatest(start_at, coalesce(first_in, middle_at)) as worked_from,
        least(end_at, coalesce(last_out, middle_at)) as worked_to
    from judged
),
counted as (
    select measured.*,
        case
            when status not in ('UNKNOWN', 'PRESENT', 'NO_IN', 'NO_OUT') then null
            -- made up for on the same evening
            when late <= flexi_tolerance and elapsed_minutes(end_at, last_out) >= late then 0
            else late
        end as late_minutes,
        case when status in ('UNKNOWN', 'PRESENT', 'NO_IN', 'NO_OUT') then early end as early_minutes,
        case
            when status in ('UNKNOWN', 'PRESENT', 'NO_IN', 'NO_OUT', 'ABSENT') then
                greatest(0, elapsed_seconds(worked_from, worked_to)) - further_worked_seconds
                - case when break_start_at is null then 0 else
                    greatest(0, elapsed_seconds(greatest(worked_from, break_start_at), least(worked_to, break_end_at)))
                end
            when status = 'DUTY' then
                elapsed_seconds(start_at, end_at) - further_net_seconds
                - case when break_start_at is null then 0 else
                    greatest(0, elapsed_seconds(greatest(start_at, break_start_at), least(end_at, break_end_at)))
                end
            else 0
        end as worked_seconds
    from measured
)
select person_id, nip, work_date, shift_no, unit_code, shift_code,
    start_at as shift_start, end_at as shift_end, first_in, last_out, cast(null as timestamp) as mid_punch,
    packed_file_id(came) as first_punch_file_id, packed_record_no(came) as first_punch_record_no,
    packed_file_id(went) as last_punch_file_id, packed_record_no(went) as last_punch_record_no,
    punches,
    case when status = 'UNKNOWN' then null when status in ('NO_IN', 'NO_OUT') then 1 else 0 end as missing_punches,
    late_minutes, early_minutes, whole_minutes(greatest(0, worked_seconds)) as worked_minutes, status,
    case
        when status = 'INACTIVE' and full_code = 'CLTN' then full_code
        when status = 'INACTIVE' or (status = 'OFF' and full_code is distinct from 'CBER') then null
        else coalesce(full_code, part_code)
    end as leave_code,
    case
        when status in ('PRESENT', 'NO_IN', 'NO_OUT') then
            coalesce(late_band.percent, 0) + coalesce(early_band.percent, 0)
            + case status when 'NO_IN' then no_in when 'NO_OUT' then no_out else 0 end
        when status = 'ABSENT' then absent
        when status = 'DUTY' then 0
    end as deduction_percent,
    counted.rulebook
from counted
left join rule_band as late_band
    on late_band.rulebook = counted.rulebook and late_band.cause = 'LATE'
    and counted.late_minutes between late_band.from_minute and late_band.to_minute
left join rule_band as early_band
    on early_band.rulebook = counted.rulebook and early_band.cause = 'EARLY'
    and counted.early_minutes between early_band.from_minute and early_band.to_minute
