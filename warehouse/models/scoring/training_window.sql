-- Who took part in a training that can be judged in this period: as many days before it and after it as the rulebook says,
-- the last of them within the period and known.
-- grain: one training and participant, of several times the last
-- inputs: core.training, person_number, period, period_state, period_person, rule_training
-- article: contract section 5, training_effect
with taken as (
    select training.training_code, training.name, person_number.person_id, training.date_from, training.date_to,
        row_number() over (
            partition by training.training_code, person_number.person_id
            order by training.date_to desc, training.date_from desc, training.name
        ) as place
    from core.training as training
    join person_number on person_number.nip = training.nip
    cross join rule_training
    join period
        on add_days(training.date_to, window_days) between period.period_start and period.period_end
    cross join period_state
    where add_days(training.date_to, window_days) <= known_through
)
select training_code, name, taken.person_id, peer_group,
    add_days(date_from, -window_days) as before_from, add_days(date_from, -1) as before_to,
    add_days(date_to, 1) as after_from, add_days(date_to, window_days) as after_to
from taken
cross join rule_training
join period_person on period_person.person_id = taken.person_id
where place = 1
