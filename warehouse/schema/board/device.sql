-- Each row is one device of the register or of a file, and how far its record reaches. Key: device_id.
-- device_id TEXT: our name of the device; source:<name>: not in the register
-- unit_code TEXT: unit it serves; empty: not in the register
-- unit_name TEXT: name of the unit
-- files INTEGER: files that speak of it; 0: none ever came
-- covered_from TIMESTAMP: earliest punch, clock of the device
-- covered_to TIMESTAMP: latest punch, clock of the device
-- days_behind INTEGER: days from its latest punch to the newest load's last moment (UTC); empty: no file ever came
with address as (
    select device_address, max(device_id) as device_id from core.punch group by device_address
),
covered as (
    select address.device_id, count(distinct coverage.file_id) as files, min(coverage.first_punched_at) as covered_from,
        max(coverage.last_punched_at) as covered_to
    from core.device_coverage as coverage
    join address on address.device_address = coverage.device_address
    group by address.device_id
),
registered as (
    select device_id, unit_code, row_number() over (partition by device_id order by valid_from desc, unit_code) as place
    from core.devices
),
newest as (
    select max(through_at) as through_at from audit.load where state = 'COMMITTED'
),
every as (
    select device_id from registered union select device_id from covered
)
select every.device_id, registered.unit_code, coalesce(unit.unit_name, registered.unit_code) as unit_name,
    cast(coalesce(covered.files, 0) as integer) as files, covered.covered_from, covered.covered_to,
    cast(cast(newest.through_at as date) - cast(covered.covered_to as date) as integer) as days_behind
from every
cross join newest
left join covered on covered.device_id = every.device_id
left join registered on registered.device_id = every.device_id and registered.place = 1
left join board.unit as unit on unit.unit_code = registered.unit_code
