-- A case of an application as it stood at the period's end, with the standard that held when it was received.
-- grain: one case of a service of the catalogue that was received in the dates the run knows
-- inputs: core.service_event, core.service_catalogue, period, run_date, unit_pattern
-- article: contract section 5, timeliness_score; the service standard of the catalogue
with gathered as (
    select app, case_id, max(service_code) as service_code, max(unit_code) as unit_code,
        coalesce(min(case when event = 'RECEIVED' then occurred_at end), min(occurred_at)) as received_at,
        min(case when event = 'COMPLETED' then occurred_at end) as completed_at,
        min(case when event in ('CANCELLED', 'REJECTED') then occurred_at end) as ended_at,
        max(case when event = 'REWORK' then 1 else 0 end) as reworked,
        sum(case when event = 'COMPLETED' then 1 else 0 end) as completions,
        min(case when event = 'COMPLETED' then nip end) as completed_by,
        sum(case when event = 'ASSIGNED' then 1 else 0 end) as assignments,
        min(case when event = 'ASSIGNED' then nip end) as assigned_to,
        min(case when event = 'ASSIGNED' then occurred_at end) as assigned_at
    from core.service_event as event
    join period on date_of(event.occurred_at) <= period.period_end
    group by app, case_id
),
completing as (
    -- most cases are completed once: nothing to choose from
    select gathered.app, gathered.case_id, min(event.nip) as nip
    from gathered
    join core.service_event as event
        on event.app = gathered.app and event.case_id = gathered.case_id and event.event = 'COMPLETED'
        and event.occurred_at = gathered.completed_at
    where gathered.completions > 1
    group by gathered.app, gathered.case_id
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
select
    -- numbered day by day of the receipt: to sort all the names at once costs more than all the rest
    10000000000 * days_between(date '2000-01-01', promised.received_on) + row_number() over (
        partition by promised.received_on order by gathered.received_at, gathered.app, gathered.case_id
    ) as case_no,
    gathered.app, gathered.case_id, gathered.service_code, gathered.unit_code, gathered.received_at,
    gathered.completed_at,
    case when completions = 1 then gathered.completed_by else completing.nip end as completed_by,
    gathered.ended_at, gathered.reworked, gathered.assignments, gathered.assigned_to, gathered.assigned_at,
    promised.standard_minutes, promised.limit_value, promised.limit_unit,
    -- an office with a roster serves the public in the hours of the five-day week
    case when unit_pattern.work_pattern = 'SIX_DAY' then 'SIX_DAY' else 'FIVE_DAY' end as work_pattern
from gathered
join promised
    on promised.service_code = gathered.service_code and promised.received_on = date_of(gathered.received_at)
    and promised.place = 1
left join completing
    on completing.app = gathered.app and completing.case_id = gathered.case_id
left join unit_pattern
    on unit_pattern.unit_code = gathered.unit_code
    and date_of(gathered.received_at) between unit_pattern.valid_from and unit_pattern.valid_to
