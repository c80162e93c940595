-- The account of discipline: unexcused absence in working days, and what minutes of a year come to.
-- The year's count begins anew on 1 January; the unbroken run does not. A tier is a candidate for the superior to examine.
-- grain: one person and working day
-- inputs: discipline_date, discipline_base, rule_discipline, rule_tier
-- article: PP 94/2021 Pasal 11(2)d and the ladder of the rulebook; minutes: PP 53/2010, explanation of Pasal 3 angka 11
with person as (
    select person_id, as_integer(row_number() over (order by person_id)) as person_no
    from (select distinct person_id from discipline_date) as named
),
book as (
    select rule_discipline.*, as_integer(row_number() over (order by rulebook)) as book_no from rule_discipline
),
dated as (
    select person.person_no, book.book_no, work_date, year_of(work_date) as year, unexcused_days, minutes,
        -- presence, or a day that is justified, ends a run
        case when unexcused_days > 0 and only_unexcused = 1 then 0 else 1 end as breaks
    from discipline_date
    join person on person.person_id = discipline_date.person_id
    join book on book.rulebook = discipline_date.rulebook
),
summed as (
    select *,
        row_number() over (partition by person_no order by work_date) as place,
        sum(minutes) over (
            partition by person_no order by work_date rows between unbounded preceding and current row
        ) as minutes_so_far,
        sum(unexcused_days) over (
            partition by person_no order by work_date rows between unbounded preceding and current row
        ) as unexcused_so_far
    from dated
),
stretch as (
    -- a rulebook holds for an unbroken stretch of dates, and everybody's
    select person_no, year, book_no, min(work_date) as first_date,
        sum(minutes) as minutes, sum(unexcused_days) as unexcused_days
    from dated
    group by person_no, year, book_no
),
based as (
    -- what the year had before the first date computed
    select stretch.*,
        coalesce(discipline_base.minutes, 0) as base_minutes, coalesce(discipline_base.cumulative_days, 0) as base_days,
        sum(stretch.minutes) over (partition by stretch.person_no order by first_date) as minutes_to,
        sum(stretch.unexcused_days) over (partition by stretch.person_no order by first_date) as unexcused_to
    from stretch
    join person on person.person_no = stretch.person_no
    left join discipline_base
        on discipline_base.person_id = person.person_id and year_of(discipline_base.work_date) = stretch.year
),
yearly as (
    -- the sums so far less these are those of the year
    select based.*,
        min(minutes_to - minutes) over (partition by person_no, year) - base_minutes as minutes_before,
        min(unexcused_to - unexcused_days) over (partition by person_no, year) - base_days as days_before
    from based
),
quotient as (
    select yearly.*,
        case when convert_minutes = 0 then 0
            else whole_quotient(minutes_to - minutes - minutes_before, minutes_per_day) end as converted_from,
        case when convert_minutes = 0 then 0
            else whole_quotient(minutes_to - minutes_before, minutes_per_day) end as converted_to
    from yearly
    join book on book.book_no = yearly.book_no
),
begun as (
    -- of a date: what its minutes come to by its rulebook, and these days more
    select person_no, year, book_no, as_integer(minutes_before) as minutes_before,
        as_days(
            sum(converted_to - converted_from) over (partition by person_no, year order by first_date)
            - converted_to - days_before
        ) as days_more
    from quotient
),
unbroken as (
    select *, place - row_number() over (partition by person_no order by work_date) as run
    from summed
    where breaks = 0
),
run_on as (
    select person_no, book_no, year, work_date, unexcused_days, minutes, minutes_so_far, unexcused_so_far,
        0 as consecutive_days
    from summed
    where breaks = 1
    union all
    -- the run that began before the first date computed goes on
    select unbroken.person_no, book_no, year, unbroken.work_date, unexcused_days, unbroken.minutes, minutes_so_far,
        unexcused_so_far,
        sum(unexcused_days) over (partition by unbroken.person_no, run order by unbroken.work_date)
            + case when run = 0 then coalesce(discipline_base.consecutive_days, 0) else 0 end
    from unbroken
    join person on person.person_no = unbroken.person_no
    left join discipline_base on discipline_base.person_id = person.person_id
),
counted as (
    select run_on.person_no, run_on.book_no, run_on.work_date, run_on.unexcused_days, run_on.minutes,
        as_days(consecutive_days) as consecutive_days,
        as_integer(minutes_so_far) - begun.minutes_before as minutes_since,
        as_days(unexcused_so_far) + days_more as days_since
    from run_on
    join begun on begun.person_no = run_on.person_no and begun.year = run_on.year and begun.book_no = run_on.book_no
),
converted as (
    select counted.*, person_id, rulebook, consecutive_tier, book.consecutive_days as longest_run,
        article as consecutive_article,
        case when convert_minutes = 0 then 0 else whole_quotient(minutes_since, minutes_per_day) end as converted_since,
        case when convert_minutes = 0 then 0
            else whole_quotient(minutes_since - minutes, minutes_per_day)
        end as converted_before
    from counted
    join person on person.person_no = counted.person_no
    join book on book.book_no = counted.book_no
),
told as (
    select *, as_days(days_since + converted_since) as cumulative_days from converted
)
select told.person_id, told.work_date, told.unexcused_days,
    as_integer(told.converted_since - told.converted_before) as converted_days, told.cumulative_days,
    told.consecutive_days, told.minutes_since as minutes,
    case when told.consecutive_days >= told.longest_run then consecutive_tier else rule_tier.tier end as tier,
    case when told.consecutive_days >= told.longest_run then told.consecutive_article else rule_tier.article end as article
from told
left join rule_tier
    on rule_tier.rulebook = told.rulebook
    and told.cumulative_days >= rule_tier.from_days and told.cumulative_days < rule_tier.to_days + 1
