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
gap as (
    -- where a punch is missing, the 30 days before tell which devices should hold it: from `since` on
    select figure.person_id, figure.period, min(day.work_date) - 30 as since
    from figure
    join core.attendance_day as day
        on day.person_id = figure.person_id and day.work_date between figure.period_start and figure.period_start + 29
        and day.work_date <= figure.period_end
    where day.status in ('NO_IN', 'NO_OUT', 'ABSENT', 'UNKNOWN') or day.missing_punches > 0
    group by figure.person_id, figure.period
),
pin as (
    select holder.person_id, holder.period, holder.period_start, holder.period_end,
        coalesce(gap.since, holder.period_start - 1) as since,
        pins.device_id, pins.pin, pins.valid_from, coalesce(pins.valid_to, date '9999-12-31') as valid_to,
        pins.file_id, pins.record_no
    from holder
    left join gap on gap.person_id = holder.person_id and gap.period = holder.period
    join core.pin_map as pins
        on pins.nip = holder.nip and pins.valid_from <= holder.period_end + 1
        and coalesce(pins.valid_to, date '9999-12-31') >= coalesce(gap.since, holder.period_start) - 1
),
pressed as (
    -- a punch belongs to a date of service that begins at most a day after it and ends at most two days before
    select pin.person_id, pin.period, pin.period_start, pin.period_end, pin.device_id as mapped_device, punch.device_id,
        punch.pin, punch.punched_at, punch.punched_at as moment, punch.file_id, punch.record_no
    from pin
    join core.punch as punch
        on punch.pin = pin.pin and punch.punched_at >= pin.since and punch.punched_at < pin.period_end + 3
        and (pin.device_id = punch.device_id or pin.device_id = '*')
        and cast(punch.punched_at as date) between pin.valid_from - 1 and pin.valid_to
    union
    -- shown by a clock that was wrong by a known amount
    select pin.person_id, pin.period, pin.period_start, pin.period_end, pin.device_id, punch.device_id, punch.pin,
        punch.punched_at, punch.punched_at + clock.offset_seconds * interval '1 second', punch.file_id, punch.record_no
    from pin
    join core.punch as punch
        on punch.pin = pin.pin and (pin.device_id = punch.device_id or pin.device_id = '*')
    join core.device_offset as clock
        on clock.device_id = punch.device_id and punch.punched_at between clock.from_at and clock.to_at
        and punch.punched_at + clock.offset_seconds * interval '1 second' >= pin.since
        and punch.punched_at + clock.offset_seconds * interval '1 second' < pin.period_end + 3
),
owned as (
    -- a row of the map for the device itself beats one for every device
    select pressed.person_id, pressed.period, pressed.period_start, pressed.period_end, pressed.device_id,
        pressed.punched_at, pressed.moment, pressed.file_id, pressed.record_no
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
asked_device as (
    -- what a missing punch is asked of: the devices of the person, and those of the units
    select person_id, period, period_start, period_end, device_id from owned
    union
    select unit_served.person_id, unit_served.period, unit_served.period_start, unit_served.period_end, devices.device_id
    from unit_served
    join core.devices as devices on devices.unit_code = unit_served.unit_code
),
handled as (
    select distinct figure.person_id, figure.period, figure.period_start, figure.period_end, case_of.app, case_of.case_id,
        case_of.service_code, case_of.received_at
    from figure
    join mart.person_case as case_of on case_of.person_id = figure.person_id and case_of.period = figure.period
),
span as (
    select name, substr(name, 1, 4) as year,
        case
            when length(name) = 4 then 1
            when substr(name, 6, 1) = 'Q' then 3 * cast(substr(name, 7, 1) as integer) - 2
            when substr(name, 6, 1) = 'H' then 6 * cast(substr(name, 7, 1) as integer) - 5
            else cast(substr(name, 6, 2) as integer)
        end as first_month,
        case
            when length(name) = 4 then 12
            when substr(name, 6, 1) = 'Q' then 3 * cast(substr(name, 7, 1) as integer)
            when substr(name, 6, 1) = 'H' then 6 * cast(substr(name, 7, 1) as integer)
            else cast(substr(name, 6, 2) as integer)
        end as last_month
    from (
        select period as name from figure
        union
        select period from core.target
        union
        select period from core.assessment
        union
        select period from core.corrected_record where period is not null
    ) as told
),
sharing as (
    -- the period that a record names holds a month of the figure's; `part`: none other; `longer`: all of them
    select own.name as period, named.name as named,
        case when named.first_month >= own.first_month and named.last_month <= own.last_month then 1 else 0 end as part,
        case when named.first_month <= own.first_month and named.last_month >= own.last_month then 1 else 0 end as longer
    from span as own
    join span as named
        on named.year = own.year and named.first_month <= own.last_month and named.last_month >= own.first_month
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
    left join sharing on sharing.period = holder.period and sharing.named = fact.period
    where (
            fact.date_from <= holder.period_end + least(correctable.reach, 2)
            and fact.date_to >= holder.period_start - correctable.reach
        )
        or fact.period = holder.period
        or (correctable.fed_by = 'TARGET' and (sharing.part = 1 or sharing.longer = 1))
        or (correctable.fed_by in ('ASSESSMENT_FOR_PAY', 'TARGET_FOR_PAY') and sharing.named is not null)
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
    ) as named on named.app = fact.app and named.case_id = fact.case_id
    join holder on holder.nip = named.nip and fact.moment < holder.period_end + 1
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
    select person_id, period, 'PUNCH' as role, file_id, record_no from owned where moment >= period_start - 1
    union all
    select person_id, period, 'PUNCH_BEFORE', file_id, record_no from owned where moment < period_start - 1
    union all
    select person_id, period, 'PIN_MAP', file_id, record_no from pin
    union all
    -- a PIN of every device is somebody else's on the device of such a row
    select distinct pin.person_id, pin.period, 'PIN_MAP_OF_OTHERS', exact.file_id, exact.record_no
    from pin
    join core.pin_map as exact
        on pin.device_id = '*' and exact.device_id <> '*' and exact.pin = pin.pin
        and exact.valid_from <= pin.period_end + 1 and coalesce(exact.valid_to, date '9999-12-31') >= pin.since - 1
    where exact.nip not in (select holder.nip from holder where holder.person_id = pin.person_id)
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
    -- a holiday moves the due date of what came before the period
    select distinct handled.person_id, handled.period, 'CALENDAR_OF_CASES', calendar.file_id, calendar.record_no
    from (
        select person_id, period, period_end, min(received_at) as received_at from handled
        group by person_id, period, period_end
    ) as handled
    join core.calendar as calendar
        on calendar.date_from <= handled.period_end
        and coalesce(calendar.date_to, calendar.date_from) >= cast(handled.received_at as date)
    union all
    select distinct unit_served.person_id, unit_served.period, 'CALENDAR_OF_COMPLAINTS', calendar.file_id,
        calendar.record_no
    from unit_served
    join core.complaint as complaint
        on complaint.unit_code = unit_served.unit_code and complaint.created_at < unit_served.period_end + 1
        and complaint.created_at >= unit_served.period_start - 200
    join core.calendar as calendar
        on calendar.date_from <= unit_served.period_end
        and coalesce(calendar.date_to, calendar.date_from) >= cast(complaint.created_at as date)
    union all
    -- joined shifts are one duty, and the shift of the day before or after moves the window
    select distinct due.person_id, due.period, 'SHIFTS', shifts.file_id, shifts.record_no
    from (
        select person_id, period, shift_code from served
        union
        select holder.person_id, holder.period, plan.shift_code
        from holder
        join core.roster as plan
            on plan.nip = holder.nip and plan.work_date between holder.period_start - 2 and holder.period_end + 2
    ) as due
    join core.shifts as shifts on shifts.shift_code = due.shift_code
    union all
    select unit_served.person_id, unit_served.period, 'UNITS', units.file_id, units.record_no
    from unit_served
    join core.units as units on units.unit_code = unit_served.unit_code
    union all
    -- machines that the register does not know share the name of their source: every row of it takes one of them away
    select distinct asked.person_id, asked.period, 'DEVICES', devices.file_id, devices.record_no
    from (
        select person_id, period, device_id as known_as from asked_device
        union
        select asked_device.person_id, asked_device.period, register.device_id
        from asked_device
        join core.devices as register
            on coalesce('source:' || register.source, asked_device.device_id) = asked_device.device_id
        where starts_with(asked_device.device_id, 'source:')
    ) as asked
    join core.devices as devices on devices.device_id = asked.known_as
    union all
    -- the clock of a device moves its punches, and up to when its file covers
    select distinct asked_device.person_id, asked_device.period, 'DEVICE_OFFSET', clock.file_id, clock.record_no
    from asked_device
    join core.device_offset as clock
        on clock.device_id = asked_device.device_id
    where clock.to_at >= asked_device.period_start - 31
        or clock.to_at + clock.offset_seconds * interval '1 second' >= asked_device.period_start - 31
    union all
    select distinct asked_device.person_id, asked_device.period, 'DEVICE_CONFIRMATION', told.file_id, told.record_no
    from asked_device
    join core.device_confirmation as told
        on told.device_id = asked_device.device_id and told.from_at < asked_device.period_end + 2
        and told.to_at >= asked_device.period_start - 1
    union all
    select handled.person_id, handled.period, 'SERVICE_EVENT', event.file_id, event.record_no
    from handled
    join core.service_event as event on event.app = handled.app and event.case_id = handled.case_id
        and event.occurred_at < handled.period_end + 1
    union all
    select distinct handled.person_id, handled.period, 'SERVICE_CATALOGUE', catalogue.file_id, catalogue.record_no
    from handled
    join core.service_catalogue as catalogue on catalogue.service_code = handled.service_code
    union all
    -- the hours of the office that has the case
    select distinct handled.person_id, handled.period, 'UNITS_OF_CASES', units.file_id, units.record_no
    from handled
    join core.service_event as event on event.app = handled.app and event.case_id = handled.case_id
    join core.units as units on units.unit_code = event.unit_code
    union all
    -- what was agreed for a longer period is why a shorter one has no targets of its own
    select holder.person_id, holder.period, 'TARGET', target.file_id, target.record_no
    from holder
    join core.target as target on target.nip = holder.nip
    join sharing
        on sharing.period = holder.period and sharing.named = target.period and (sharing.part = 1 or sharing.longer = 1)
    union all
    select holder.person_id, holder.period, 'ASSESSMENT', assessment.file_id, assessment.record_no
    from holder
    join core.assessment as assessment on assessment.nip = holder.nip and assessment.period = holder.period
    union all
    -- P of a month may come from the rating of any period that holds it
    select holder.person_id, holder.period, 'ASSESSMENT_FOR_PAY', assessment.file_id, assessment.record_no
    from holder
    join core.assessment as assessment on assessment.nip = holder.nip
    join sharing on sharing.period = holder.period and sharing.named = assessment.period
    union all
    select holder.person_id, holder.period, 'TARGET_FOR_PAY', target.file_id, target.record_no
    from holder
    join core.target as target on target.nip = holder.nip
    join sharing on sharing.period = holder.period and sharing.named = target.period
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
    union all
    -- who used an application under the own account
    select holder.person_id, holder.period, 'ACCESS', access.file_id, access.record_no
    from holder
    join core.access as access
        on access.nip = holder.nip and access.occurred_at >= holder.period_start
        and access.occurred_at < holder.period_end + 1
    union all
    -- the hours of the calendar year
    select holder.person_id, holder.period, 'TRAINING', training.file_id, training.record_no
    from holder
    join core.training as training
        on training.nip = holder.nip and training.date_from <= holder.period_end
        and extract(year from training.date_from) = extract(year from holder.period_end)
),
feeds as (
    select * from (values
        ('PUNCH', 'DAY'), ('PUNCH_BEFORE', 'DAY'), ('PIN_MAP', 'DAY'), ('PIN_MAP_OF_OTHERS', 'DAY'), ('LEAVE', 'DAY'),
        ('PUNCH_CORRECTION', 'DAY'), ('ROSTER', 'DAY'),
        ('EMPLOYEES', 'DAY'), ('CALENDAR', 'DAY'), ('SHIFTS', 'DAY'), ('UNITS', 'DAY'), ('DEVICES', 'DAY'),
        ('DEVICE_OFFSET', 'DAY'), ('DEVICE_CONFIRMATION', 'DAY'),
        ('PERMISSION', 'LETTER'), ('MUSTER', 'MONEY'), ('LEAVE_BEFORE', 'MONEY'), ('ASSESSMENT_FOR_PAY', 'PAY'),
        ('TARGET_FOR_PAY', 'PAY'),
        ('SERVICE_EVENT', 'CASE'), ('SERVICE_CATALOGUE', 'CASE'), ('CALENDAR_OF_CASES', 'CASE'),
        ('UNITS', 'CASE'), ('UNITS_OF_CASES', 'CASE'), ('EMPLOYEES', 'CASE'), ('CALENDAR_OF_COMPLAINTS', 'COMPLAINT'),
        ('TARGET', 'TARGET'), ('ASSESSMENT', 'RATING'), ('SURVEY_RESPONSE', 'SURVEY'), ('COMPLAINT', 'COMPLAINT'),
        ('EMPLOYEES', 'TARGET'), ('EMPLOYEES', 'RATING'), ('ACCESS', 'REQUEST'), ('TRAINING', 'COURSE'),
        ('EMPLOYEES', 'REQUEST'), ('EMPLOYEES', 'COURSE')
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
        ('COMPLAINT', 'COMPLAINT'), ('REQUEST', 'ADOPTION'), ('COURSE', 'RECOMMENDATION')
    ) as rested(subject, component)
),
told as (
    -- of whoever had two places in the period the days decide with whom cases are compared
    select role, component, min(only_moved) as only_moved
    from (
        select feeds.role, rests.component, 0 as only_moved from feeds join rests on rests.subject = feeds.subject
        union all
        select feeds.role, compared.component, 1
        from feeds
        join (values ('TIMELINESS'), ('QUALITY')) as compared(component) on feeds.subject = 'DAY'
    ) as known
    group by role, component
),
moved as (
    select holder.person_id, holder.period
    from holder
    join core.employees as place
        on place.nip = holder.nip and place.valid_from <= holder.period_end
        and coalesce(place.valid_to, date '9999-12-31') >= holder.period_start
    group by holder.person_id, holder.period
    having count(distinct place.unit_code) > 1 or count(distinct coalesce(place.position_code, '')) > 1
)
select figure.agency, record.person_id, record.period, figure.revision, told.component, record.role, record.file_id,
    record.record_no
from record
left join moved on moved.person_id = record.person_id and moved.period = record.period
join told on told.role = record.role and (told.only_moved = 0 or moved.person_id is not null)
join figure on figure.person_id = record.person_id and figure.period = record.period
union all
select distinct figure.agency, place.person_id, place.period, figure.revision, told.component, place.role,
    place.file_id, place.record_no
from correction_place as place
left join moved on moved.person_id = place.person_id and moved.period = place.period
join told on told.role = place.fed_by and (told.only_moved = 0 or moved.person_id is not null)
join figure on figure.person_id = place.person_id and figure.period = place.period
