"""`kinerja verify`: whether what is stored is what was recorded (integrity), and all of it there (completeness)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.ledger.archive_check import check_archive, check_destroyed, check_staged, remarks_on_archive
from etl.ledger.copy_check import check_copy
from etl.ledger.finding import Finding
from etl.ledger.log_check import Log, check_anchor, check_log, read_log, remarks_on_log
from etl.ledger.quarantine_check import remarks_on_quarantine
from etl.ledger.schema_check import check_schema
from etl.ledger.table_check import check_dead_loads, check_publications, check_tables, check_totals, remarks_on_account
from etl.locking import PATIENCE_SECONDS, workspace_lock
from etl.settings import Workspace
from etl.workspace import require_current
from warehouse.engines.duckdb import connect


@dataclass(frozen=True)
class Verification:
    """`broken`: what is not as it was recorded. `incomplete`: what is missing or waits, though nothing was altered."""

    entries: int
    files: int
    broken: tuple[Finding, ...]
    incomplete: tuple[Finding, ...]


def verify(workspace: Workspace, anchors: Sequence[Path] = (), *, patience: float = PATIENCE_SECONDS) -> Verification:
    """Check log, anchors, schema, archive, staged files, tables, publications and the copy for readers; writes nothing.

    Raises WrongUsage for a warehouse of another version or an anchor that is none, KinerjaError when a load is still
    at work after `patience` seconds.
    """
    with (
        workspace_lock(workspace, shared=True, patience=patience),
        connect(workspace.warehouse, read_only=True, vocabulary=False) as warehouse,
    ):
        try:
            require_current(workspace, warehouse)
            return _verified(workspace, warehouse, anchors)
        except duckdb.Error as fault:
            damaged = f"one that is damaged ({type(fault).__name__})"
            broken = Finding(workspace.warehouse.name, "a file of which everything can be read", damaged)
            return Verification(0, 0, (broken,), ())


def _verified(workspace: Workspace, warehouse: duckdb.DuckDBPyConnection, anchors: Sequence[Path]) -> Verification:
    log = read_log(warehouse)
    broken = [*_readable(check_log(log, workspace))]
    for anchor in anchors:
        broken += _readable(check_anchor(log, anchor))
    incomplete = [*_readable(remarks_on_log(log, workspace))]
    broken = broken or [*check_schema(warehouse)]
    if not broken:
        broken += _readable(_check_all(log, workspace, warehouse))
        incomplete += _readable(remarks_on_archive(log, workspace))
        incomplete += _readable(remarks_on_quarantine(warehouse, workspace))
        incomplete += _readable(_unfinished(log, workspace))
        incomplete += _readable(remarks_on_account(log, warehouse, workspace))
    files = sum(1 for _ in log.of_kind("FILE_RECEIVED", "FILE_REFUSED"))
    return Verification(log.size, files, tuple(broken), tuple(incomplete))


def _check_all(log: Log, workspace: Workspace, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """What the log vouches for; looked at only where the log itself is whole."""
    yield from check_archive(log, workspace)
    if not workspace.destroying.exists():
        yield from check_destroyed(log, workspace)
    yield from check_staged(log, workspace)
    yield from check_totals(log, warehouse)
    yield from check_tables(log, warehouse)
    yield from check_dead_loads(log, warehouse)
    yield from check_publications(log, warehouse)
    yield from check_copy(log, workspace)


def _unfinished(log: Log, workspace: Workspace) -> Iterator[Finding]:
    """A destruction that counts, but was killed before everything was gone."""
    if workspace.destroying.exists():
        yield Finding(
            "destroying", "a destruction that is finished", "one that was killed: the next command finishes it"
        )
        yield from check_destroyed(log, workspace)


def _readable(findings: Iterator[Finding]) -> Iterator[Finding]:
    """An entry that hangs together but says what no version ever wrote is a finding too, not a fault of the program."""
    try:
        yield from findings
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        yield Finding("audit.ledger", "entries as this program writes them", f"another shape ({type(fault).__name__})")
