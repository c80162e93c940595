"""From staged rows to facts: events are a union of sets, snapshots replace each other (contract section 3)."""

from collections.abc import Sequence

import duckdb

from etl.records import RECORDS, Nature, Record
from etl.settings import Workspace
from warehouse.parts import note_parts

FILE, RECORD = 1 << 46, 1 << 16
"""Room for 2^30 records of 2^16 items in a packed provenance."""


def columns_of(record: Record) -> list[str]:
    """The columns of `core.<record>` beside provenance."""
    return [*record.column_names, *(["device_address"] if record.name == "punch" else [])]


def list_of(names: Sequence[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)


def merge_events(warehouse: duckdb.DuckDBPyConnection, record: Record, rows: str, *, month: str | None = None) -> None:
    """Add the rows of the relation `rows` (provenance, load_id and the columns of core) to `core.<record>`.

    `month` (YYYY-MM) tells that they all lie in it.

    Copies of one event become one row: the key, the smallest non-null of every other column, the
    provenance of the first copy that came. Rows that were not in core before carry the load_id of `rows`.
    """
    if month is not None and _moment_is_in_key(record) and _month_is_free(warehouse, record, month):
        note_parts(warehouse, f"core.{record.name}", rows)
        _insert_united(warehouse, record, rows)
        return
    warehouse.execute(f"create or replace temp table incoming as {_united(record, rows)}")
    same = _same_key(record, "incoming")
    fact = f"core.{record.name} as fact"
    warehouse.execute(
        f"create or replace temp table standing as select incoming.* from incoming where exists "
        f"(select 1 from {fact} where {_within_span(record)} and {same})"
    )
    _improve_standing(warehouse, record)
    known = " and ".join(f'standing."{name}" is not distinct from incoming."{name}"' for name in record.key)
    warehouse.execute(
        "create or replace temp table fresh as select * from incoming "
        f"where not exists (select 1 from standing where {known})"
    )
    note_parts(warehouse, f"core.{record.name}", "fresh")
    warehouse.execute(f"insert into core.{record.name} by name select * from fresh")


def _united(record: Record, rows: str) -> str:
    """One row per event among `rows`; where the copies differ in provenance the smallest counts as a whole."""
    others = [name for name in columns_of(record) if name not in record.key]
    smallest = "".join(f'min("{name}") as "{name}", ' for name in others)
    key = list_of(record.key)
    return f"""
        select {key}, {list_of(others)}{"," if others else ""} load_id, packed // {FILE} as file_id,
            packed % {FILE} // {RECORD} as record_no, packed % {RECORD} as item_no
        from (
            select {key}, {smallest}min(load_id) as load_id,
                min(file_id::hugeint * {FILE} + record_no::hugeint * {RECORD} + item_no) as packed
            from {rows} group by {key}
        )
    """


def _insert_united(warehouse: duckdb.DuckDBPyConnection, record: Record, rows: str) -> None:
    """Copies within `rows` are rare: only events whose keys share a hash are grouped, the others go straight in."""
    key_hash = f"hash({list_of(record.key)})"
    warehouse.execute(
        f"create or replace temp table shared as select key_hash from (select {key_hash} as key_hash from {rows}) "
        "group by key_hash having count(*) > 1"
    )
    names = list_of([*columns_of(record), "load_id", "file_id", "record_no", "item_no"])
    if warehouse.execute("select 1 from shared limit 1").fetchone() is None:
        warehouse.execute(f"insert into core.{record.name} by name select {names} from {rows}")
        return
    single = f"select {names} from {rows} where {key_hash} not in (select key_hash from shared)"
    copies = f"(select * from {rows} where {key_hash} in (select key_hash from shared))"
    warehouse.execute(f"insert into core.{record.name} by name {single} union all by name ({_united(record, copies)})")


def _month_is_free(warehouse: duckdb.DuckDBPyConnection, record: Record, month: str) -> bool:
    """Whether core holds no event of this record type in a month yet."""
    first = f"date '{month}-01'"
    return (
        warehouse.execute(
            f"select 1 from core.{record.name} where {record.month_of} >= {first} "
            f"and {record.month_of} < {first} + interval 1 month limit 1"
        ).fetchone()
        is None
    )


def _moment_is_in_key(record: Record) -> bool:
    """Whether copies of one event lie in one month; an answer that was sent twice may bear two moments."""
    return record.month_of in record.key


def _within_span(record: Record) -> str:
    """Only the stretch of time that the incoming events span is looked at: core is stored in the order of time."""
    if not _moment_is_in_key(record):
        return "true"
    moment = record.month_of
    return f"fact.{moment} between (select min({moment}) from incoming) and (select max({moment}) from incoming)"


def _same_key(record: Record, other: str) -> str:
    return " and ".join(f'fact."{name}" is not distinct from {other}."{name}"' for name in record.key)


def _improve_standing(warehouse: duckdb.DuckDBPyConnection, record: Record) -> None:
    """A copy may know a smaller non-null of a column: the fact is the same whichever copy came first."""
    others = [name for name in columns_of(record) if name not in record.key]
    if not others or warehouse.execute("select 1 from standing limit 1").fetchone() is None:
        return
    better = ", ".join(f'"{name}" = least(fact."{name}", standing."{name}")' for name in others)
    differs = " or ".join(f'least(fact."{name}", standing."{name}") is distinct from fact."{name}"' for name in others)
    same = _same_key(record, "standing")
    for moved in ("fact", "standing"):
        note_parts(
            warehouse,
            f"core.{record.name}",
            f"(select {moved}.* from core.{record.name} as fact join standing on {same} where {differs})",
        )
    warehouse.execute(f"update core.{record.name} as fact set {better} from standing where {same} and ({differs})")


def staged_rows(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, record: str, condition: str, values: list[object]
) -> str | None:
    """A FROM clause over the staged files that `condition` on audit.staged_file chooses; None if there is none."""
    paths = warehouse.execute(
        f"select path from audit.staged_file where record = ? and {condition} order by path", [record, *values]
    ).fetchall()
    if not paths:
        return None
    listed = ", ".join("'" + str(workspace.home / path).replace("'", "''") + "'" for (path,) in paths)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def snapshot_records() -> list[Record]:
    return [record for record in RECORDS.values() if record.nature is Nature.SNAPSHOT]


def event_records() -> list[Record]:
    return [record for record in RECORDS.values() if record.nature is Nature.EVENT]
