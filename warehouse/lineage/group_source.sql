-- Which records stand behind which figure of a unit, beside the figures of its people (figure_part.sql).
with figure as (
    select row.agency, row.unit_code, row.period, row.revision, known.period_start, known.period_end
    from mart.unit_period as row
    join (
        select distinct period, period_start, period_end from mart.performance_period
    ) as known on known.period = row.period
    where not exists (
        select 1 from mart.unit_period as later
        where later.unit_code = row.unit_code and later.period = row.period and later.revision > row.revision
    )
),
member as (
    select figure.unit_code, figure.period, figure.period_start, figure.period_end, employees.nip
    from figure
    join mart.performance_period as row
        on row.unit_code = figure.unit_code and row.period = figure.period and row.working_days > 0
    join core.employees as employees on coalesce(employees.person_id, employees.nip) = row.person_id
    where not exists (
        select 1 from mart.performance_period as later
        where later.person_id = row.person_id and later.period = row.period and later.revision > row.revision
    )
    group by figure.unit_code, figure.period, figure.period_start, figure.period_end, employees.nip
),
known_case as (
    select event.app, event.case_id, max(event.service_code) as service_code, min(event.occurred_at) as received_at,
        min(case when event.event = 'COMPLETED' then event.occurred_at end) as completed_at
    from core.service_event as event
    group by event.app, event.case_id
),
served as (
    -- cases that were completed in the period and in which the unit is named
    select distinct figure.unit_code, figure.period, figure.period_end, event.app, event.case_id, known_case.service_code,
        known_case.received_at
    from figure
    join core.service_event as event on event.unit_code = figure.unit_code
    join known_case
        on known_case.app = event.app and known_case.case_id = event.case_id
        and known_case.completed_at >= figure.period_start and known_case.completed_at < figure.period_end + 1
),
complained as (
    select figure.unit_code, figure.period, figure.period_end, complaint.created_at, complaint.file_id,
        complaint.record_no
    from figure
    join core.complaint as complaint
        on complaint.unit_code = figure.unit_code and complaint.created_at < figure.period_end + 1
        and complaint.created_at >= figure.period_start - 200
),
agreed as (
    select figure.unit_code, figure.period, target.nip, target.period as target_period, target.file_id, target.record_no
    from figure
    join core.target as target
        on target.unit_code = figure.unit_code and substr(target.period, 1, 4) = substr(figure.period, 1, 4)
        and (
            target.period = figure.period or length(figure.period) = 4
            or (
                length(target.period) = 7 and substr(target.period, 6, 1) not in ('Q', 'H')
                and cast(target.period || '-01' as date) between figure.period_start and figure.period_end
            )
            or (
                substr(figure.period, 6, 1) = 'H' and substr(target.period, 6, 1) = 'Q'
                and (substr(target.period, 7, 1) in ('1', '2')) = (substr(figure.period, 7, 1) = '1')
            )
        )
),
corrected as (
    select figure.unit_code, figure.period, upper(fact.record_type) as fed_by, fact.file_id, fact.record_no,
        fact.correction_file_id, fact.correction_record_no
    from figure
    join core.corrected_record as fact on fact.unit_code = figure.unit_code
    where (
            fact.record_type = 'survey_response' and fact.moment >= figure.period_start
            and fact.moment < figure.period_end + 1
        )
        or (
            fact.record_type = 'complaint' and fact.moment >= figure.period_start - 200
            and fact.moment < figure.period_end + 1
        )
        or (
            fact.record_type = 'target' and fact.nip is null
            and substr(fact.period, 1, 4) = substr(figure.period, 1, 4)
        )
    union all
    -- whatever unit has the case now, or had it before
    select figure.unit_code, figure.period, 'SERVICE_EVENT', fact.file_id, fact.record_no, fact.correction_file_id,
        fact.correction_record_no
    from core.corrected_record as fact
    join (
        select app, case_id, unit_code from core.service_event
        union select app, case_id, unit_code from core.corrected_record
    ) as named on named.app = fact.app and named.case_id = fact.case_id
    join figure on figure.unit_code = named.unit_code and fact.moment < figure.period_end + 1
        and fact.moment >= figure.period_start - 400
),
correction_place as (
    select unit_code, period, fed_by, 'CORRECTED' as role, file_id, record_no from corrected
    union
    select unit_code, period, fed_by, 'CORRECTION', correction_file_id, correction_record_no from corrected
),
record as (
    select figure.unit_code, figure.period, 'SURVEY_RESPONSE' as role, answer.file_id, answer.record_no
    from figure
    join core.survey_response as answer
        on answer.unit_code = figure.unit_code
        and answer.submitted_at >= figure.period_start and answer.submitted_at < figure.period_end + 1
    union all
    select complained.unit_code, complained.period, 'COMPLAINT', complained.file_id, complained.record_no
    from complained
    union all
    select distinct complained.unit_code, complained.period, 'CALENDAR_OF_COMPLAINTS', calendar.file_id,
        calendar.record_no
    from complained
    join core.calendar as calendar
        on calendar.date_from <= complained.period_end
        and coalesce(calendar.date_to, calendar.date_from) >= cast(complained.created_at as date)
    union all
    select distinct waiting.unit_code, waiting.period, 'UNITS', units.file_id, units.record_no
    from (
        select unit_code, period from complained union select unit_code, period from served
    ) as waiting
    join core.units as units on units.unit_code = waiting.unit_code
    union all
    select served.unit_code, served.period, 'SERVICE_EVENT', event.file_id, event.record_no
    from served
    join core.service_event as event on event.app = served.app and event.case_id = served.case_id
        and event.occurred_at < served.period_end + 1
    union all
    select distinct served.unit_code, served.period, 'SERVICE_CATALOGUE', catalogue.file_id, catalogue.record_no
    from served
    join core.service_catalogue as catalogue on catalogue.service_code = served.service_code
    union all
    select distinct waiting.unit_code, waiting.period, 'CALENDAR_OF_CASES', calendar.file_id, calendar.record_no
    from (
        select unit_code, period, period_end, min(received_at) as received_at from served
        group by unit_code, period, period_end
    ) as waiting
    join core.calendar as calendar
        on calendar.date_from <= waiting.period_end
        and coalesce(calendar.date_to, calendar.date_from) >= cast(waiting.received_at as date)
    union all
    select agreed.unit_code, agreed.period, 'TARGET', agreed.file_id, agreed.record_no
    from agreed
    where agreed.nip is null
    union all
    select figure.unit_code, figure.period, 'ORGANISATION_PREDICATE', organisation.file_id, organisation.record_no
    from figure
    join core.organisation_predicate as organisation
        on organisation.unit_code = figure.unit_code and organisation.period = figure.period
    union all
    -- who used an application under the own account
    select member.unit_code, member.period, 'ACCESS', access.file_id, access.record_no
    from member
    join core.access as access
        on access.nip = member.nip and access.occurred_at >= member.period_start
        and access.occurred_at < member.period_end + 1
),
feeds as (
    select * from (values
        ('SURVEY_RESPONSE', 'UNIT_SATISFACTION'), ('COMPLAINT', 'UNIT_COMPLAINT'),
        ('CALENDAR_OF_COMPLAINTS', 'UNIT_COMPLAINT'), ('UNITS', 'UNIT_COMPLAINT'), ('UNITS', 'UNIT_SERVICE'),
        ('SERVICE_EVENT', 'UNIT_SERVICE'), ('SERVICE_CATALOGUE', 'UNIT_SERVICE'), ('CALENDAR_OF_CASES', 'UNIT_SERVICE'),
        ('TARGET', 'UNIT_TARGET'), ('ORGANISATION_PREDICATE', 'UNIT_PREDICATE'), ('ACCESS', 'UNIT_ADOPTION')
    ) as fed(role, component)
)
select figure.agency, figure.unit_code, record.period, figure.revision, feeds.component, record.role, record.file_id,
    record.record_no
from record
join feeds on feeds.role = record.role
join figure on figure.unit_code = record.unit_code and figure.period = record.period
union all
select distinct figure.agency, figure.unit_code, place.period, figure.revision, feeds.component, place.role,
    place.file_id, place.record_no
from correction_place as place
join feeds on feeds.role = place.fed_by
join figure on figure.unit_code = place.unit_code and figure.period = place.period
