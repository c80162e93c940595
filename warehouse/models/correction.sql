-- The forgotten punches that a superior confirmed, as far as the rulebook allows in a month: the first by date of service.
-- Counted are all letters of the month; one that falls into no duty of its date stands for nothing.
-- grain: one person and duty with at least one confirmed punch
-- inputs: core.punch_correction, person_number, person_schedule, run, rulebook, duty
-- article: PMK 221/2021 (a letter of the direct superior); the limit is the rulebook's
with confirmed as (
    select person_number.person_id, letter.work_date, letter.kind,
        min(packed_punch(letter.punched_at, letter.file_id, letter.record_no)) as punch
    from core.punch_correction as letter
    join person_number on person_number.nip = letter.nip
    join run on letter.work_date between month_of(run.date_from) and run.date_to
    group by person_number.person_id, letter.work_date, letter.kind
),
numbered as (
    select *, row_number() over (partition by person_id, month_of(work_date) order by work_date, kind) as place
    from confirmed
),
-- letters are few: without them first, the duties of all people would be joined
allowed as materialized (
    select person_schedule.person_no, person_schedule.schedule_no, work_date, kind, punch
    from numbered
    join rulebook on work_date between rulebook.valid_from and rulebook.valid_to
    join person_schedule on person_schedule.person_id = numbered.person_id
    where place <= corrections_per_month
)
select allowed.person_no, duty.duty_no,
    min(case when kind = 'IN' then punch end) as came,
    max(case when kind = 'OUT' then punch end) as went,
    min(case when kind = 'MIDDLE' then punch end) as middle
from allowed
join duty
    on duty.schedule_no = allowed.schedule_no and duty.work_date = allowed.work_date
    and packed_moment(punch) >= window_from and packed_moment(punch) < window_to
group by allowed.person_no, duty.duty_no
