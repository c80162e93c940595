-- Which records stand behind which figure of a person: the newest revision of every period, the facts as they are now.
-- Groups are not followed: what a figure owes to peers or to the whole agency is a figure of its own with its own trace.
with figure as (
    select row.agency, row.person_id, row.period, row.revision, row.period_start, row.period_end
    from mart.performance_period as row
    where not exists (
        select 1 from mart.performance_period as later
        where later.person_id = row.person_id and later.period = row.period and later.revision > row.revision
    )
),
number as (
    select nip, coalesce(max(person_id), nip) as person_id from core.employees group by nip
),
holder as (
    select figure.*, number.nip from figure join number on number.person_id = figure.person_id
),
pin as (
    select holder.person_id, holder.period, holder.period_start, holder.period_end,
        pins.device_id, pins.pin, pins.valid_from, coalesce(pins.valid_to, date '9999-12-31') as valid_to,
        pins.file_id, pins.record_no
    from holder
    join core.pin_map as pins
        on pins.nip = holder.nip and pins.valid_from <= holder.period_end + 1
        and coalesce(pins.valid_to, date '9999-12-31') >= holder.period_start - 1
),
pressed as (
    -- a punch belongs to a date of service that begins at most a day after it and ends at most two days before
    select pin.person_id, pin.period, pin.device_id as mapped_device, punch.device_id, punch.pin, punch.punched_at,
        punch.file_id, punch.record_no
    from pin
    join core.punch as punch
        on punch.pin = pin.pin and punch.punched_at >= pin.period_start - 1 and punch.punched_at < pin.period_end + 3
        and (pin.device_id = punch.device_id or pin.device_id = '*')
        and cast(punch.punched_at as date) between pin.valid_from - 1 and pin.valid_to
    union
    -- shown by a clock that was wrong by a known amount
    select pin.person_id, pin.period, pin.device_id, punch.device_id, punch.pin, punch.punched_at,
        punch.file_id, punch.record_no
    from pin
    join core.punch as punch
        on punch.pin = pin.pin and (pin.device_id = punch.device_id or pin.device_id = '*')
    join core.device_offset as clock
        on clock.device_id = punch.device_id and punch.punched_at between clock.from_at and clock.to_at
        and punch.punched_at + clock.offset_seconds * interval '1 second' >= pin.period_start - 1
        and punch.punched_at + clock.offset_seconds * interval '1 second' < pin.period_end + 3
),
owned as (
    -- a row of the map for the device itself beats one for every device
    select pressed.person_id, pressed.period, pressed.device_id, pressed.punched_at, pressed.file_id, pressed.record_no
    from pressed
    where pressed.mapped_device <> '*' or not exists (
        select 1 from core.pin_map as exact
        where exact.pin = pressed.pin and exact.device_id = pressed.device_id
            and cast(pressed.punched_at as date) between exact.valid_from and coalesce(exact.valid_to, date '9999-12-31')
    )
),
served as (
    select distinct figure.person_id, figure.period, figure.period_start, figure.period_end, day.unit_code, day.shift_code
    from figure
    join core.attendance_day as day
        on day.person_id = figure.person_id and day.work_date between figure.period_start and figure.period_end
),
unit_served as (
    select distinct person_id, period, period_start, period_end, unit_code from served where unit_code is not null
),
correctable as (
    -- by what role the figures of a corrected record are found, and how many days before a period it still counts
    select * from (values
        ('leave', 'LEAVE', 1), ('leave', 'LEAVE_BEFORE', 366), ('permission', 'PERMISSION', 0), ('roster', 'ROSTER', 2),
        ('muster', 'MUSTER', 0), ('target', 'TARGET', 0), ('target', 'TARGET_FOR_PAY', 0),
        ('assessment', 'ASSESSMENT', 0), ('assessment', 'ASSESSMENT_FOR_PAY', 0)
    ) as kind(record_type, fed_by, reach)
),
corrected as (
    -- what a correction took out of the facts, or put in: whoever it names stands behind it on either side
    select pin.person_id, pin.period, 'PUNCH' as fed_by, fact.file_id, fact.record_no, fact.correction_file_id,
        fact.correction_record_no
    from pin
    join core.corrected_record as fact
        on fact.pin = pin.pin and (pin.device_id = fact.device_id or pin.device_id = '*')
    left join core.device_offset as clock
        on clock.device_id = fact.device_id and fact.moment between clock.from_at and clock.to_at
    where fact.record_type = 'punch'
        and fact.moment + coalesce(clock.offset_seconds, 0) * interval '1 second' >= pin.period_start - 1
        and fact.moment + coalesce(clock.offset_seconds, 0) * interval '1 second' < pin.period_end + 3
    union all
    select holder.person_id, holder.period, correctable.fed_by, fact.file_id, fact.record_no, fact.correction_file_id,
        fact.correction_record_no
    from holder
    join core.corrected_record as fact on fact.nip = holder.nip
    join correctable on correctable.record_type = fact.record_type
    where (
            fact.date_from <= holder.period_end + least(correctable.reach, 2)
            and fact.date_to >= holder.period_start - correctable.reach
        )
        or fact.period = holder.period
        or (correctable.fed_by <> 'ASSESSMENT' and substr(fact.period, 1, 4) = substr(holder.period, 1, 4))
    union all
    select case_of.person_id, case_of.period, 'SERVICE_EVENT', fact.file_id, fact.record_no, fact.correction_file_id,
        fact.correction_record_no
    from core.corrected_record as fact
    join mart.person_case as case_of on case_of.app = fact.app and case_of.case_id = fact.case_id
    union all
    -- whoever had to do with a case that a correction took away has it no more
    select holder.person_id, holder.period, 'SERVICE_EVENT', fact.file_id, fact.record_no, fact.correction_file_id,
        fact.correction_record_no
    from core.corrected_record as fact
    join (
        select app, case_id, nip from core.service_event union select app, case_id, nip from core.corrected_record
    ) as handled on handled.app = fact.app and handled.case_id = fact.case_id
    join holder on holder.nip = handled.nip and fact.moment < holder.period_end + 1
        and fact.moment >= holder.period_start - 400
    union all
    select unit_served.person_id, unit_served.period, 'SURVEY_RESPONSE', fact.file_id, fact.record_no,
        fact.correction_file_id, fact.correction_record_no
    from unit_served
    join core.corrected_record as fact
        on fact.record_type = 'survey_response' and fact.unit_code = unit_served.unit_code
        and fact.moment >= unit_served.period_start and fact.moment < unit_served.period_end + 1
    union all
    select unit_served.person_id, unit_served.period, 'COMPLAINT', fact.file_id, fact.record_no,
        fact.correction_file_id, fact.correction_record_no
    from unit_served
    join core.corrected_record as fact
        on fact.record_type = 'complaint' and fact.unit_code = unit_served.unit_code
        and fact.moment < unit_served.period_end + 1 and fact.moment >= unit_served.period_start - 200
),
correction_place as (
    select person_id, period, fed_by, 'CORRECTED' as role, file_id, record_no from corrected
    union
    select person_id, period, fed_by, 'CORRECTION', correction_file_id, correction_record_no from corrected
),
record as (
    select person_id, period, 'PUNCH' as role, file_id, record_no from owned
    union all
    select person_id, period, 'PIN_MAP', file_id, record_no from pin
    union all
    select holder.person_id, holder.period, 'LEAVE', leave.file_id, leave.record_no
    from holder
    join core.leave as leave
        on leave.nip = holder.nip and leave.date_from <= holder.period_end + 1
        and leave.date_to >= holder.period_start - 1
    union all
    -- the days of a spell of leave are numbered from its beginning
    select holder.person_id, holder.period, 'LEAVE_BEFORE', leave.file_id, leave.record_no
    from holder
    join core.leave as leave
        on leave.nip = holder.nip and leave.date_to < holder.period_start - 1
        and leave.date_to >= holder.period_start - 366
    union all
    select holder.person_id, holder.period, 'PERMISSION', letter.file_id, letter.record_no
    from holder
    join core.permission as letter
        on letter.nip = holder.nip and letter.work_date between holder.period_start and holder.period_end
    union all
    select holder.person_id, holder.period, 'PUNCH_CORRECTION', letter.file_id, letter.record_no
    from holder
    join core.punch_correction as letter
        on letter.nip = holder.nip and letter.work_date between holder.period_start and holder.period_end
    union all
    select holder.person_id, holder.period, 'ROSTER', plan.file_id, plan.record_no
    from holder
    join core.roster as plan
        on plan.nip = holder.nip and plan.work_date between holder.period_start - 2 and holder.period_end + 2
    union all
    select holder.person_id, holder.period, 'MUSTER', muster.file_id, muster.record_no
    from holder
    join core.muster as muster
        on muster.nip = holder.nip and muster.muster_date between holder.period_start and holder.period_end
    union all
    select holder.person_id, holder.period, 'EMPLOYEES', employees.file_id, employees.record_no
    from holder
    join core.employees as employees on employees.nip = holder.nip
    union all
    select figure.person_id, figure.period, 'CALENDAR', calendar.file_id, calendar.record_no
    from figure
    join core.calendar as calendar
        on calendar.date_from <= figure.period_end + 2
        and coalesce(calendar.date_to, calendar.date_from) >= figure.period_start - 2
    union all
    select distinct served.person_id, served.period, 'SHIFTS', shifts.file_id, shifts.record_no
    from served
    join core.shifts as shifts on shifts.shift_code = served.shift_code
    union all
    select unit_served.person_id, unit_served.period, 'UNITS', units.file_id, units.record_no
    from unit_served
    join core.units as units on units.unit_code = unit_served.unit_code
    union all
    select unit_served.person_id, unit_served.period, 'DEVICES', devices.file_id, devices.record_no
    from unit_served
    join core.devices as devices on devices.unit_code = unit_served.unit_code
    union all
    select distinct owned.person_id, owned.period, 'DEVICE_OFFSET', clock.file_id, clock.record_no
    from owned
    join core.device_offset as clock
        on clock.device_id = owned.device_id and owned.punched_at between clock.from_at and clock.to_at
    union all
    select distinct unit_served.person_id, unit_served.period, 'DEVICE_CONFIRMATION', told.file_id, told.record_no
    from unit_served
    join core.devices as devices on devices.unit_code = unit_served.unit_code
    join core.device_confirmation as told
        on told.device_id = devices.device_id and told.from_at < unit_served.period_end + 2
        and told.to_at >= unit_served.period_start - 1
    union all
    select case_of.person_id, case_of.period, 'SERVICE_EVENT', event.file_id, event.record_no
    from figure
    join mart.person_case as case_of on case_of.person_id = figure.person_id and case_of.period = figure.period
    join core.service_event as event on event.app = case_of.app and event.case_id = case_of.case_id
        and event.occurred_at < figure.period_end + 1
    union all
    select distinct case_of.person_id, case_of.period, 'SERVICE_CATALOGUE', catalogue.file_id, catalogue.record_no
    from figure
    join mart.person_case as case_of on case_of.person_id = figure.person_id and case_of.period = figure.period
    join core.service_catalogue as catalogue on catalogue.service_code = case_of.service_code
    union all
    select holder.person_id, holder.period, 'TARGET', target.file_id, target.record_no
    from holder
    join core.target as target on target.nip = holder.nip
    where substr(target.period, 1, 4) = substr(holder.period, 1, 4)
        and (
            target.period = holder.period or length(holder.period) = 4
            or (
                length(target.period) = 7 and substr(target.period, 6, 1) not in ('Q', 'H')
                and cast(target.period || '-01' as date) between holder.period_start and holder.period_end
            )
            or (
                substr(holder.period, 6, 1) = 'H' and substr(target.period, 6, 1) = 'Q'
                and (substr(target.period, 7, 1) in ('1', '2')) = (substr(holder.period, 7, 1) = '1')
            )
        )
    union all
    select holder.person_id, holder.period, 'ASSESSMENT', assessment.file_id, assessment.record_no
    from holder
    join core.assessment as assessment on assessment.nip = holder.nip and assessment.period = holder.period
    union all
    -- P of a month may come from the rating of any period of the year that holds it
    select holder.person_id, holder.period, 'ASSESSMENT_FOR_PAY', assessment.file_id, assessment.record_no
    from holder
    join core.assessment as assessment
        on assessment.nip = holder.nip and substr(assessment.period, 1, 4) = substr(holder.period, 1, 4)
    union all
    select holder.person_id, holder.period, 'TARGET_FOR_PAY', target.file_id, target.record_no
    from holder
    join core.target as target
        on target.nip = holder.nip and substr(target.period, 1, 4) = substr(holder.period, 1, 4)
    union all
    select unit_served.person_id, unit_served.period, 'SURVEY_RESPONSE', answer.file_id, answer.record_no
    from unit_served
    join core.survey_response as answer
        on answer.unit_code = unit_served.unit_code
        and answer.submitted_at >= unit_served.period_start and answer.submitted_at < unit_served.period_end + 1
    union all
    select unit_served.person_id, unit_served.period, 'COMPLAINT', complaint.file_id, complaint.record_no
    from unit_served
    join core.complaint as complaint
        on complaint.unit_code = unit_served.unit_code and complaint.created_at < unit_served.period_end + 1
        and complaint.created_at >= unit_served.period_start - 200
),
feeds as (
    select * from (values
        ('PUNCH', 'DAY'), ('PIN_MAP', 'DAY'), ('LEAVE', 'DAY'), ('PUNCH_CORRECTION', 'DAY'), ('ROSTER', 'DAY'),
        ('EMPLOYEES', 'DAY'), ('CALENDAR', 'DAY'), ('SHIFTS', 'DAY'), ('UNITS', 'DAY'), ('DEVICES', 'DAY'),
        ('DEVICE_OFFSET', 'DAY'), ('DEVICE_CONFIRMATION', 'DAY'),
        ('PERMISSION', 'LETTER'), ('MUSTER', 'MONEY'), ('LEAVE_BEFORE', 'MONEY'), ('ASSESSMENT_FOR_PAY', 'PAY'),
        ('TARGET_FOR_PAY', 'PAY'),
        ('SERVICE_EVENT', 'CASE'), ('SERVICE_CATALOGUE', 'CASE'), ('CALENDAR', 'CASE'), ('UNITS', 'CASE'),
        ('EMPLOYEES', 'CASE'),
        ('TARGET', 'TARGET'), ('ASSESSMENT', 'RATING'), ('SURVEY_RESPONSE', 'SURVEY'), ('COMPLAINT', 'COMPLAINT'),
        ('EMPLOYEES', 'TARGET'), ('EMPLOYEES', 'RATING')
    ) as fed(role, subject)
),
rests as (
    select * from (values
        ('DAY', 'DISCIPLINE'), ('DAY', 'PRODUCTIVITY'), ('DAY', 'SATISFACTION'), ('DAY', 'COMPLAINT'),
        ('DAY', 'DEDUCTION'), ('DAY', 'TPP'),
        ('LETTER', 'DISCIPLINE'), ('LETTER', 'DEDUCTION'), ('LETTER', 'TPP'),
        ('MONEY', 'DEDUCTION'), ('MONEY', 'TPP'), ('PAY', 'TPP'),
        ('CASE', 'PRODUCTIVITY'), ('CASE', 'TIMELINESS'), ('CASE', 'QUALITY'),
        ('TARGET', 'TARGET'), ('RATING', 'BEHAVIOUR'), ('RATING', 'PREDICATE'), ('SURVEY', 'SATISFACTION'),
        ('COMPLAINT', 'COMPLAINT')
    ) as rested(subject, component)
),
told as (
    select distinct feeds.role, rests.component from feeds join rests on rests.subject = feeds.subject
)
select figure.agency, record.person_id, record.period, figure.revision, told.component, record.role, record.file_id,
    record.record_no
from record
join told on told.role = record.role
join figure on figure.person_id = record.person_id and figure.period = record.period
union all
select distinct figure.agency, place.person_id, place.period, figure.revision, told.component, place.role,
    place.file_id, place.record_no
from correction_place as place
join told on told.role = place.fed_by
join figure on figure.person_id = place.person_id and figure.period = place.period
