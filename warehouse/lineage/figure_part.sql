-- Which figures of people a figure rests on: the newest revisions. Peers and the agency's answers are told elsewhere
-- (mart.person_work, docs/explain.md).
with figure as (
    select row.agency, row.person_id, row.unit_code, row.period, row.revision, row.working_days
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
rests as (
    select * from (values
        ('PERSON', 'INDEX', 'DISCIPLINE'), ('PERSON', 'INDEX', 'PRODUCTIVITY'), ('PERSON', 'INDEX', 'TIMELINESS'),
        ('PERSON', 'INDEX', 'QUALITY'), ('PERSON', 'INDEX', 'TARGET'), ('PERSON', 'INDEX', 'SATISFACTION'),
        ('PERSON', 'INDEX', 'COMPLAINT'), ('PERSON', 'INDEX', 'BEHAVIOUR'),
        -- the days say who held the unit
        ('UNIT', 'UNIT_PEOPLE', 'DISCIPLINE'), ('UNIT', 'UNIT_INDEX', 'DISCIPLINE'), ('UNIT', 'UNIT_INDEX', 'INDEX'),
        ('UNIT', 'UNIT_PREDICATE', 'DISCIPLINE'), ('UNIT', 'UNIT_PREDICATE', 'PREDICATE'),
        ('UNIT', 'UNIT_FEEDBACK', 'DISCIPLINE'), ('UNIT', 'UNIT_FEEDBACK', 'PREDICATE'),
        ('UNIT', 'UNIT_ADOPTION', 'DISCIPLINE')
    ) as rested(whose, component, part_component)
)
select figure.agency, figure.person_id, figure.period, figure.revision, cast(null as text) as unit_code, rests.component,
    figure.person_id as part_person_id, rests.part_component
from figure
join rests on rests.whose = 'PERSON'
union all
select unit_figure.agency, null, unit_figure.period, unit_figure.revision, unit_figure.unit_code, rests.component,
    figure.person_id, rests.part_component
from unit_figure
join figure on figure.unit_code = unit_figure.unit_code and figure.period = unit_figure.period and figure.working_days > 0
join rests on rests.whose = 'UNIT'
