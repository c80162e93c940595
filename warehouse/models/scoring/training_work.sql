-- By whose work a training is judged, and what they completed in the days before it and after it: whoever took part, and
-- peers of the same group who never did, where they have cases in the same days.
-- grain: one training, person and days that are compared
-- inputs: training_window, case_day, core.training, person_number, period_person, period
-- article: contract section 5, training_effect
with window_kind as (
    select distinct training_code, peer_group, before_from, before_to, after_from, after_to from training_window
),
attended as (
    select distinct training.training_code, person_number.person_id
    from core.training as training
    join person_number on person_number.nip = training.nip
    join period on training.date_from <= period.period_end
),
watched as (
    select training_code, before_from, before_to, after_from, after_to, peer_group, person_id, 1 as participant
    from training_window
    union all
    select window_kind.training_code, before_from, before_to, after_from, after_to, window_kind.peer_group,
        period_person.person_id, 0
    from window_kind
    join period_person on period_person.peer_group = window_kind.peer_group
    left join attended
        on attended.training_code = window_kind.training_code and attended.person_id = period_person.person_id
    where attended.person_id is null
),
counted as (
    select training_code, before_from, after_from, watched.person_id,
        sum(case when work_date <= before_to then cases else 0 end) as cases_before,
        sum(case when work_date >= after_from then cases else 0 end) as cases_after,
        sum(case when work_date <= before_to then seconds else 0 end) as seconds_before,
        sum(case when work_date >= after_from then seconds else 0 end) as seconds_after,
        sum(case when work_date <= before_to then on_time else 0 end) as on_time_before,
        sum(case when work_date >= after_from then on_time else 0 end) as on_time_after,
        sum(case when work_date <= before_to then reworked else 0 end) as reworked_before,
        sum(case when work_date >= after_from then reworked else 0 end) as reworked_after
    from watched
    join case_day
        on case_day.person_id = watched.person_id
        and (case_day.work_date between before_from and before_to or case_day.work_date between after_from and after_to)
    group by training_code, before_from, after_from, watched.person_id
)
select watched.training_code, watched.person_id, watched.peer_group, watched.participant,
    watched.before_from, watched.before_to, watched.after_from, watched.after_to,
    as_integer(coalesce(cases_before, 0)) as cases_before, as_integer(coalesce(cases_after, 0)) as cases_after,
    coalesce(seconds_before, 0) as seconds_before, coalesce(seconds_after, 0) as seconds_after,
    as_integer(coalesce(on_time_before, 0)) as on_time_before, as_integer(coalesce(on_time_after, 0)) as on_time_after,
    as_integer(coalesce(reworked_before, 0)) as reworked_before,
    as_integer(coalesce(reworked_after, 0)) as reworked_after
from watched
left join counted
    on counted.training_code = watched.training_code and counted.before_from = watched.before_from
    and counted.after_from = watched.after_from and counted.person_id = watched.person_id
where watched.participant = 1 or counted.person_id is not null
