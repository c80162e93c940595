-- Which records stand behind the effect of a training, beside the days of the people it is judged by (figure_part.sql).
with figure as (
    select row.agency, row.training_code, row.period, known.period_end, max(row.revision) as revision
    from mart.training_effect as row
    join (select distinct period, period_end from mart.performance_period) as known on known.period = row.period
    group by row.agency, row.training_code, row.period, known.period_end
),
watched as (
    select figure.training_code, figure.period, figure.period_end, work.before_from, work.before_to, work.after_from,
        work.after_to, number.nip
    from figure
    join mart.training_work as work on work.training_code = figure.training_code and work.period = figure.period
    join core.person_number as number on number.person_id = work.person_id
),
completed as (
    -- completed by one of them in the days before or after
    select watched.training_code, watched.period, watched.period_end, event.app, event.case_id,
        max(watched.after_to) as last_day
    from watched
    join core.service_event as event on event.nip = watched.nip and event.event = 'COMPLETED' and (
        (event.occurred_at >= watched.before_from and event.occurred_at < watched.before_to + 1)
        or (event.occurred_at >= watched.after_from and event.occurred_at < watched.after_to + 1)
    )
    group by watched.training_code, watched.period, watched.period_end, event.app, event.case_id
),
served as (
    select completed.training_code, completed.period, completed.period_end, completed.last_day, event.app, event.case_id,
        max(event.service_code) as service_code, min(event.occurred_at) as received_at
    from completed
    join core.service_event as event on event.app = completed.app and event.case_id = completed.case_id
    group by completed.training_code, completed.period, completed.period_end, completed.last_day, event.app, event.case_id
),
corrected as (
    -- whoever of them completed the case, now or before
    select watched.training_code, watched.period, 'SERVICE_EVENT' as fed_by, fact.file_id, fact.record_no,
        fact.correction_file_id, fact.correction_record_no
    from core.corrected_record as fact
    join (
        select app, case_id, nip from core.service_event union select app, case_id, nip from core.corrected_record
    ) as named on named.app = fact.app and named.case_id = fact.case_id
    join watched on watched.nip = named.nip and fact.moment < watched.period_end + 1
        and fact.moment >= watched.before_from - 400
),
correction_place as (
    select training_code, period, fed_by, 'CORRECTED' as role, file_id, record_no from corrected
    union
    select training_code, period, fed_by, 'CORRECTION', correction_file_id, correction_record_no from corrected
),
record as (
    -- whoever took part at any time is no peer
    select figure.training_code, figure.period, 'TRAINING' as role, training.file_id, training.record_no
    from figure
    join core.training as training
        on training.training_code = figure.training_code and training.date_from <= figure.period_end
    union all
    select served.training_code, served.period, 'SERVICE_EVENT', event.file_id, event.record_no
    from served
    join core.service_event as event on event.app = served.app and event.case_id = served.case_id
        and event.occurred_at < served.period_end + 1
    union all
    select distinct served.training_code, served.period, 'SERVICE_CATALOGUE', catalogue.file_id, catalogue.record_no
    from served
    join core.service_catalogue as catalogue on catalogue.service_code = served.service_code
    union all
    select distinct waiting.training_code, waiting.period, 'CALENDAR_OF_CASES', calendar.file_id, calendar.record_no
    from (
        select training_code, period, max(last_day) as last_day, min(received_at) as received_at from served
        group by training_code, period
    ) as waiting
    join core.calendar as calendar
        on calendar.date_from <= waiting.last_day
        and coalesce(calendar.date_to, calendar.date_from) >= cast(waiting.received_at as date)
    union all
    -- the hours of the office that has the case
    select distinct served.training_code, served.period, 'UNITS_OF_CASES', units.file_id, units.record_no
    from served
    join core.service_event as event on event.app = served.app and event.case_id = served.case_id
    join core.units as units on units.unit_code = event.unit_code
),
feeds as (
    select * from (values
        ('TRAINING', 'TRAINING_EFFECT'), ('SERVICE_EVENT', 'TRAINING_EFFECT'), ('SERVICE_CATALOGUE', 'TRAINING_EFFECT'),
        ('CALENDAR_OF_CASES', 'TRAINING_EFFECT'), ('UNITS_OF_CASES', 'TRAINING_EFFECT')
    ) as fed(role, component)
)
select figure.agency, figure.training_code, record.period, figure.revision, feeds.component, record.role,
    record.file_id, record.record_no
from record
join feeds on feeds.role = record.role
join figure on figure.training_code = record.training_code and figure.period = record.period
union all
select distinct figure.agency, figure.training_code, place.period, figure.revision, feeds.component, place.role,
    place.file_id, place.record_no
from correction_place as place
join feeds on feeds.role = place.fed_by
join figure on figure.training_code = place.training_code and figure.period = place.period
