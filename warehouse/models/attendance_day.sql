-- The day of service as it is published: hours due, punches that count, minutes and percent of the day's rulebook.
-- Minutes worked are the overlap of presence and duty less the breaks, rounded down; UNKNOWN has no money.
-- grain: one person, date of service and duty; shift_no 0 where none begins
-- inputs: judged_day, employment, schedule_day, further_break, deduction
-- article: contract section 4 rule 6; bands of the rulebook
with charged as (
    select person_no, day_no, sum(percent) as percent
    from deduction
    group by person_no, day_no
),
named as (
    select judged_day.*, person_id, nip, unit_code, work_date, shift_no, shift_code, break_start_at, break_end_at,
        rulebook, packed_moment(came) as first_in, packed_moment(went) as last_out, charged.percent,
        coalesce(further_break.worked_seconds, 0) as further_worked_seconds,
        coalesce(further_break.net_seconds, 0) as further_net_seconds
    from judged_day
    join employment on employment.stretch_no = judged_day.stretch_no
    join schedule_day on schedule_day.day_no = judged_day.day_no
    left join further_break
        on further_break.person_no = judged_day.person_no and further_break.duty_no = judged_day.duty_no
    left join charged on charged.person_no = judged_day.person_no and charged.day_no = judged_day.day_no
),
counted as (
    select named.*,
        greatest(start_at, coalesce(first_in, middle_at)) as worked_from,
        least(end_at, coalesce(last_out, middle_at)) as worked_to
    from named
),
worked as (
    select counted.*,
        case
            when status not in ('INACTIVE', 'OFF', 'DUTY', 'LEAVE') then
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
    from counted
)
select person_id, nip, work_date, shift_no, unit_code, shift_code,
    start_at as shift_start, end_at as shift_end, first_in, last_out, packed_moment(middle) as mid_punch,
    packed_file_id(came) as first_punch_file_id, packed_record_no(came) as first_punch_record_no,
    packed_file_id(went) as last_punch_file_id, packed_record_no(went) as last_punch_record_no,
    punches, missing_punches, late_minutes, early_minutes,
    whole_minutes(greatest(0, worked_seconds)) as worked_minutes, status,
    case
        when status = 'INACTIVE' and full_code = 'CLTN' then full_code
        when status = 'INACTIVE' or (status = 'OFF' and full_code is distinct from 'CBER') then null
        else coalesce(full_code, part_code)
    end as leave_code,
    case
        when percent is not null then percent
        when status not in ('INACTIVE', 'OFF', 'UNKNOWN') then 0
    end as deduction_percent,
    rulebook
from worked
