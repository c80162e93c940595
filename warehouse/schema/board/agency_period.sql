-- Each row is one scored period of the whole agency as it stands now; figures of few people are empty. Key: period.
-- agency TEXT: code of the agency
-- period TEXT: 2026-07, 2026-Q3, 2026-H2 or 2026
-- kind TEXT: Bulan, Triwulan, Semester or Tahun
-- period_start DATE: first day of the period
-- state TEXT: Final, or Sementara: the newest revision is not published
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
-- coverage_sum NUMERIC(18, 4): sum of people's evidence coverage, 0 to 1 each
-- unknown_days BIGINT: person-days of which nothing can be said
with newest as (
    select row.period, row.evidence_coverage, row.unknown_days
    from mart.performance_period as row
    where row.working_days > 0 and not exists (
        select 1 from mart.performance_period as later
        where later.person_id = row.person_id and later.period = row.period and later.revision > row.revision
    )
),
summed as (
    select period, cast(sum(evidence_coverage) as numeric(18, 4)) as coverage_sum,
        cast(sum(unknown_days) as bigint) as unknown_days
    from newest
    group by period
)
select whole.agency, whole.period, period.kind, period.period_start, period.state, whole.people, whole.with_index,
    whole.mean_index, whole.p10, whole.median, whole.p90, whole.rated, whole.sangat_baik_percent, whole.baik_percent,
    whole.butuh_perbaikan_percent, whole.kurang_percent, whole.sangat_kurang_percent,
    case when whole.people is not null then summed.coverage_sum end as coverage_sum,
    case when whole.people is not null then summed.unknown_days end as unknown_days
from mart.fairness_group_now as whole
join board.period as period on period.period = whole.period
left join summed on summed.period = whole.period
where whole.dimension = 'AGENCY'
