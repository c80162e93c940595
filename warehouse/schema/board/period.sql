-- Each row is one period that was scored. Key: period.
-- period TEXT: 2026-07, 2026-Q3, 2026-H2 or 2026
-- kind TEXT: Bulan, Triwulan, Semester or Tahun
-- period_start DATE: first day of the period
-- period_end DATE: last day of the period
-- min_cell INTEGER: fewest people of whom a figure is shown
-- state TEXT: Final, or Sementara: the newest revision is not published
with scored as (
    select period, min(period_start) as period_start, max(period_end) as period_end
    from mart.performance_period
    group by period
)
select scored.period,
    case
        when scored.period like '%Q%' then 'Triwulan' when scored.period like '%H%' then 'Semester'
        when scored.period like '%-%' then 'Bulan' else 'Tahun'
    end as kind,
    scored.period_start, scored.period_end, fairness.min_cell,
    case
        when exists (
            select 1 from mart.performance_state as other where other.period = scored.period and other.state = 'PROVISIONAL'
        ) then 'Sementara' else 'Final'
    end as state
from scored
join mart.fairness_now as fairness on fairness.period = scored.period
