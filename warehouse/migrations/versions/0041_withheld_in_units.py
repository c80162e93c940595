"""mart.unit_now leaves empty what groups side by side leave empty of a unit; small units of a day are never only two."""

from alembic import op

revision = "0041_withheld_in_units"
down_revision = "0040_targets_of_longer_periods"

_STATEMENTS = (
    "create or replace view mart.unit_now as select row.agency, row.unit_code, row.period, row.revision, row.headcount, cast(case when shown.with_index is not null then row.mean_index end as NUMERIC(9, 4)) as mean_index, cast(case when shown.rated is not null then row.sangat_baik end as INTEGER) as sangat_baik, cast(case when shown.rated is not null then row.baik end as INTEGER) as baik, cast(case when shown.rated is not null then row.butuh_perbaikan end as INTEGER) as butuh_perbaikan, cast(case when shown.rated is not null then row.kurang end as INTEGER) as kurang, cast(case when shown.rated is not null then row.sangat_kurang end as INTEGER) as sangat_kurang, row.organisation_predicate, row.distribution, row.ikm, row.ikm_grade, row.respondents, row.respondents_needed, row.complaints_due, row.complaints_kept, row.cases_completed, row.service_days_median, row.service_days_p90, cast(case when shown.people is not null then row.adoption_percent end as NUMERIC(9, 4)) as adoption_percent, cast(case when shown.people is not null then row.feedback_in_time_percent end as NUMERIC(9, 4)) as feedback_in_time_percent from mart.unit_period as row left join mart.fairness_group_now as shown on shown.period = row.period and shown.dimension = 'UNIT' and shown.value = row.unit_code where not exists (select 1 from mart.unit_period as later where later.unit_code = row.unit_code and later.period = row.period and later.revision > row.revision)",
    "comment on view mart.unit_now is 'Each row is one unit and period as it stands now: the newest revision of that unit, less what mart.fairness_group_now leaves empty of it.'",
    "comment on column mart.unit_now.agency is 'code of the agency'",
    "comment on column mart.unit_now.unit_code is 'unit'",
    "comment on column mart.unit_now.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.unit_now.revision is 'revision of the period, from 1'",
    "comment on column mart.unit_now.headcount is 'persons who held it on most working days'",
    "comment on column mart.unit_now.mean_index is 'mean evidence index of its people; empty: fewer than the rulebook''s cell, or beside too few'",
    "comment on column mart.unit_now.sangat_baik is 'persons with the predicate SANGAT_BAIK; empty: fewer than the rulebook''s cell, or beside too few'",
    "comment on column mart.unit_now.baik is 'persons with the predicate BAIK; empty: fewer than the rulebook''s cell, or beside too few'",
    "comment on column mart.unit_now.butuh_perbaikan is 'persons with the predicate BUTUH_PERBAIKAN; empty: fewer than the rulebook''s cell, or beside too few'",
    "comment on column mart.unit_now.kurang is 'persons with the predicate KURANG; empty: fewer than the rulebook''s cell, or beside too few'",
    "comment on column mart.unit_now.sangat_kurang is 'persons with the predicate SANGAT_KURANG; empty: fewer than the rulebook''s cell, or beside too few'",
    "comment on column mart.unit_now.organisation_predicate is '1 istimewa, 2 baik, 3 butuh perbaikan, 4 kurang, 5 sangat kurang'",
    "comment on column mart.unit_now.distribution is 'FITS or DIFFERS from the pattern of SE MenPANRB 3/2023, NOT_TESTABLE with too few rated, or NO_ORGANISATION_PREDICATE; told only, no predicate is changed'",
    "comment on column mart.unit_now.ikm is 'satisfaction index (SKM), 25 to 100, never drawn to the agency''s; empty: fewer than the rulebook''s cell'",
    "comment on column mart.unit_now.ikm_grade is 'A, B, C or D; empty: fewer than the rulebook''s cell'",
    "comment on column mart.unit_now.respondents is 'citizens who answered'",
    "comment on column mart.unit_now.respondents_needed is 'sample of Krejcie and Morgan for the cases completed; empty: none'",
    "comment on column mart.unit_now.complaints_due is 'complaints whose limit ended in the period'",
    "comment on column mart.unit_now.complaints_kept is 'of these answered and closed in time'",
    "comment on column mart.unit_now.cases_completed is 'cases of the catalogue completed'",
    "comment on column mart.unit_now.service_days_median is 'working days from receipt to completion, median'",
    "comment on column mart.unit_now.service_days_p90 is 'working days within which nine of ten cases were completed'",
    "comment on column mart.unit_now.adoption_percent is 'people who signed in to an application, percent; empty: fewer than the rulebook''s cell, or beside too few'",
    "comment on column mart.unit_now.feedback_in_time_percent is 'assessments with feedback in time, percent; empty: fewer than the rulebook''s cell, or beside too few'",
    "comment on column mart_id.kinerja_unit.rata_rata_indeks_bukti is 'rata-rata indeks bukti pegawainya; kosong: terlalu sedikit pegawai, atau di samping kelompok yang terlalu sedikit'",
    "comment on column mart_id.kinerja_unit.predikat_sangat_baik is 'pegawai berpredikat Sangat Baik; kosong: terlalu sedikit pegawai, atau di samping kelompok yang terlalu sedikit'",
    "comment on column mart_id.kinerja_unit.predikat_baik is 'pegawai berpredikat Baik; kosong: terlalu sedikit pegawai, atau di samping kelompok yang terlalu sedikit'",
    "comment on column mart_id.kinerja_unit.predikat_butuh_perbaikan is 'pegawai berpredikat Butuh Perbaikan; kosong: terlalu sedikit pegawai, atau di samping kelompok yang terlalu sedikit'",
    "comment on column mart_id.kinerja_unit.predikat_kurang is 'pegawai berpredikat Kurang; kosong: terlalu sedikit pegawai, atau di samping kelompok yang terlalu sedikit'",
    "comment on column mart_id.kinerja_unit.predikat_sangat_kurang is 'pegawai berpredikat Sangat Kurang; kosong: terlalu sedikit pegawai, atau di samping kelompok yang terlalu sedikit'",
    "comment on column mart_id.kinerja_unit.persen_pengguna_aplikasi is 'pegawai yang memakai aplikasi, persen; kosong: terlalu sedikit pegawai, atau di samping kelompok yang terlalu sedikit'",
    "comment on column mart_id.kinerja_unit.persen_umpan_balik_tepat_waktu is 'penilaian yang diberi umpan balik pada waktunya, persen; kosong: terlalu sedikit pegawai, atau di samping kelompok yang terlalu sedikit'",
)
_DAYS = (
    "create or replace view board.attendance_day as with cell as (\n    -- the largest cell that any period was shown by; nothing is shown before a period was scored\n    select max(min_cell) as min_cell from mart.fairness having count(*) > 0\n),\nperson_day as (\n    -- shifts of one date are one day, as in the period: the first of these statuses counts\n    select person_id, work_date, coalesce(max(unit_code), '-') as unit_code,\n        min(\n            case status\n                when 'PRESENT' then 1 when 'NO_IN' then 2 when 'NO_OUT' then 2 when 'UNKNOWN' then 3 when 'ABSENT' then 4\n                when 'DUTY' then 5 when 'LEAVE' then 6 else 7\n            end\n        ) as place,\n        sum(coalesce(late_minutes, 0)) as late_minutes\n    from core.attendance_day\n    group by person_id, work_date\n),\ncrowd as (\n    select cast(date_trunc('month', work_date) as date) as month, unit_code, count(distinct person_id) as people\n    from person_day\n    group by cast(date_trunc('month', work_date) as date), unit_code\n),\nordered as (\n    select month, unit_code, people,\n        sum(people) over (partition by month order by people, unit_code rows between unbounded preceding and current row)\n            - people as before,\n        -- what the head of the unit before knows beforehand\n        coalesce(lag(people) over (partition by month order by people, unit_code), 0) as known,\n        min(people) over (partition by month) as smallest\n    from crowd\n),\nshown as (\n    -- smaller units first, as in warehouse/models/scoring/fairness_hidden.sql; here they are told together\n    select month, unit_code,\n        case when people < min_cell or smallest < min_cell and before - known < min_cell then '-' else unit_code end\n            as shown_as\n    from ordered\n    cross join cell\n),\ncounted as (\n    select person_day.work_date, shown.shown_as, count(*) as people,\n        sum(case when place = 1 and late_minutes = 0 then 1 else 0 end) as on_time,\n        sum(case when place = 1 and late_minutes > 0 then 1 else 0 end) as late,\n        sum(case when place = 2 then 1 else 0 end) as incomplete,\n        sum(case when place = 3 then 1 else 0 end) as unknown,\n        sum(case when place = 4 then 1 else 0 end) as absent,\n        sum(case when place = 5 then 1 else 0 end) as duty,\n        sum(case when place = 6 then 1 else 0 end) as on_leave,\n        sum(case when place <= 2 then late_minutes else 0 end) as late_minutes\n    from person_day\n    join shown\n        on shown.month = cast(date_trunc('month', person_day.work_date) as date)\n        and shown.unit_code = person_day.unit_code\n    group by person_day.work_date, shown.shown_as\n)\nselect counted.work_date, counted.shown_as as unit_code,\n    case when counted.shown_as = '-' then 'Unit kecil (digabung)' else coalesce(unit.unit_name, counted.shown_as) end\n        as unit_name,\n    cast(counted.people as integer) as people, cast(on_time as integer) as on_time, cast(late as integer) as late,\n    cast(incomplete as integer) as incomplete, cast(absent as integer) as absent, cast(duty as integer) as duty,\n    cast(on_leave as integer) as leave, cast(unknown as integer) as unknown, cast(late_minutes as bigint) as late_minutes\nfrom counted\ncross join cell\nleft join board.unit as unit on unit.unit_code = counted.shown_as\nwhere counted.people >= cell.min_cell and on_time + late + incomplete + absent + duty + on_leave + unknown > 0",
    "comment on view board.attendance_day is 'Each row is one date and unit: how many of its people came. Units of few people, and the next smaller ones until they are a cell without the largest of them, are one row, unit_code -; no row: nobody was due, or too few people. Key: work_date, unit_code.'",
    "comment on column board.attendance_day.work_date is 'date of service'",
    "comment on column board.attendance_day.unit_code is 'unit on that day; -: small units together'",
    "comment on column board.attendance_day.unit_name is 'name of the unit'",
    "comment on column board.attendance_day.people is 'people of the unit, due or not'",
    "comment on column board.attendance_day.on_time is 'people who came and went by two punches, not late'",
    "comment on column board.attendance_day.late is 'people who came late'",
    "comment on column board.attendance_day.incomplete is 'people with a required punch missing'",
    "comment on column board.attendance_day.absent is 'people absent'",
    "comment on column board.attendance_day.duty is 'people on duty outside'",
    "comment on column board.attendance_day.leave is 'people on leave'",
    "comment on column board.attendance_day.unknown is 'people of whom nothing can be said: a device''s file is missing'",
    "comment on column board.attendance_day.late_minutes is 'minutes late of all, whole minutes'",
)


def upgrade() -> None:
    """Make the views anew, with the same columns. What a server shows of days the workspace computes: it is told anew only."""
    days = _DAYS[1:] if op.get_bind().dialect.name == "postgresql" else _DAYS
    for statement in (*_STATEMENTS, *days):
        op.execute(statement)
