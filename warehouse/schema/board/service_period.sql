-- Each row is one service in one scored period: its cases against its standard; no row: fewer cases than the rulebook's cell. Key: service_code, period.
-- period TEXT: 2026-07, 2026-Q3, 2026-H2 or 2026
-- kind TEXT: Bulan, Triwulan, Semester or Tahun
-- unit_code TEXT: unit that gives it; empty: not named
-- unit_name TEXT: name of the unit
-- service_code TEXT: service of the catalogue
-- service_name TEXT: name of the service
-- standard TEXT: time promised to the citizen at the period's end, in words
-- completed INTEGER: cases completed in the period
-- on_time INTEGER: of these within the standard
-- overdue INTEGER: cases still open and late at the period's end
-- reworked INTEGER: completed cases that needed rework
with promised as (
    select period.period, period.kind, period.min_cell, catalogue.service_code, catalogue.name, catalogue.unit_code,
        catalogue.limit_value, catalogue.limit_unit,
        row_number() over (
            partition by period.period, catalogue.service_code
            order by catalogue.valid_from desc, catalogue.limit_unit, catalogue.limit_value, catalogue.name
        ) as place
    from core.service_catalogue as catalogue
    join board.period as period
        on period.period_end between catalogue.valid_from and coalesce(catalogue.valid_to, date '9999-12-31')
),
done as (
    select period, service_code, sum(completed) as completed, sum(on_time) as on_time, sum(overdue) as overdue,
        sum(completed * reworked) as reworked, count(*) as cases
    from mart.person_case
    group by period, service_code
)
select promised.period, promised.kind, promised.unit_code, coalesce(unit.unit_name, promised.unit_code) as unit_name,
    promised.service_code, promised.name as service_name,
    cast(promised.limit_value as varchar)
        || case promised.limit_unit when 'WORKING_DAYS' then ' hari kerja' else ' menit kerja' end as standard,
    cast(done.completed as integer) as completed, cast(done.on_time as integer) as on_time,
    cast(done.overdue as integer) as overdue, cast(done.reworked as integer) as reworked
from promised
join done on done.period = promised.period and done.service_code = promised.service_code
left join board.unit as unit on unit.unit_code = promised.unit_code
where promised.place = 1 and done.cases >= promised.min_cell
