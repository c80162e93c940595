"""Which picture is in force: of each source the newest `as_at`, ties the greater sha256 (contract section 3).

A picture that lost more than the source's `max_shrink` of the rows of the next older one is not taken:
half an export must not empty a register. This is decided again at every commit, so that the order in
which files arrive does not matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import duckdb

from etl.arrival import date_in
from etl.facts import list_of
from etl.records import Record
from etl.settings import Source
from warehouse.parts import note_every


@dataclass(frozen=True)
class Snapshot:
    """One file of a snapshot kind that stands: read, not refused for another reason, not withdrawn."""

    source: str
    record: str
    file_id: int
    as_at: datetime
    sha256: str
    rows: int


SHRUNK = "SHRUNK"
OF_ONE_MOMENT = """
select chosen.source, chosen.as_at, taken.original_name as counts, left_out.original_name as does_not_count,
    greatest(chosen.load_id, other.load_id) as load_id
from core.snapshot as chosen
join core.snapshot as other
    on other.source = chosen.source and other.as_at = chosen.as_at and other.file_id <> chosen.file_id
    and other.verdict = 'OLDER'
join audit.source_file as taken on taken.file_id = chosen.file_id
join audit.source_file as left_out on left_out.file_id = other.file_id
where chosen.in_force order by chosen.source, does_not_count, left_out.file_id
"""
"""Pictures of one moment: the digest decides which counts, and often they are two halves of one export."""


def in_force(snapshots: Iterable[Snapshot], max_shrink: Decimal) -> tuple[Snapshot | None, set[int]]:
    """Of one source's snapshots the one in force, and the file_ids of those that shrank too much."""
    ordered = sorted(snapshots, key=lambda one: (one.as_at, one.sha256))
    shrunk = {one.file_id for one in ordered if _lost_too_much(one, _next_older(one, ordered), max_shrink)}
    standing = [one for one in ordered if one.file_id not in shrunk]
    return (standing[-1] if standing else None), shrunk


def _next_older(snapshot: Snapshot, ordered: list[Snapshot]) -> Snapshot | None:
    older = [one for one in ordered if one.as_at < snapshot.as_at]
    return older[-1] if older else None


def _lost_too_much(snapshot: Snapshot, older: Snapshot | None, max_shrink: Decimal) -> bool:
    return older is not None and older.rows - snapshot.rows > max_shrink * older.rows


def decide(warehouse: duckdb.DuckDBPyConnection, sources: Mapping[str, Source]) -> set[str]:
    """Decide every source's picture in force anew in `core.snapshot`; returns the record types that changed."""
    before = _chosen(warehouse)
    groups: dict[str, list[Snapshot]] = {}
    for row in warehouse.execute(
        "select source, record, file_id, as_at, sha256, rows from core.snapshot "
        "where file_id not in (select file_id from audit.withdrawal)"
    ).fetchall():
        groups.setdefault(row[0], []).append(Snapshot(*row))
    warehouse.execute(
        "update core.snapshot set in_force = false, verdict = 'OLDER' where in_force or verdict <> 'OLDER'"
    )
    for source, snapshots in sorted(groups.items()):
        allowed = sources[source].max_shrink if source in sources else Source.model_fields["max_shrink"].default
        _record(warehouse, *in_force(snapshots, allowed))
    warehouse.execute(
        "update core.snapshot set verdict = 'WITHDRAWN' where file_id in (select file_id from audit.withdrawal)"
    )
    note_every(warehouse, "core.snapshot")
    after = _chosen(warehouse)
    return {record for record, _ in before ^ after}


def came_back(warehouse: duckdb.DuckDBPyConnection, load_id: int) -> tuple[str, ...]:
    """Names of files of a load whose bytes are an older picture's, though they bear a date like that in force.

    Somebody took a change back. As a repeat such a file loads nothing, and the change stands.
    """
    repeated = warehouse.execute(
        "select arrival.original_name, chosen.as_at from audit.arrival as arrival "
        "join core.snapshot as older on older.file_id = arrival.file_id and older.verdict = 'OLDER' "
        "join core.snapshot as chosen on chosen.source = older.source and chosen.in_force "
        "where arrival.load_id = ? and arrival.outcome = 'REPEATED' and chosen.as_at > older.as_at "
        "order by arrival.arrival_no",
        [load_id],
    ).fetchall()
    return tuple(name for name, as_at in repeated if (date_in(name) or "") >= as_at.isoformat())


def _record(warehouse: duckdb.DuckDBPyConnection, chosen: Snapshot | None, shrunk: set[int]) -> None:
    if chosen is not None:
        warehouse.execute(
            "update core.snapshot set in_force = true, verdict = 'IN_FORCE' where file_id = ?", [chosen.file_id]
        )
    if shrunk:
        warehouse.execute(f"update core.snapshot set verdict = '{SHRUNK}' where file_id in ({_numbers(shrunk)})")


def _chosen(warehouse: duckdb.DuckDBPyConnection) -> set[tuple[str, int]]:
    return set(warehouse.execute("select record, file_id from core.snapshot where in_force").fetchall())


def _numbers(values: Iterable[int]) -> str:
    return ", ".join(str(value) for value in sorted(values))


def replace_facts(warehouse: duckdb.DuckDBPyConnection, record: Record, rows: str | None) -> None:
    """`core.<record>` becomes what the pictures in force say; the former contents stay in TEMP `old_<record>`.

    Where two sources speak of the same key the newer picture counts, then the greater sha256.
    """
    warehouse.execute(f"create or replace temp table old_{record.name} as from core.{record.name}")
    warehouse.execute(f"delete from core.{record.name}")
    note_every(warehouse, f"core.{record.name}")
    if rows is None:
        return
    # complaint carries as_at itself: the moment of the file fills it where the rows do not say it
    columns = ", ".join(
        f'coalesce(staged."{name}", snapshot.as_at) as "{name}"' if name == "as_at" else f'staged."{name}"'
        for name in record.column_names
    )
    warehouse.execute(
        f"""
        insert into core.{record.name} by name
        select staged.load_id, staged.file_id, staged.record_no, staged.item_no, {columns}
        from {rows} as staged
        join core.snapshot as snapshot on snapshot.file_id = staged.file_id and snapshot.in_force
        qualify row_number() over (
            partition by {list_of(record.key, "staged.")}
            order by snapshot.as_at desc, snapshot.sha256 desc, staged.file_id, staged.record_no, staged.item_no
        ) = 1
        """
    )
