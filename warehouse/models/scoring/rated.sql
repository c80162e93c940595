-- A superior's ratings of the period, one of each person.
-- grain: one person
-- inputs: core.assessment, person_number, period
-- article: PermenPANRB 6/2022
with numbered as (
    select person_number.person_id, assessment.*,
        row_number() over (
            partition by person_number.person_id order by assessment.assessed_at desc, assessment.nip desc
        ) as place
    from core.assessment as assessment
    join person_number on person_number.nip = assessment.nip
    join period on period.period = assessment.period
)
select person_id, result_rating, behaviour_rating, berorientasi_pelayanan, akuntabel, kompeten, harmonis, loyal, adaptif,
    kolaboratif, assessor_nip
from numbered
where place = 1
