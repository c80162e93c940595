"""Which staged rows still count after files were withdrawn, and what facts they make.

A growing dump shares the rows of the shorter dumps it continues: those stand as long as one of the
dumps that hold them does.
"""

import duckdb

from etl.facts import list_of, merge_events, staged_rows
from etl.records import RECORDS, Record
from etl.settings import Workspace
from warehouse.devices import resolved_punches
from warehouse.parts import note_parts

ALL = 2**31 - 1


def fallen_rows(warehouse: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Of every withdrawn file the number of its records that still stand; later ones have fallen.

    Of a destroyed file none of its own does, whatever holds them too: its rows are gone.
    """
    withdrawn = {row[0] for row in warehouse.execute("select file_id from audit.withdrawal").fetchall()}
    if not withdrawn:
        return {}
    continued: dict[int, list[tuple[int, int]]] = {}
    for file_id, prefix, records in warehouse.execute(
        "select file_id, prefix_file_id, prefix_records from audit.source_file "
        "where prefix_file_id is not null and status = 'LOADED' order by file_id desc"
    ).fetchall():
        continued.setdefault(prefix, []).append((file_id, records))
    standing: dict[int, int] = {}
    for file_id in sorted(_below(withdrawn, continued), reverse=True):
        shared = [min(records, standing.get(later, ALL)) for later, records in continued.get(file_id, [])]
        standing[file_id] = max(shared, default=0) if file_id in withdrawn else ALL
    destroyed = {row[0] for row in warehouse.execute("select file_id from audit.destruction").fetchall()}
    return {file_id: 0 if file_id in destroyed else standing[file_id] for file_id in withdrawn}


def _below(withdrawn: set[int], continued: dict[int, list[tuple[int, int]]]) -> set[int]:
    """The withdrawn files and every dump that continues one of them, however far."""
    found, waiting = set(withdrawn), list(withdrawn)
    while waiting:
        for later, _ in continued.get(waiting.pop(), []):
            if later not in found:
                found.add(later)
                waiting.append(later)
    return found


def rebuild_events(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, record: Record, keys: str) -> None:
    """Make the facts of the keys in the table `keys` anew from every staged row that stands."""
    same = " and ".join(f'fact."{name}" is not distinct from {keys}."{name}"' for name in record.key)
    note_parts(
        warehouse,
        f"core.{record.name}",
        f"(select fact.* from core.{record.name} as fact where exists (select 1 from {keys} where {same}))",
    )
    warehouse.execute(f"delete from core.{record.name} as fact using {keys} where {same}")
    months = _months_of(warehouse, record, keys if record.month_of in record.key else None)
    _merge_standing(warehouse, workspace, record, months, f"exists (select 1 from {keys} where {same})")


def resolve_devices_anew(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> bool:
    """After the register of devices changed: make the punches of the sources it speaks of anew, if there are any.

    Copies on two devices that shared a name may part again, so it is not enough to rename facts.
    """
    sources = _sources_of_changed_devices(warehouse)
    if not sources or warehouse.execute("select 1 from core.punch limit 1").fetchone() is None:
        return False
    mine = f"split_part(fact.device_address, '/', 1) in ({', '.join(_literal('source:' + one) for one in sources)})"
    noted = "insert into changed_punch select device_address, device_id, pin, punched_at from core.punch as fact where "
    warehouse.execute(noted + mine)
    warehouse.execute(f"delete from core.punch as fact where {mine}")
    punch = RECORDS["punch"]
    _merge_standing(warehouse, workspace, punch, _months_of(warehouse, punch, None), mine)
    warehouse.execute(noted + mine)
    note_parts(warehouse, "core.punch", "changed_punch")
    return True


def _sources_of_changed_devices(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    columns = list_of(RECORDS["devices"].column_names)
    changed = warehouse.execute(
        f"select distinct source from ((select {columns} from old_devices except select {columns} from core.devices) "
        f"union all (select {columns} from core.devices except select {columns} from old_devices))"
    ).fetchall()
    if any(source is None for (source,) in changed):
        changed = warehouse.execute("select distinct source from audit.source_file").fetchall()
    return sorted(source for (source,) in changed)


def _months_of(warehouse: duckdb.DuckDBPyConnection, record: Record, keys: str | None) -> list[str]:
    """The months in which staged rows of the keys may lie; of all of them where the key does not tell the month."""
    if keys is None:
        found = warehouse.execute(
            "select distinct month from audit.staged_file where record = ? order by month", [record.name]
        ).fetchall()
    else:
        found = warehouse.execute(
            f"select distinct strftime({record.month_of}, '%Y-%m') from {keys} order by 1"
        ).fetchall()
    return [month for (month,) in found]


def _merge_standing(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, record: Record, months: list[str], condition: str
) -> None:
    warehouse.execute("create or replace temp table fallen (file_id integer, standing integer)")
    for file_id, standing in fallen_rows(warehouse).items():
        warehouse.execute("insert into fallen values (?, ?)", [file_id, standing])
    for month in months:
        rows = staged_rows(warehouse, workspace, record.name, "month = ?", [month])
        if rows is not None:
            rows = resolved_punches(rows) if record.name == "punch" else rows
            merge_events(
                warehouse,
                record,
                f"(select fact.* from {rows} as fact where {condition} and not exists (select 1 from fallen "
                "where fallen.file_id = fact.file_id and fact.record_no > fallen.standing))",
            )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
