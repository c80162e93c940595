-- To whom a case was assigned that was assigned more than once. Of most cases service_case knows the one desk.
-- grain: one case and ASSIGNED event
-- inputs: service_case, core.service_event
-- article: contract section 5, timeliness_score: the desk that held the case when it was due
select service_case.case_no, event.nip, event.occurred_at
from core.service_event as event
join service_case on service_case.app = event.app and service_case.case_id = event.case_id
where event.event = 'ASSIGNED' and service_case.assignments > 1
