-- The missing punches of which the record of some device may lack: of these alone it is asked who punched where.
-- Every other would stand in the record: at its instant that of every device seen in the run is complete, and that of a
-- device of the unit, of none of which lines that may have told of it were destroyed.
-- grain: one person, duty and missing in, out or middle punch
-- inputs: missing_punch, punch_owner, device_cover, destroyed_record, core.devices
-- article: contract section 4 rule 5
with seen as (
    select distinct device_id from punch_owner
),
expected as (
    select distinct unit_code, work_date, instant from missing_punch
),
complete as (
    select instants.instant
    from (select distinct instant from expected) as instants
    join device_cover on instants.instant between device_cover.covered_from and device_cover.covered_to
    join seen on seen.device_id = device_cover.device_id
    group by instants.instant
    having count(distinct device_cover.device_id) = (select count(*) from seen)
),
of_unit as (
    select distinct expected.unit_code, expected.work_date, expected.instant, devices.device_id
    from expected
    join core.devices as devices
        on devices.unit_code = expected.unit_code
        and expected.work_date between devices.valid_from and coalesce(devices.valid_to, date '9999-12-31')
),
certain as (
    select distinct of_unit.unit_code, of_unit.work_date, of_unit.instant
    from of_unit
    join complete on complete.instant = of_unit.instant
    join device_cover
        on device_cover.device_id = of_unit.device_id
        and of_unit.instant between device_cover.covered_from and device_cover.covered_to
),
lost as (
    select distinct of_unit.unit_code, of_unit.work_date, of_unit.instant
    from of_unit
    join destroyed_record
        on destroyed_record.device_id = of_unit.device_id
        and of_unit.instant between destroyed_record.lost_from and destroyed_record.lost_to
)
select missing_punch.*
from missing_punch
left join certain
    on certain.unit_code = missing_punch.unit_code and certain.work_date = missing_punch.work_date
    and certain.instant = missing_punch.instant
left join lost
    on lost.unit_code = missing_punch.unit_code and lost.work_date = missing_punch.work_date
    and lost.instant = missing_punch.instant
where certain.instant is null or lost.instant is not null
