-- Each row is one indicator of a unit and period as it stands now. Key: unit_code, period, indicator_code.
-- period TEXT: 2026-07, 2026-Q3, 2026-H2 or 2026
-- kind TEXT: Bulan, Triwulan, Semester or Tahun
-- unit_code TEXT: unit
-- unit_name TEXT: name of the unit
-- indicator_code TEXT: code of the indicator
-- indicator TEXT: indicator in words
-- unit_of_measure TEXT: what target and realisation count; empty: several aspects
-- target NUMERIC(18, 4): amount agreed, in unit_of_measure; empty: several aspects
-- realised NUMERIC(18, 4): amount reached, in unit_of_measure; empty: several aspects
-- achievement_percent NUMERIC(9, 4): how far it was reached, 0 to 120; empty: see reason
-- achievement_before NUMERIC(9, 4): the same in the period before; empty: none
-- reason TEXT: Tidak dilaporkan, Belum dilaporkan or Tidak terukur; empty: none
select row.period, period.kind, row.unit_code, coalesce(unit.unit_name, row.unit_code) as unit_name,
    row.indicator_code, row.indicator, row.unit_of_measure, row.target, row.realised, row.achievement_percent,
    row.achievement_before,
    case row.reason
        when 'NOT_REPORTED' then 'Tidak dilaporkan' when 'NOT_YET_REPORTED' then 'Belum dilaporkan'
        when 'NOT_MEASURABLE' then 'Tidak terukur' else row.reason
    end as reason
from mart.unit_indicator_now as row
join board.period as period on period.period = row.period
left join board.unit as unit on unit.unit_code = row.unit_code
