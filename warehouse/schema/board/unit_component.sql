-- Each row is one component of the index in one unit and scored period, of units that are shown and components that enough of their people have. Key: unit_code, period, component.
-- period TEXT: 2026-07, 2026-Q3, 2026-H2 or 2026
-- kind TEXT: Bulan, Triwulan, Semester or Tahun
-- period_start DATE: first day of the period
-- unit_code TEXT: unit
-- unit_name TEXT: name of the unit
-- component TEXT: component, in Indonesian
-- people INTEGER: people with evidence of it
-- score_sum NUMERIC(18, 4): sum of their scores, 0 to 120 each
with scored as (
    select held.period, held.unit_code, part.component, count(*) as people, sum(part.score) as score_sum
    from mart.performance_period as held
    join mart.score_component as part
        on part.person_id = held.person_id and part.period = held.period and part.revision = held.revision
    where part.score is not null and held.working_days > 0 and not exists (
        select 1 from mart.performance_period as later
        where later.person_id = held.person_id and later.period = held.period and later.revision > held.revision
    )
    group by held.period, held.unit_code, part.component
)
select scored.period, period.kind, period.period_start, scored.unit_code,
    coalesce(unit.unit_name, scored.unit_code) as unit_name,
    case scored.component
        when 'DISCIPLINE' then 'Disiplin' when 'PRODUCTIVITY' then 'Produktivitas' when 'TIMELINESS' then 'Ketepatan waktu'
        when 'QUALITY' then 'Mutu' when 'TARGET' then 'Capaian target' when 'SATISFACTION' then 'Kepuasan masyarakat'
        when 'COMPLAINT' then 'Penanganan pengaduan' when 'BEHAVIOUR' then 'Perilaku' else scored.component
    end as component,
    cast(scored.people as integer) as people, cast(scored.score_sum as numeric(18, 4)) as score_sum
from scored
join board.period as period on period.period = scored.period
join mart.fairness_group_now as shown
    on shown.period = scored.period and shown.dimension = 'UNIT' and shown.value = scored.unit_code
left join board.unit as unit on unit.unit_code = scored.unit_code
where shown.people is not null and scored.people >= period.min_cell
