-- What changed in the work of those who were trained, beside what changed in the same days for peers who were not.
-- A person counts with the own mean of each window, so that busy ones do not decide; who has cases in one window only does not
-- count. Each participant is held against the mean of the peers of the same peer group in the same windows.
-- Nobody was chosen by lot: a difference may have other causes than the training.
-- grain: one training and indicator
-- inputs: training_window, training_work, core.training, period, known_training, rule_agency, rule_unit
-- article: contract section 5, training_effect
with seen_twice as (
    select * from training_work where cases_before > 0 and cases_after > 0
),
measured as (
    select training_code, before_from, after_from, peer_group, person_id, participant, 'SERVICE_MINUTES' as indicator_code,
        ratio(seconds_before, 60 * cases_before) as before, ratio(seconds_after, 60 * cases_after) as after
    from seen_twice
    union all
    select training_code, before_from, after_from, peer_group, person_id, participant, 'ON_TIME_PERCENT',
        ratio(100 * on_time_before, cases_before), ratio(100 * on_time_after, cases_after)
    from seen_twice
    union all
    select training_code, before_from, after_from, peer_group, person_id, participant, 'REWORK_PERCENT',
        ratio(100 * reworked_before, cases_before), ratio(100 * reworked_after, cases_after)
    from seen_twice
),
peers as (
    select training_code, indicator_code, before_from, after_from, peer_group,
        exact_ratio(sum(before), count(*)) as before, exact_ratio(sum(after), count(*)) as after
    from measured
    where participant = 0
    group by training_code, indicator_code, before_from, after_from, peer_group
),
compared as (
    select training_code, indicator_code, count(distinct person_id) as people
    from measured
    where participant = 0
    group by training_code, indicator_code
),
meant as (
    select mine.training_code, mine.indicator_code, count(*) as n,
        as_score(exact_ratio(sum(mine.before), count(*))) as value_before,
        as_score(exact_ratio(sum(mine.after), count(*))) as value_after,
        as_score(exact_ratio(sum(peers.before), count(peers.before))) as comparison_before,
        as_score(exact_ratio(sum(peers.after), count(peers.after))) as comparison_after
    from measured as mine
    left join peers
        on peers.training_code = mine.training_code and peers.indicator_code = mine.indicator_code
        and peers.before_from = mine.before_from and peers.after_from = mine.after_from
        and peers.peer_group = mine.peer_group
    where mine.participant = 1
    group by mine.training_code, mine.indicator_code
),
listed as (
    select distinct training_code, indicator_code
    from training_window
    cross join (
        select 'SERVICE_MINUTES' as indicator_code union all select 'ON_TIME_PERCENT' union all select 'REWORK_PERCENT'
    ) as indicators
    union
    select training_code, indicator_code from known_training
),
named as (
    select training_code, max(name) as name
    from core.training
    join period on date_from <= period_end
    group by training_code
),
judged as (
    select listed.training_code, listed.indicator_code, named.name, coalesce(meant.n, 0) as n, value_before, value_after,
        coalesce(compared.people, 0) as comparison_n, comparison_before, comparison_after,
        case
            when coalesce(meant.n, 0) = 0 then 'NO_CASES'
            when meant.n < min_cell then 'TOO_FEW'
            when coalesce(compared.people, 0) < min_cell then 'TOO_FEW_TO_COMPARE'
        end as reason
    from listed
    cross join rule_unit
    left join named on named.training_code = listed.training_code
    left join meant on meant.training_code = listed.training_code and meant.indicator_code = listed.indicator_code
    left join compared
        on compared.training_code = listed.training_code and compared.indicator_code = listed.indicator_code
)
select rule_agency.agency, judged.training_code, judged.indicator_code, period.period, judged.name,
    as_integer(n) as n,
    case when reason is null or reason = 'TOO_FEW_TO_COMPARE' then value_before end as value_before,
    case when reason is null or reason = 'TOO_FEW_TO_COMPARE' then value_after end as value_after,
    as_integer(comparison_n) as comparison_n,
    case when reason is null then comparison_before end as comparison_before,
    case when reason is null then comparison_after end as comparison_after,
    case when reason is null then value_after - value_before - (comparison_after - comparison_before) end as effect,
    reason
from judged
cross join period
cross join rule_agency
