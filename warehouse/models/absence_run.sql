-- The date on which absence, day after working day of one calendar month, reaches the number of the rulebook.
-- grain: one person and date of the run
-- inputs: service_date, standing_date, rule_absence_run
-- article: the rulebook's, as Permendikdasmen 14/2025 Pasal 19
with dated as (
    select person_id, work_date, rulebook, kind, 1 as fresh from service_date
    union all
    select person_id, work_date, rulebook, kind, 0 from standing_date
),
ruled as (
    select dated.*, month_of(work_date) as month, rule_absence_run.days
    from dated
    join rule_absence_run on rule_absence_run.rulebook = dated.rulebook
),
broken as (
    select *,
        sum(case when kind = 'ABSENT' then 0 else 1 end) over (
            partition by person_id, month order by work_date
        ) as run
    from ruled
),
placed as (
    select *,
        sum(case when kind = 'ABSENT' then 1 else 0 end) over (
            partition by person_id, month, run order by work_date
        ) as place
    from broken
)
select person_id, work_date from placed where fresh = 1 and kind = 'ABSENT' and place = days
