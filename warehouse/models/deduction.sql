-- The account of money: every cause of deduction of the days of the run, by the day's rulebook.
-- grain: one person, date of service, duty and cause
-- inputs: fresh_shift, permitted, judged_day, schedule_day, person_schedule, person_number, spell_date, absence_run, core.leave, core.muster, rule_band, rule_flat, rule_leave, rule_absence_run
-- article: that of each rule
with charged as (
    select * from fresh_shift
    where status = 'ABSENT'
        or (status in ('PRESENT', 'NO_IN', 'NO_OUT')
            and (late_minutes > 0 or early_minutes > 0 or missing_punches > 0))
),
caused as (
    select person_no, day_no, person_id, work_date, shift_no, rulebook, 'LATE' as cause, late_minutes as minutes
    from charged where late_minutes > 0
    union all
    select person_no, day_no, person_id, work_date, shift_no, rulebook, 'EARLY', early_minutes
    from charged where early_minutes > 0
    union all
    select person_no, day_no, person_id, work_date, shift_no, rulebook, 'NO_IN', null
    from charged where status <> 'ABSENT' and no_in = 1
    union all
    select person_no, day_no, person_id, work_date, shift_no, rulebook, 'NO_OUT', null
    from charged where status <> 'ABSENT' and no_out = 1
    union all
    select person_no, day_no, person_id, work_date, shift_no, rulebook, 'NO_MIDDLE', null
    from charged where status <> 'ABSENT' and missing_punches > no_in + no_out
    union all
    select person_no, day_no, person_id, work_date, shift_no, rulebook, 'ABSENT', null
    from charged where status = 'ABSENT'
),
lettered as (
    select caused.*, case when permitted.person_id is null then 0 else 1 end as permitted
    from caused
    left join permitted
        on permitted.person_id = caused.person_id and permitted.work_date = caused.work_date
        and permitted.kind = caused.cause
),
by_minutes as (
    select lettered.*, rule_band.percent, rule_band.rule, rule_band.article, rule_band.basis
    from lettered
    join rule_band
        on rule_band.rulebook = lettered.rulebook and rule_band.cause = lettered.cause
        and rule_band.permitted = lettered.permitted
        and lettered.minutes between rule_band.from_minute and rule_band.to_minute
),
flat as (
    select lettered.*, rule_flat.percent, rule_flat.rule, rule_flat.article, rule_flat.basis
    from lettered
    join rule_flat
        on rule_flat.rulebook = lettered.rulebook and rule_flat.cause = lettered.cause
        and rule_flat.permitted = lettered.permitted
    where lettered.cause not in ('LATE', 'EARLY')
),
run_ended as (
    select shift.*, rule_absence_run.percent, rule_absence_run.rule, rule_absence_run.article, rule_absence_run.basis,
        row_number() over (partition by shift.person_no, shift.work_date order by shift.shift_no) as place
    from absence_run
    join fresh_shift as shift
        on shift.person_id = absence_run.person_id and shift.work_date = absence_run.work_date
    join rule_absence_run on rule_absence_run.rulebook = shift.rulebook
),
granted as (
    -- the letter that the leave of a date rests on: whole days before halves, then the one that began last
    select spell_date.person_id, spell_date.work_date, leave.reason_code, leave.inpatient, leave.child_no,
        row_number() over (
            partition by spell_date.person_id, spell_date.work_date
            order by case leave.part when 'FULL' then 0 when 'AM' then 1 else 2 end, leave.date_from desc, leave.date_to desc, leave.reason_code, leave.inpatient,
                leave.child_no, leave.document_no, leave.nip
        ) as place
    from spell_date
    join person_number on person_number.person_id = spell_date.person_id
    join core.leave as leave
        on leave.nip = person_number.nip and leave.leave_code = spell_date.leave_code and leave.approved
        and spell_date.work_date between leave.date_from and leave.date_to
),
on_leave as (
    select shift.*, spell_date.working_day, spell_date.calendar_day,
        granted.reason_code, granted.inpatient, granted.child_no,
        row_number() over (partition by shift.person_no, shift.work_date order by shift.shift_no) as place
    from spell_date
    join fresh_shift as shift
        on shift.person_id = spell_date.person_id and shift.work_date = spell_date.work_date
    left join granted
        on granted.person_id = spell_date.person_id and granted.work_date = spell_date.work_date and granted.place = 1
),
leave_ruled as (
    select on_leave.*, rule_leave.percent, rule_leave.rule, rule_leave.article, rule_leave.basis,
        row_number() over (partition by on_leave.person_no, on_leave.day_no order by rule_leave.rule_no) as choice
    from on_leave
    join rule_leave
        on rule_leave.rulebook = on_leave.rulebook and rule_leave.leave_code = on_leave.leave_code
        and (rule_leave.reason_code is null or rule_leave.reason_code = on_leave.reason_code)
        and (rule_leave.inpatient is null or rule_leave.inpatient = coalesce(on_leave.inpatient, false))
        and (rule_leave.child_from is null or on_leave.child_no >= rule_leave.child_from)
        and (rule_leave.child_to is null or on_leave.child_no <= rule_leave.child_to)
        and case when rule_leave.counts = 'WORKING' then on_leave.working_day else on_leave.calendar_day end
            between rule_leave.from_day and rule_leave.to_day
    where on_leave.place = 1
),
missed as (
    select person_number.person_id, muster.muster_date as work_date, count(distinct muster.muster) as musters
    from core.muster as muster
    join person_number on person_number.nip = muster.nip
    where not muster.present
    group by person_number.person_id, muster.muster_date
),
mustered as (
    select judged_day.person_no, judged_day.day_no, missed.person_id, missed.work_date, schedule_day.shift_no,
        schedule_day.rulebook, missed.musters,
        row_number() over (
            partition by judged_day.person_no, missed.work_date order by schedule_day.shift_no
        ) as place
    from missed
    join person_schedule on person_schedule.person_id = missed.person_id
    join schedule_day
        on schedule_day.schedule_no = person_schedule.schedule_no and schedule_day.work_date = missed.work_date
    join judged_day
        on judged_day.person_no = person_schedule.person_no and judged_day.day_no = schedule_day.day_no
    where judged_day.status in ('PRESENT', 'NO_IN', 'NO_OUT', 'OFF')
),
muster_ruled as (
    select mustered.*, rule_flat.percent * mustered.musters as cost, rule_flat.rule, rule_flat.article, rule_flat.basis
    from mustered
    join rule_flat
        on rule_flat.rulebook = mustered.rulebook and rule_flat.cause = 'MUSTER' and rule_flat.permitted = 0
    where mustered.place = 1
),
every_cause as (
    select person_no, day_no, person_id, work_date, shift_no, cause, minutes,
        as_integer(null) as leave_working_day, as_integer(null) as leave_calendar_day,
        percent, rule, article, basis
    from by_minutes where percent > 0
    union all
    select person_no, day_no, person_id, work_date, shift_no, cause, null, null, null, percent, rule, article, basis
    from flat where percent > 0
    union all
    select person_no, day_no, person_id, work_date, shift_no, 'ABSENCE_RUN', null, null, null,
        percent, rule, article, basis
    from run_ended where place = 1 and percent > 0
    union all
    select person_no, day_no, person_id, work_date, shift_no, 'LEAVE', null, working_day, calendar_day,
        percent, rule, article, basis
    from leave_ruled where choice = 1
    union all
    select person_no, day_no, person_id, work_date, shift_no, 'MUSTER', null, null, null, cost, rule, article, basis
    from muster_ruled where cost > 0
)
select * from every_cause
