-- The further breaks of joined duties; the first stands in duty.
-- grain: one break after the first of one duty
-- inputs: duty, rostered_shift
-- article: contract section 4: of a joined duty the breaks are added
with broken as (
    select duty.duty_no, rostered_shift.break_start_at, rostered_shift.break_end_at,
        row_number() over (partition by duty.duty_no order by rostered_shift.break_start_at) as place
    from duty
    join rostered_shift
        on rostered_shift.schedule_no = duty.schedule_no
        and rostered_shift.start_at between duty.start_at and duty.end_at
    where duty.breaks > 1 and rostered_shift.break_start_at is not null
)
select duty_no, break_start_at, break_end_at from broken where place > 1
