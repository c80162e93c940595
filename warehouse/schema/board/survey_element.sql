-- Each row is one element of the survey of one unit in one scored period; no row: fewer answers than the rulebook's cell. Key: unit_code, period, element.
-- period TEXT: 2026-07, 2026-Q3, 2026-H2 or 2026
-- kind TEXT: Bulan, Triwulan, Semester or Tahun
-- unit_code TEXT: unit that served
-- unit_name TEXT: name of the unit
-- element TEXT: element of the SKM, U1 to U9, in words
-- answers INTEGER: citizens who answered it
-- answer_sum BIGINT: sum of their answers, 1 (worst) to 4 (best) each
with element as (
    select * from (
        values (1, 'U1 Persyaratan'), (2, 'U2 Prosedur'), (3, 'U3 Waktu'), (4, 'U4 Biaya/tarif'), (5, 'U5 Produk'),
            (6, 'U6 Kompetensi petugas'), (7, 'U7 Perilaku petugas'), (8, 'U8 Pengaduan dan saran'),
            (9, 'U9 Sarana dan prasarana')
    ) as listed (number, name)
),
answered as (
    select period.period, period.kind, period.min_cell, response.unit_code, element.name,
        case element.number
            when 1 then u1 when 2 then u2 when 3 then u3 when 4 then u4 when 5 then u5 when 6 then u6 when 7 then u7
            when 8 then u8 else u9
        end as answer
    from core.survey_response as response
    join board.period as period
        on cast(response.submitted_at as date) between period.period_start and period.period_end
    cross join element
)
select answered.period, answered.kind, answered.unit_code, coalesce(unit.unit_name, answered.unit_code) as unit_name,
    answered.name as element, cast(count(*) as integer) as answers, cast(sum(answered.answer) as bigint) as answer_sum
from answered
left join board.unit as unit on unit.unit_code = answered.unit_code
where answered.answer is not null
group by answered.period, answered.kind, answered.min_cell, answered.unit_code, unit.unit_name, answered.name
having count(*) >= answered.min_cell
