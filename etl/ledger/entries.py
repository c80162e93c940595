"""Appending to `audit.ledger`, within the transaction of the data that the entries speak of."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from etl.ledger.canonical import canonical, parse
from etl.ledger.merkle import leaf_hash

Told = tuple[str, Mapping[str, Any]]
"""Kind of an entry and what it says."""


def append(warehouse: duckdb.DuckDBPyConnection, told: Sequence[Told], *, at: datetime | None = None) -> int:
    """Add entries; returns the size of the log. The caller holds the workspace lock: numbers leave no gap.

    `at`: when it was recorded, UTC; default now.
    """
    size = size_of(warehouse)
    moment = (at or datetime.now(UTC)).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    rows = []
    for seq, (kind, content) in enumerate(told, start=size + 1):
        entry = canonical({"seq": seq, "kind": kind, "at": moment, "content": content})
        rows.append({"seq": seq, "kind": kind, "entry": entry.decode(), "leaf_hash": leaf_hash(entry).hex()})
    _insert(warehouse, rows)
    return size + len(rows)


def _insert(warehouse: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]]) -> None:
    if rows:
        warehouse.register("log_rows", pa.Table.from_pylist(rows))
        warehouse.execute("insert into audit.ledger by name select * from log_rows order by seq")
        warehouse.unregister("log_rows")


def append_recorded(warehouse: duckdb.DuckDBPyConnection, entries: Sequence[bytes]) -> None:
    """Add entries of another log as they are: the log of a warehouse that is made again."""
    rows = []
    for line in entries:
        said = parse(line)
        rows.append(
            {"seq": said["seq"], "kind": said["kind"], "entry": line.decode(), "leaf_hash": leaf_hash(line).hex()}
        )
    _insert(warehouse, rows)


def size_of(warehouse: duckdb.DuckDBPyConnection) -> int:
    """Entries in the log, which is the number of the last one."""
    found = warehouse.execute("select coalesce(max(seq), 0) from audit.ledger").fetchone()
    return int(found[0]) if found else 0


def entries_after(warehouse: duckdb.DuckDBPyConnection, seq: int) -> list[tuple[int, str, str, str]]:
    """seq, kind, entry and leaf hash of the entries after `seq`, in their order."""
    return warehouse.execute(
        "select seq, kind, entry, leaf_hash from audit.ledger where seq > ? order by seq, leaf_hash", [seq]
    ).fetchall()


def newest_of(warehouse: duckdb.DuckDBPyConnection, *kinds: str) -> str | None:
    """The newest entry of these kinds, in canonical JSON."""
    marks = ", ".join("?" for _ in kinds)
    found = warehouse.execute(
        f"select entry from audit.ledger where kind in ({marks}) order by seq desc limit 1", list(kinds)
    ).fetchone()
    return None if found is None else str(found[0])
