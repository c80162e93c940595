-- What the figures of a period suggest that a person in charge should look at. Suggestions only: nobody is rewarded, trained
-- or examined by a model, and what was decided stands elsewhere (core.decision).
-- grain: one person and kind of recommendation
-- inputs: performance_period, discipline_standing, component, desk_work, rule_recommendation, period_state, core.assessment, core.training, signed_in, person_number, period
-- article: PermenPANRB 6/2022 (follow-up of the evaluation); PP 94/2021 (examination by the superior)
with trained as (
    select person_number.person_id, sum(training.hours) as hours
    from core.training as training
    join person_number on person_number.nip = training.nip
    join period
        on year_of(training.date_from) = year_of(period.period_end) and training.date_from <= period.period_end
    group by person_number.person_id
),
anyone_signed_in as (
    select count(*) as persons from signed_in
),
untold as (
    select person_number.person_id, max(date_of(assessment.assessed_at)) as assessed_on
    from core.assessment as assessment
    join person_number on person_number.nip = assessment.nip
    join period on period.period = assessment.period
    where assessment.assessed_at is not null and assessment.feedback_at is null
    group by person_number.person_id
),
figures as (
    select row.*, rules.*, coalesce(trained.hours, 0) as training_hours_had, desk_work.cases,
        signed_in.person_id as signed_in_person, anyone_signed_in.persons as persons_signed_in, untold.assessed_on,
        period_state.known_through, targets.reason as target_reason, discipline_standing.article as tier_article,
        -- who was on leave, or not in service, all the time could not work at targets
        row.present_days + row.duty_days + row.absent_days + row.unknown_days as days_at_work
    from performance_period as row
    cross join rule_recommendation as rules
    cross join period_state
    cross join anyone_signed_in
    join desk_work on desk_work.person_id = row.person_id
    join component as targets on targets.person_id = row.person_id and targets.component = 'TARGET'
    left join discipline_standing on discipline_standing.person_id = row.person_id
    left join trained on trained.person_id = row.person_id
    left join signed_in on signed_in.person_id = row.person_id
    left join untold on untold.person_id = row.person_id
)
select person_id, 'REWARD' as kind, 'recommendations.reward_index' as rule, null as article,
    'evidence_index ' || cast(evidence_index as varchar) || ', ' || official_predicate as evidence,
    'Hasil kerja dan buktinya menonjol: pertimbangkan penghargaan.' as suggestion
from figures
where evidence_index >= reward_index and official_predicate in ('SANGAT_BAIK', 'BAIK') and discipline_tier is null
union all
select person_id, 'PROMOTION_POOL', 'recommendations.promotion_index', null,
    'evidence_index ' || cast(evidence_index as varchar) || ', ' || official_predicate,
    'Layak dibicarakan dalam kelompok rencana suksesi, dibandingkan hanya dengan sejawat yang setara.'
from figures
where evidence_index >= promotion_index and official_predicate = 'SANGAT_BAIK' and discipline_tier is null
union all
select person_id, 'COACHING', 'recommendations.coaching_target', null,
    coalesce('target_score ' || cast(target_score as varchar), 'target_score -') || ', '
        || coalesce(official_predicate, 'no predicate'),
    'Ajak berdialog tentang hambatan mencapai target dan bantuan yang diperlukan.'
from figures
where target_score < coaching_target and days_at_work > 0 or official_predicate in ('BUTUH_PERBAIKAN', 'KURANG', 'SANGAT_KURANG')
union all
select person_id, 'TRAINING', 'recommendations.training_score', null,
    'timeliness_score ' || coalesce(cast(timeliness_score as varchar), '-')
        || ', quality_score ' || coalesce(cast(quality_score as varchar), '-')
        || ', training hours ' || cast(training_hours_had as varchar),
    'Tawarkan pelatihan yang sesuai dengan pekerjaan yang dilayani.'
from figures
where (timeliness_score < training_score or quality_score < training_score) and training_hours_had < training_hours
union all
select person_id, 'DISCIPLINE_EXAMINATION', 'discipline.tiers', tier_article, 'tier ' || discipline_tier,
    'Atasan langsung memeriksa lebih dahulu; angka ini bukan putusan.'
from figures
where discipline_tier is not null
union all
select person_id, 'MISSING_TARGETS', 'recommendations', 'PermenPANRB 6/2022', 'no target agreed for the period',
    'Sepakati target yang terukur bersama pegawai.'
from figures
where target_reason = 'NO_TARGETS' and working_days > 0
union all
select person_id, 'FEEDBACK_DUE', 'recommendations.feedback_days', 'PermenPANRB 6/2022',
    'assessed on ' || day_text(assessed_on) || ', no feedback recorded',
    'Sampaikan umpan balik kepada pegawai dan catat tanggalnya.'
from figures
where assessed_on is not null and add_days(assessed_on, feedback_days) < known_through
union all
select person_id, 'DIGITAL_SUPPORT', 'recommendations', null,
    cast(cases as varchar) || ' cases, no request of a signed-in account',
    'Dampingi penggunaan aplikasi layanan; cari tahu apa yang menyulitkan.'
from figures
where cases > 0 and signed_in_person is null and persons_signed_in > 0
