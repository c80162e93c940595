-- When a destroyed line of a device may have told of a duty: no dump that begins with it knows that time any more.
-- A window reaches 12 hours beyond its shift: within 12 hours of a destroyed punch lies the start or the end of every
-- duty to which it may have belonged. A second more, as stretches of cover end with their border.
-- grain: one device and stretch of time, both ends included; stretches may overlap
-- inputs: device_record
-- article: contract section 3 (a destroyed file stops counting), section 4 rules 2 and 5
select distinct device_id, add_seconds(recorded_from, -43201) as lost_from, add_seconds(recorded_to, 43201) as lost_to
from device_record
where destroyed
