"""Whether readers open what was committed: the newest copy of the warehouse, and the marts beside it."""

from collections.abc import Iterator
from filecmp import cmp
from pathlib import Path

import duckdb

from etl.errors import KinerjaError
from etl.ledger.finding import Finding
from etl.ledger.log_check import Log, read_log
from etl.ledger.schema_check import check_schema
from etl.ledger.table_check import check_tables
from etl.serving.snapshot import differing_marts, newest_copy
from etl.settings import Workspace
from warehouse.engines.duckdb import connect
from warehouse.migrate import is_current

WHERE = "serving/current"


def check_copy(log: Log, workspace: Workspace) -> Iterator[Finding]:
    """Before the first step there is no copy; older ones are nobody's any more and are left alone.

    A copy with the bytes of the warehouse is as sound as that. One that is behind, or was altered, is held against the
    log as far as it came.
    """
    copy = newest_copy(workspace)
    if copy is None:
        return
    try:
        if not _is_the_file(copy, workspace.warehouse):
            yield from _check_tables_of(copy, log)
        for name in differing_marts(copy.parent):
            yield Finding(f"{WHERE}/mart/{name}", "the rows of the copy beside it", "others, or no such file")
    except (duckdb.Error, KinerjaError) as fault:
        damaged = f"one that is damaged ({type(fault).__name__})"
        yield Finding(WHERE, "a copy of which everything can be read", damaged)


def _is_the_file(copy: Path, warehouse: Path) -> bool:
    """What waits in DuckDB's own log beside the warehouse is not in its file yet."""
    return not warehouse.with_name(f"{warehouse.name}.wal").exists() and cmp(copy, warehouse, shallow=False)


def _check_tables_of(copy: Path, log: Log) -> Iterator[Finding]:
    with connect(copy, read_only=True, vocabulary=False) as shown:
        known = read_log(shown)
        if known.broken or known.leaves != log.leaves[: known.size]:
            yield Finding(f"{WHERE}, audit.ledger", "the log of the warehouse, or its beginning", "another one")
            return
        found = [*(check_schema(shown) if is_current(shown) else ())]
        found = found or [*check_tables(log.until(known.size), shown)]
        for one in found:
            yield Finding(f"{WHERE}, {one.where}", one.expected, one.found)
