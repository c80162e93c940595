-- Each row is one date and service: cases that came, were completed, and wait. Dates run from the first event to the last. Key: service_date, service_code.
-- service_date DATE: date
-- unit_code TEXT: unit that gives the service; empty: not named
-- unit_name TEXT: name of the unit
-- service_code TEXT: service; -: none named
-- service_name TEXT: name of the service
-- received INTEGER: cases received on that date
-- completed INTEGER: cases completed on that date
-- ended INTEGER: cases rejected or cancelled on that date
-- waiting INTEGER: cases open at the end of that date
-- newest INTEGER: 1: the newest date of all; else 0
with gathered as (
    select coalesce(max(service_code), '-') as service_code,
        cast(coalesce(min(case when event = 'RECEIVED' then occurred_at end), min(occurred_at)) as date) as received_on,
        cast(min(case when event = 'COMPLETED' then occurred_at end) as date) as completed_on,
        cast(min(case when event in ('CANCELLED', 'REJECTED') then occurred_at end) as date) as ended_on
    from core.service_event
    group by app, case_id
),
moved as (
    select service_code, received_on as service_date, 1 as received, 0 as completed, 0 as ended from gathered
    union all
    select service_code, completed_on, 0, 1, 0 from gathered where completed_on is not null
    union all
    select service_code, ended_on, 0, 0, 1 from gathered where completed_on is null and ended_on is not null
),
dated as (
    select service_date, max(service_date) over () as last_date from (select distinct service_date from moved) as dates
),
every as (
    select dated.service_date, dated.last_date, service.service_code
    from dated
    cross join (select distinct service_code from moved) as service
),
daily as (
    select service_code, service_date, sum(received) as received, sum(completed) as completed, sum(ended) as ended
    from moved
    group by service_code, service_date
),
named as (
    select service_code, name, unit_code,
        row_number() over (partition by service_code order by valid_from desc, name, unit_code) as place
    from core.service_catalogue
)
select every.service_date, named.unit_code, coalesce(unit.unit_name, named.unit_code) as unit_name, every.service_code,
    coalesce(named.name, every.service_code) as service_name,
    cast(coalesce(daily.received, 0) as integer) as received, cast(coalesce(daily.completed, 0) as integer) as completed,
    cast(coalesce(daily.ended, 0) as integer) as ended,
    cast(
        sum(coalesce(daily.received - daily.completed - daily.ended, 0)) over (
            partition by every.service_code order by every.service_date rows between unbounded preceding and current row
        ) as integer
    ) as waiting,
    case when every.service_date = every.last_date then 1 else 0 end as newest
from every
left join daily on daily.service_code = every.service_code and daily.service_date = every.service_date
left join named on named.service_code = every.service_code and named.place = 1
left join board.unit as unit on unit.unit_code = named.unit_code
