-- How long the further breaks of joined duties fall into the time of presence.
-- grain: one person and duty with more than one break
-- inputs: attended_day, duty_break
-- article: contract section 4 rule 6
with present as (
    select attended_day.person_no, attended_day.duty_no, attended_day.start_at, attended_day.end_at,
        duty_break.break_start_at, duty_break.break_end_at,
        greatest(start_at, coalesce(packed_moment(came), middle_at)) as from_at,
        least(end_at, coalesce(packed_moment(went), middle_at)) as to_at
    from attended_day
    join duty_break on duty_break.duty_no = attended_day.duty_no
)
select person_no, duty_no,
    as_integer(
        sum(greatest(0, elapsed_seconds(greatest(from_at, break_start_at), least(to_at, break_end_at))))
    ) as worked_seconds,
    as_integer(
        sum(greatest(0, elapsed_seconds(greatest(start_at, break_start_at), least(end_at, break_end_at))))
    ) as net_seconds
from present
group by person_no, duty_no
