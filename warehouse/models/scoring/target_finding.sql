-- What keeps an agreed target from being one that everybody understands and can check: not measurable, without a measure,
-- without a date, agreed late or by one side only, weights that do not sum up. Told in plain words; no target is changed.
-- grain: one person or unit, target's own period, indicator, aspect (both null: of all of them) and finding
-- inputs: core.target, person_number, sub_period, period_name, rule_target_lint
-- article: PermenPANRB 6/2022 (clear and measurable expectations, agreed in dialogue)
with agreed as (
    select person_number.person_id, case when target.nip is null then target.unit_code end as unit_code,
        target.period as target_period, target.indicator_code, target.aspect, target.unit_of_measure, target.direction,
        target.weight, target.target, target.agreed_at, target.employee_agreed_at, period_name.first_day
    from core.target as target
    join sub_period on sub_period.name = target.period
    join period_name on period_name.name = target.period
    left join person_number on person_number.nip = target.nip
    where target.nip is null or person_number.person_id is not null
),
summed as (
    select person_id, unit_code, target_period, coalesce(sum(weight), 0) as weights
    from agreed
    group by person_id, unit_code, target_period
)
select person_id, unit_code, target_period, indicator_code, aspect, 'NOT_MEASURABLE' as finding,
    'Target belum berupa angka yang dapat diukur.' as explanation
from agreed
where target is null or (direction = 'HIGHER' and target = 0)
union all
select person_id, unit_code, target_period, indicator_code, aspect, 'NO_UNIT_OF_MEASURE', 'Satuan target belum ditulis.'
from agreed
where coalesce(trim(unit_of_measure), '') = ''
union all
select person_id, unit_code, target_period, indicator_code, aspect, 'NOT_DATED', 'Tanggal kesepakatan target belum dicatat.'
from agreed
where agreed_at is null
union all
select person_id, unit_code, target_period, indicator_code, aspect, 'AGREED_LATE',
    'Target disepakati setelah periode berjalan terlalu lama.'
from agreed
cross join rule_target_lint
where date_of(agreed_at) > add_days(first_day, agreed_days)
union all
select person_id, unit_code, target_period, indicator_code, aspect, 'NOT_AGREED',
    'Persetujuan pegawai atas target belum dicatat.'
from agreed
where person_id is not null and employee_agreed_at is null
union all
select person_id, unit_code, target_period, null, null, 'WEIGHTS',
    'Jumlah bobot target ' || cast(weights as varchar) || ', seharusnya ' || cast(weights_sum as varchar) || '.'
from summed
cross join rule_target_lint
where weights <> weights_sum
