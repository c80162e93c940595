-- Shifts closer than join_gap are one duty; each duty has the window in which its punches fall.
-- A border between two duties lies halfway, or in_early before the later start if that is later, and belongs to the later
-- duty; a window reaches at most `reach` before the start and after the end, both included.
-- grain: one duty of one schedule
-- inputs: rostered_shift, calendar_day
-- article: contract section 4 rule 2
with ruled as (
    select rostered_shift.*, join_gap, in_early, reach,
        max(end_at) over (
            partition by schedule_no order by start_at, end_at, shift_code
            rows between unbounded preceding and 1 preceding
        ) as end_before
    from rostered_shift
    join calendar_day on calendar_day.work_date = rostered_shift.work_date
),
begun as (
    select *,
        case
            when end_before is null or elapsed_seconds(end_before, start_at) >= 60 * join_gap then 1 else 0
        end as begins
    from ruled
),
numbered as (
    select *, sum(begins) over (partition by schedule_no order by start_at, end_at, shift_code) as duty_of_schedule
    from begun
),
joined as (
    select schedule_no, duty_of_schedule,
        min(case when begins = 1 then work_date end) as work_date,
        min(case when begins = 1 then shift_no end) as shift_no,
        min(case when begins = 1 then shift_code end) as shift_code,
        min(case when begins = 1 then in_early end) as in_early,
        min(case when begins = 1 then reach end) as reach,
        min(start_at) as start_at, max(end_at) as end_at,
        min(break_start_at) as break_start_at, min(break_end_at) as break_end_at,
        count(break_start_at) as breaks,
        -- of a joined duty the first middle punch is required
        min(middle_from_at) as middle_from_at, min(middle_to_at) as middle_to_at,
        case when count(*) = 1 then min(half_at) end as half_at
    from numbered
    group by schedule_no, duty_of_schedule
),
beside as (
    -- a duty that ended more than 40 days before is no neighbour: what a run must know of the past is bounded
    select *,
        case
            when days_between(
                date_of(lag(end_at) over (partition by schedule_no order by start_at)), date_of(start_at)
            ) <= 40 then lag(end_at) over (partition by schedule_no order by start_at)
        end as end_before,
        lead(start_at) over (partition by schedule_no order by start_at) as start_after,
        lead(in_early) over (partition by schedule_no order by start_at) as in_early_after
    from joined
),
bordered as (
    select *,
        add_minutes(start_at, -reach) as reach_from,
        add_minutes(end_at, reach) as reach_to,
        greatest(midpoint(end_before, start_at), add_minutes(start_at, -in_early)) as border_before,
        greatest(midpoint(end_at, start_after), add_minutes(start_after, -in_early_after)) as border_after
    from beside
)
select
    as_integer(row_number() over (order by schedule_no, start_at)) as duty_no,
    schedule_no, work_date, shift_no, shift_code, start_at, end_at, break_start_at, break_end_at, breaks, half_at,
    middle_from_at, middle_to_at,
    case when end_before is not null and border_before > reach_from then border_before else reach_from end
        as window_from,
    -- exclusive
    case when start_after is not null and border_after <= reach_to then border_after else just_after(reach_to) end
        as window_to,
    case when start_after is not null and border_after <= reach_to then border_after else reach_to end as closes_at
from bordered
