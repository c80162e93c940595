-- What a unit head may see, from who signed in and the dated tree of units. Each function runs with the rights of the owner and
-- asks only `session_user`, which nobody but a superuser can change: not SET ROLE, not a setting, not a parameter.

-- The units of the head and all below, each with the days on which it was below; a tree that closes to a ring ends as well.
create or replace function access.own_unit()
returns table (unit_code text, valid_from date, valid_to date)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    with recursive reached as (
        select head.unit_code, date '-infinity' as valid_from, date 'infinity' as valid_to
        from access.unit_head as head
        where head.login = session_user::text
        union
        select below.unit_code, greatest(reached.valid_from, below.valid_from),
            least(reached.valid_to, coalesce(below.valid_to, date 'infinity'))
        from reached
        join core.units as below
            on below.parent_code = reached.unit_code and below.valid_from <= reached.valid_to
            and coalesce(below.valid_to, date 'infinity') >= reached.valid_from
    )
    select reached.unit_code, reached.valid_from, reached.valid_to from reached;
$$;

-- The same, one row for each day of which the warehouse has days of service: a policy finds it by hashing.
create or replace function access.own_day()
returns table (unit_code text, work_date date)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select own.unit_code, days.moment::date
    from access.own_unit() as own
    cross join (select min(work_date) as first, max(work_date) as last from core.attendance_day) as known
    cross join lateral generate_series(
        greatest(own.valid_from, known.first)::timestamp, least(own.valid_to, known.last)::timestamp, interval '1 day'
    ) as days (moment);
$$;

-- Positions held in these units: a later position of a person ends the one before, as warehouse/models/employment.sql says.
create or replace function access.own_position()
returns table (person_id text, nip text, unit_code text, valid_from date, held_from date, held_to date)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    with number as (
        select employees.nip, coalesce(max(employees.person_id), employees.nip) as person_id
        from core.employees as employees
        group by employees.nip
    ),
    stated as (
        select number.person_id, employees.nip, employees.unit_code, employees.valid_from,
            coalesce(employees.valid_to, date 'infinity') as valid_to,
            row_number() over (
                partition by number.person_id, employees.valid_from
                order by coalesce(employees.valid_to, date 'infinity') desc, employees.nip desc
            ) as place
        from core.employees as employees
        join number on number.nip = employees.nip
    ),
    held as (
        select stated.person_id, stated.nip, stated.unit_code, stated.valid_from,
            least(
                stated.valid_to,
                lead(stated.valid_from) over (partition by stated.person_id order by stated.valid_from) - 1
            ) as valid_to
        from stated
        where stated.place = 1
    )
    select held.person_id, held.nip, held.unit_code, held.valid_from,
        greatest(held.valid_from, own.valid_from), least(held.valid_to, own.valid_to)
    from held
    join access.own_unit() as own
        on own.unit_code = held.unit_code and own.valid_from <= held.valid_to and own.valid_to >= held.valid_from;
$$;

-- Whose period it is: the person held a position in these units on one day of it at least. All revisions of a person and
-- period are seen or none, so that the newest one seen is the newest there is.
create or replace function access.own_period()
returns table (person_id text, period text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select distinct scored.person_id, scored.period
    from mart.performance_period as scored
    join access.own_position() as own
        on own.person_id = scored.person_id and own.held_from <= scored.period_end and own.held_to >= scored.period_start;
$$;

create or replace function access.own_unit_period()
returns table (unit_code text, period text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select distinct own.unit_code, scored.period
    from (select distinct period, period_start, period_end from mart.performance_period) as scored
    join access.own_unit() as own
        on own.valid_from <= scored.period_end and own.valid_to >= scored.period_start;
$$;
