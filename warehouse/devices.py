"""From the device a file names to the device of the register (contract section 2)."""

import duckdb

_KNOWN_NAMES = """
create or replace temp table device_name as
with address as (
    select distinct device_address, split_part(substr(device_address, 8), '/', 1) as source,
        substr(device_address, 9 + length(split_part(substr(device_address, 8), '/', 1))) as number
    from device_address
),
claim as (
    select address.device_address, devices.device_id, devices.valid_from,
        coalesce(devices.valid_to, date '9999-12-31') as valid_to, devices.source is null as is_general
    from address
    join core.devices as devices
        on coalesce(devices.source, address.source) = address.source
        and (address.number in (devices.number, devices.serial, devices.device_id)
            or list_contains(string_split(coalesce(devices.aliases, ''), ';'), address.number))
        and address.number <> ''
),
only_source as (
    -- a source that the register gives to one device only needs no number in its files
    select address.device_address, devices.device_id, devices.valid_from,
        coalesce(devices.valid_to, date '9999-12-31') as valid_to, false as is_general
    from address
    join core.devices as devices on devices.source = address.source
    where address.number = ''
        and (select count(distinct device_id) from core.devices as other where other.source = address.source) = 1
)
select device_address, device_id, valid_from, valid_to from (
    select *, max(case when is_general then 0 else 1 end) over (partition by device_address) as has_own
    from (select * from claim union all select * from only_source)
)
where has_own = 0 or not is_general
qualify row_number() over (
    partition by device_address, valid_from order by valid_to desc, device_id
) = 1
"""

CLAIMED_BY_TWO = """
with named as (
    select load_id, device_id, source, valid_from, coalesce(valid_to, date '9999-12-31') as valid_to,
        unnest(list_distinct([number, serial, device_id] || string_split(coalesce(aliases, ''), ';'))) as name
    from core.devices
)
select one.name, coalesce(one.source, 'any') as source, one.device_id, other.device_id as other_device_id,
    min(greatest(one.valid_from, other.valid_from)) as first_day, max(greatest(one.load_id, other.load_id)) as load_id
from named as one
join named as other
    on other.name = one.name and other.source is not distinct from one.source and other.device_id > one.device_id
    and other.valid_from <= one.valid_to and one.valid_from <= other.valid_to
where one.name <> ''
group by all order by one.name, source, one.device_id, other_device_id
"""
"""Names in files that two devices of the register claim on one day: whose punches they are nobody can tell."""


def resolved_punches(rows: str) -> str:
    """A FROM clause over staged punches with `device_id` of the register and `device_address` as the file has it.

    The address is `source:<source>/<number>`. A dated row of the register for that source, else one for any source,
    claims it by its number, serial, own name or an alias; where none does the device is `source:<source>`.
    """
    return f"""(
        select staged.* exclude (device_id),
            coalesce(known.device_id, split_part(staged.device_id, '/', 1)) as device_id,
            staged.device_id as device_address
        from {rows} as staged
        left join device_name as known
            on known.device_address = staged.device_id
            and cast(staged.punched_at as date) between known.valid_from and known.valid_to
    )"""


def name_addresses(warehouse: duckdb.DuckDBPyConnection, also: str | None = None) -> None:
    """TEMP `device_name(device_address, device_id, valid_from, valid_to)`: of every address the register's devices.

    The addresses are those that files named before, and those of the query `also`.
    """
    queries = ["select device_address from core.device_coverage", *([] if also is None else [also])]
    warehouse.execute(f"create or replace temp table device_address as {' union '.join(queries)}")
    warehouse.execute(_KNOWN_NAMES)
