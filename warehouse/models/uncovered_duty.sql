-- Duties of which nothing can be said: a punch is missing, and so may be the record of a device that would hold it.
-- Asked are the devices that hold a punch of the person in the days before; if there are none, any device of the unit,
-- unless lines of one of them that may have told of the duty were destroyed.
-- grain: one person and duty
-- inputs: doubtful_punch, device_use, device_cover, destroyed_record, core.devices
-- article: contract section 4 rule 5
with asked as (
    select distinct doubtful_punch.person_no, doubtful_punch.duty_no, doubtful_punch.instant, device_use.device_id
    from doubtful_punch
    join device_use
        on device_use.person_no = doubtful_punch.person_no
        and device_use.punch_date between add_days(work_date, -device_days) and add_days(work_date, -1)
),
question as (
    select distinct device_id, instant from asked
    union
    select distinct devices.device_id, doubtful_punch.instant
    from doubtful_punch
    join core.devices as devices
        on devices.unit_code = doubtful_punch.unit_code
        and doubtful_punch.work_date between devices.valid_from and coalesce(devices.valid_to, date '9999-12-31')
),
answer as (
    select distinct question.device_id, question.instant
    from question
    join device_cover
        on device_cover.device_id = question.device_id
        and question.instant between device_cover.covered_from and device_cover.covered_to
),
by_own as (
    select asked.person_no, asked.duty_no, asked.instant,
        min(case when answer.device_id is null then 0 else 1 end) as covered
    from asked
    left join answer on answer.device_id = asked.device_id and answer.instant = asked.instant
    group by asked.person_no, asked.duty_no, asked.instant
),
lost as (
    select distinct devices.unit_code, doubtful_punch.work_date, doubtful_punch.instant
    from doubtful_punch
    join core.devices as devices
        on devices.unit_code = doubtful_punch.unit_code
        and doubtful_punch.work_date between devices.valid_from and coalesce(devices.valid_to, date '9999-12-31')
    join destroyed_record
        on destroyed_record.device_id = devices.device_id
        and doubtful_punch.instant between destroyed_record.lost_from and destroyed_record.lost_to
),
by_unit as (
    select distinct devices.unit_code, doubtful_punch.work_date, doubtful_punch.instant
    from doubtful_punch
    join core.devices as devices
        on devices.unit_code = doubtful_punch.unit_code
        and doubtful_punch.work_date between devices.valid_from and coalesce(devices.valid_to, date '9999-12-31')
    join answer on answer.device_id = devices.device_id and answer.instant = doubtful_punch.instant
)
select distinct doubtful_punch.person_no, doubtful_punch.duty_no
from doubtful_punch
left join by_own
    on by_own.person_no = doubtful_punch.person_no and by_own.duty_no = doubtful_punch.duty_no
    and by_own.instant = doubtful_punch.instant
left join lost
    on lost.unit_code = doubtful_punch.unit_code and lost.work_date = doubtful_punch.work_date
    and lost.instant = doubtful_punch.instant
left join by_unit
    on by_unit.unit_code = doubtful_punch.unit_code and by_unit.work_date = doubtful_punch.work_date
    and by_unit.instant = doubtful_punch.instant
where coalesce(
    by_own.covered, case when by_unit.unit_code is null or lost.unit_code is not null then 0 else 1 end
) = 0
