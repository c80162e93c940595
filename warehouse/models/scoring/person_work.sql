-- A person's work on cases in the period as the peers' figures are found from it: median pace and pooled rates.
-- grain: one person of the period
-- inputs: desk_work
-- article: contract section 5, productivity_score: W, D, A
select person_id, peer_group, done_minutes, desk_minutes, squared_minutes, available_minutes,
    as_integer(completed) as completed, as_integer(cases) as cases, as_integer(on_time) as on_time,
    as_integer(late) as late, as_integer(overdue) as overdue, as_integer(reworked) as reworked
from desk_work
