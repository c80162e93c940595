"""Which stretch of time each file speaks of for each device, and which device of the register an address is."""

import duckdb

from etl.facts import staged_rows
from etl.kinds import KINDS
from etl.settings import Workspace
from warehouse.devices import name_addresses
from warehouse.parts import note_parts


def name_devices(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int) -> None:
    """TEMP `device_name`: the register's device of every address that files have named, this load's too."""
    rows = staged_rows(warehouse, workspace, "punch", "load_id = ?", [load_id])
    name_addresses(warehouse, also=None if rows is None else f"select device_id from {rows}")


def note_coverage(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int) -> None:
    """`core.device_coverage` of this load's files; of a growing dump only what it added."""
    rows = staged_rows(warehouse, workspace, "punch", "load_id = ?", [load_id])
    if rows is None:
        return
    names = [source.name for source in workspace.sources() if KINDS[source.kind].cumulative]
    warehouse.execute(
        "insert into core.device_coverage by name "
        "select file_id, device_id as device_address, min(punched_at) as first_punched_at, "
        "max(punched_at) as last_punched_at, list_contains(?, split_part(substr(device_id, 8), '/', 1)) as cumulative "
        f"from {rows} group by file_id, device_id",
        [names],
    )
    note_parts(warehouse, "core.device_coverage", rows)
    warehouse.execute(f"insert into cover_grew select distinct file_id from {rows}")
