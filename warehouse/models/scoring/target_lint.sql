-- The findings on the targets of the people of the period; who has no target at all is listed with that.
-- grain: one person, target's own period, indicator, aspect and finding
-- inputs: performance_period, target_finding, component
-- article: PermenPANRB 6/2022
select target_finding.person_id, target_period, indicator_code, aspect, finding, explanation
from target_finding
join performance_period as row on row.person_id = target_finding.person_id
union all
select row.person_id, row.period, null, null, 'NO_TARGETS', 'Belum ada target untuk periode ini.'
from performance_period as row
join component on component.person_id = row.person_id and component.component = 'TARGET'
where component.reason = 'NO_TARGETS' and row.working_days > 0
