-- A case of an application as it stood at the period's end, with the standard that held when it was received.
-- grain: one case of a service of the catalogue that was received in the dates the run knows
-- inputs: core.service_event, core.service_catalogue, period, run_date, unit_pattern
-- article: contract section 5, timeliness_score; the service standard of the catalogue
with known as (
    select event.* from core.service_event as event join period on date_of(event.occurred_at) <= period.period_end
),
gathered as (
    select app, case_id, max(service_code) as service_code, max(unit_code) as unit_code,
        coalesce(min(case when event = 'RECEIVED' then occurred_at end), min(occurred_at)) as received_at,
        min(case when event = 'COMPLETED' then occurred_at end) as completed_at,
        min(case when event in ('CANCELLED', 'REJECTED') then occurred_at end) as ended_at,
        max(case when event = 'REWORK' then 1 else 0 end) as reworked
    from known
    group by app, case_id
),
completing as (
    select app, case_id, occurred_at, min(nip) as nip from known where event = 'COMPLETED' group by app, case_id, occurred_at
),
received as (
    select distinct service_code, date_of(received_at) as received_on
    from gathered
    join run_date on run_date.work_date = date_of(received_at)
),
promised as (
    select received.service_code, received.received_on, catalogue.standard_minutes, catalogue.limit_value,
        catalogue.limit_unit,
        row_number() over (
            partition by received.service_code, received.received_on
            order by catalogue.valid_from desc, catalogue.standard_minutes, catalogue.limit_unit, catalogue.limit_value
        ) as place
    from received
    join core.service_catalogue as catalogue
        on catalogue.service_code = received.service_code
        and received.received_on between catalogue.valid_from and coalesce(catalogue.valid_to, date '9999-12-31')
)
select as_integer(row_number() over (order by gathered.app, gathered.case_id)) as case_no,
    gathered.app, gathered.case_id, gathered.service_code, gathered.unit_code, gathered.received_at,
    gathered.completed_at, completing.nip as completed_by, gathered.ended_at, gathered.reworked,
    promised.standard_minutes, promised.limit_value, promised.limit_unit,
    -- an office with a roster serves the public in the hours of the five-day week
    case when unit_pattern.work_pattern = 'SIX_DAY' then 'SIX_DAY' else 'FIVE_DAY' end as work_pattern
from gathered
join promised
    on promised.service_code = gathered.service_code and promised.received_on = date_of(gathered.received_at)
    and promised.place = 1
left join completing
    on completing.app = gathered.app and completing.case_id = gathered.case_id
    and completing.occurred_at = gathered.completed_at
left join unit_pattern
    on unit_pattern.unit_code = gathered.unit_code
    and date_of(gathered.received_at) between unit_pattern.valid_from and unit_pattern.valid_to
