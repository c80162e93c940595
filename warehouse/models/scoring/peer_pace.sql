-- The pace a person is compared with: the median of standard minutes per available minute over the others of the peer
-- group who ended the period with overdue work, for only they had all the work they could do. With too few of them, or
-- a median of 0, the rulebook's target stands.
-- grain: one person of the period
-- inputs: desk_work, rule_cases
-- article: contract section 5, productivity_score: b
with busy as (
    select person_id, peer_group, pace,
        row_number() over (partition by peer_group order by pace, person_id) as place,
        count(*) over (partition by peer_group) as peers
    from desk_work
    where overdue > 0 and available_minutes > 0 and peer_group is not null
),
grouped as (
    select peer_group, max(peers) as peers from busy group by peer_group
),
compared as (
    select desk_work.person_id, desk_work.peer_group, own.place as own_place,
        grouped.peers - case when own.place is null then 0 else 1 end as others
    from desk_work
    join grouped on grouped.peer_group = desk_work.peer_group
    left join busy as own on own.person_id = desk_work.person_id
),
aimed as (
    select *, whole_quotient(others + 1, 2) as lower_place, whole_quotient(others + 2, 2) as upper_place
    from compared
    where others > 0
),
found as (
    select aimed.person_id, aimed.others, below.pace as lower_pace, above.pace as upper_pace
    from aimed
    join busy as below
        on below.peer_group = aimed.peer_group
        and below.place = lower_place + case when own_place <= lower_place then 1 else 0 end
    join busy as above
        on above.peer_group = aimed.peer_group
        and above.place = upper_place + case when own_place <= upper_place then 1 else 0 end
)
select desk_work.person_id,
    case
        when found.others >= min_peers and lower_pace + upper_pace > 0 then as_exact((lower_pace + upper_pace) * 0.5)
        else target_utilisation
    end as pace
from desk_work
cross join rule_cases
left join found on found.person_id = desk_work.person_id
