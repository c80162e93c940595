-- Each row is one unit and scored period as it stands now; figures of few people are empty, and so are those from which they could be told. Key: unit_code, period.
-- agency TEXT: code of the agency
-- period TEXT: 2026-07, 2026-Q3, 2026-H2 or 2026
-- kind TEXT: Bulan, Triwulan, Semester or Tahun
-- period_start DATE: first day of the period
-- unit_code TEXT: unit
-- unit_name TEXT: name of the unit
-- unit_type TEXT: kind of unit
-- people INTEGER: people with a working day in the period
-- with_index INTEGER: of these with an evidence index
-- mean_index NUMERIC(9, 4): mean evidence index
-- p10 NUMERIC(9, 4): lowest index that a tenth of them do not exceed
-- median NUMERIC(9, 4): median index
-- p90 NUMERIC(9, 4): lowest index that nine tenths of them do not exceed
-- rated INTEGER: people with an official predicate
-- sangat_baik_percent NUMERIC(9, 4): of those rated, SANGAT_BAIK, percent
-- baik_percent NUMERIC(9, 4): of those rated, BAIK, percent
-- butuh_perbaikan_percent NUMERIC(9, 4): of those rated, BUTUH_PERBAIKAN, percent
-- kurang_percent NUMERIC(9, 4): of those rated, KURANG, percent
-- sangat_kurang_percent NUMERIC(9, 4): of those rated, SANGAT_KURANG, percent
-- adoption_percent NUMERIC(9, 4): people who signed in to an application, percent
-- feedback_in_time_percent NUMERIC(9, 4): assessments with feedback in time, percent
-- ikm NUMERIC(9, 4): satisfaction index (SKM), 25 to 100
-- ikm_grade TEXT: A, B, C or D
-- respondents INTEGER: citizens who answered
-- respondents_needed INTEGER: sample of Krejcie and Morgan for the cases completed; empty: none
-- complaints_due INTEGER: complaints whose limit ended in the period
-- complaints_kept INTEGER: of these answered and closed in time
-- cases_completed INTEGER: cases of the catalogue completed
-- service_days_median NUMERIC(9, 4): working days from receipt to completion, median
-- service_days_p90 INTEGER: working days within which nine of ten cases were completed
-- standard_days INTEGER: longest standard of its services at the period's end, working days; empty: none in days
with promised as (
    select period.period, catalogue.unit_code, max(catalogue.limit_value) as standard_days
    from core.service_catalogue as catalogue
    join board.period as period
        on period.period_end between catalogue.valid_from and coalesce(catalogue.valid_to, date '9999-12-31')
    where catalogue.limit_unit = 'WORKING_DAYS'
    group by period.period, catalogue.unit_code
)
select row.agency, row.period, period.kind, period.period_start, row.unit_code,
    coalesce(unit.unit_name, row.unit_code) as unit_name, unit.unit_type, people.people, people.with_index,
    people.mean_index, people.p10, people.median, people.p90, people.rated, people.sangat_baik_percent,
    people.baik_percent, people.butuh_perbaikan_percent, people.kurang_percent, people.sangat_kurang_percent,
    case when people.people is not null then row.adoption_percent end as adoption_percent,
    case when people.people is not null then row.feedback_in_time_percent end as feedback_in_time_percent,
    row.ikm, row.ikm_grade, row.respondents, row.respondents_needed, row.complaints_due, row.complaints_kept,
    row.cases_completed, row.service_days_median, row.service_days_p90, promised.standard_days
from mart.unit_now as row
join board.period as period on period.period = row.period
left join board.unit as unit on unit.unit_code = row.unit_code
left join mart.fairness_group_now as people
    on people.period = row.period and people.dimension = 'UNIT' and people.value = row.unit_code
left join promised on promised.period = row.period and promised.unit_code = row.unit_code
