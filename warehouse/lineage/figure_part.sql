-- Which figures a figure rests on: the newest revisions. Peers and the agency's answers are told elsewhere
-- (mart.person_work, docs/explain.md).
with figure as (
    select row.agency, row.person_id, row.unit_code, row.period, row.revision, row.working_days, row.period_start,
        row.period_end
    from mart.performance_period as row
    where not exists (
        select 1 from mart.performance_period as later
        where later.person_id = row.person_id and later.period = row.period and later.revision > row.revision
    )
),
unit_figure as (
    select row.agency, row.unit_code, row.period, row.revision
    from mart.unit_period as row
    where not exists (
        select 1 from mart.unit_period as later
        where later.unit_code = row.unit_code and later.period = row.period and later.revision > row.revision
    )
),
agency_figure as (
    -- groups and raters have the revision of their own row
    select newest.agency, newest.period, newest.revision, compared.revision as compared_revision
    from (select agency, period, max(revision) as revision from figure group by agency, period) as newest
    left join (
        select agency, period, max(revision) as revision from mart.fairness group by agency, period
    ) as compared on compared.agency = newest.agency and compared.period = newest.period
),
training_figure as (
    select agency, training_code, period, max(revision) as revision from mart.training_effect
    group by agency, training_code, period
),
place as (
    -- where a day, or a row of the register, puts a person: one record less, and it may be there that counts
    select figure.person_id, figure.period, employees.unit_code, employees.position_code
    from figure
    join core.person_number as number on number.person_id = figure.person_id
    join core.employees as employees
        on employees.nip = number.nip and employees.valid_from <= figure.period_end
        and coalesce(employees.valid_to, date '9999-12-31') >= figure.period_start
),
could_hold as (
    select distinct person_id, period, unit_code from place where unit_code is not null
),
could_be_compared as (
    select distinct held.person_id, held.period, place.position_code || ' x ' || units.unit_type as peer_group
    from could_hold as held
    join core.units as units on units.unit_code = held.unit_code
    join place on place.person_id = held.person_id and place.period = held.period
),
rests as (
    select * from (values
        ('PERSON', 'INDEX', 'DISCIPLINE'), ('PERSON', 'INDEX', 'PRODUCTIVITY'), ('PERSON', 'INDEX', 'TIMELINESS'),
        ('PERSON', 'INDEX', 'QUALITY'), ('PERSON', 'INDEX', 'TARGET'), ('PERSON', 'INDEX', 'SATISFACTION'),
        ('PERSON', 'INDEX', 'COMPLAINT'), ('PERSON', 'INDEX', 'BEHAVIOUR'),
        ('PERSON', 'RECOMMENDATION', 'INDEX'), ('PERSON', 'RECOMMENDATION', 'PREDICATE'),
        ('PERSON', 'RECOMMENDATION', 'TIER'), ('PERSON', 'RECOMMENDATION', 'TARGET'),
        ('PERSON', 'RECOMMENDATION', 'TIMELINESS'), ('PERSON', 'RECOMMENDATION', 'QUALITY'),
        -- whether there were working days, and cases
        ('PERSON', 'RECOMMENDATION', 'DISCIPLINE'), ('PERSON', 'RECOMMENDATION', 'PRODUCTIVITY'),
        ('PERSON', 'RECOMMENDATION', 'ADOPTION'),
        ('PERSON', 'INCENTIVE', 'PREDICATE'), ('PERSON', 'INCENTIVE', 'TARGET'), ('PERSON', 'INCENTIVE', 'INDEX'),
        ('PERSON', 'INCENTIVE', 'TIER'), ('PERSON', 'INCENTIVE', 'DISCIPLINE'),
        -- the days say who held the unit
        ('UNIT', 'UNIT_PEOPLE', 'DISCIPLINE'), ('UNIT', 'UNIT_INDEX', 'DISCIPLINE'), ('UNIT', 'UNIT_INDEX', 'INDEX'),
        ('UNIT', 'UNIT_PREDICATE', 'DISCIPLINE'), ('UNIT', 'UNIT_PREDICATE', 'PREDICATE'),
        ('UNIT', 'UNIT_FEEDBACK', 'DISCIPLINE'), ('UNIT', 'UNIT_FEEDBACK', 'PREDICATE'),
        ('UNIT', 'UNIT_ADOPTION', 'DISCIPLINE'),
        -- the days say who is compared with whom
        ('TRAINING', 'TRAINING_EFFECT', 'DISCIPLINE'),
        ('AGENCY', 'AGENCY_ADOPTION', 'ADOPTION'),
        ('AGENCY', 'AGENCY_INCENTIVE', 'PREDICATE'), ('AGENCY', 'AGENCY_INCENTIVE', 'TARGET'),
        ('AGENCY', 'AGENCY_INCENTIVE', 'INDEX'), ('AGENCY', 'AGENCY_INCENTIVE', 'TIER'),
        ('AGENCY', 'AGENCY_INCENTIVE', 'DISCIPLINE'),
        -- who has a working day, where, and whose number the rater's is
        ('AGENCY', 'FAIRNESS', 'DISCIPLINE'), ('AGENCY', 'FAIRNESS', 'INDEX'), ('AGENCY', 'FAIRNESS', 'PREDICATE'),
        ('AGENCY', 'RATER', 'DISCIPLINE'), ('AGENCY', 'RATER', 'INDEX'), ('AGENCY', 'RATER', 'PREDICATE')
    ) as rested(whose, component, part_component)
    -- an agency that never proposed a bonus has no figure of one
    where component not in ('INCENTIVE', 'AGENCY_INCENTIVE') or exists (select 1 from mart.incentive)
)
select figure.agency, figure.person_id, figure.period, figure.revision, cast(null as text) as unit_code, rests.component,
    figure.person_id as part_person_id, rests.part_component, cast(null as text) as training_code
from figure
join rests on rests.whose = 'PERSON'
union all
-- how many share a bonus decides how much each gets
select distinct figure.agency, figure.person_id, figure.period, figure.revision, cast(null as text), 'INCENTIVE',
    cast(null as text), 'AGENCY_INCENTIVE', cast(null as text)
from figure
join mart.incentive as shared
    on shared.person_id = figure.person_id and shared.period = figure.period and shared.revision = figure.revision
union all
-- where nobody signs in to an application, nobody is offered help with it
select figure.agency, figure.person_id, figure.period, figure.revision, cast(null as text), 'RECOMMENDATION',
    cast(null as text), 'AGENCY_ADOPTION', cast(null as text)
from figure
join mart.recommendation as offered
    on offered.person_id = figure.person_id and offered.period = figure.period
    and offered.revision = figure.revision and offered.kind = 'DIGITAL_SUPPORT'
union all
select unit_figure.agency, cast(null as text), unit_figure.period, unit_figure.revision, unit_figure.unit_code,
    rests.component, figure.person_id, rests.part_component, cast(null as text)
from unit_figure
join figure on figure.unit_code = unit_figure.unit_code and figure.period = unit_figure.period and figure.working_days > 0
join rests on rests.whose = 'UNIT'
union all
select distinct unit_figure.agency, cast(null as text), unit_figure.period, unit_figure.revision, unit_figure.unit_code,
    rests.component, could_hold.person_id, 'DISCIPLINE', cast(null as text)
from unit_figure
join could_hold on could_hold.unit_code = unit_figure.unit_code and could_hold.period = unit_figure.period
join figure on figure.person_id = could_hold.person_id and figure.period = could_hold.period
join rests on rests.whose = 'UNIT'
where figure.unit_code is distinct from unit_figure.unit_code or figure.working_days = 0
union all
select distinct training_figure.agency, cast(null as text), training_figure.period, training_figure.revision,
    cast(null as text), rests.component, seen.person_id, rests.part_component, training_figure.training_code
from training_figure
join (
    select work.training_code, work.period, work.person_id from mart.training_work as work
    union
    select work.training_code, work.period, could_be_compared.person_id
    from (select distinct training_code, period, peer_group from mart.training_work) as work
    join could_be_compared
        on could_be_compared.period = work.period and could_be_compared.peer_group = work.peer_group
) as seen on seen.training_code = training_figure.training_code and seen.period = training_figure.period
join figure on figure.person_id = seen.person_id and figure.period = seen.period
join rests on rests.whose = 'TRAINING'
union all
select agency_figure.agency, cast(null as text), agency_figure.period,
    case
        when rests.component in ('FAIRNESS', 'RATER') then agency_figure.compared_revision
        else agency_figure.revision
    end,
    cast(null as text),
    rests.component, figure.person_id, rests.part_component, cast(null as text)
from agency_figure
join figure on figure.agency = agency_figure.agency and figure.period = agency_figure.period
join rests on rests.whose = 'AGENCY'
where rests.component not in ('FAIRNESS', 'RATER') or agency_figure.compared_revision is not null
