"""Before a command writes: the log is in order, its export caught up, and what an upgrade did is on record."""

from operator import itemgetter
from typing import TYPE_CHECKING

import duckdb

from etl.errors import IntegrityBroken
from etl.ledger.checkpoint import signing_key
from etl.ledger.entries import Told, append, newest_of, size_of
from etl.ledger.export import begin_export, check_export, export, export_path
from etl.ledger.story import decided_before, files_of, load_of, log_key, log_schema, newest_told
from etl.settings import Workspace
from warehouse.engines.duckdb import connect, kept_functions, transaction
from warehouse.migrate import schema_of

if TYPE_CHECKING:
    from datetime import datetime


def is_in_order(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> bool:
    """Whether the export has caught up and schema and key are on record. The workspace lock is held.

    Raises IntegrityBroken when the warehouse is behind the export, tells another history or holds functions of its
    own, WrongUsage when the key that signs cannot be used.
    """
    _refuse_kept_functions(warehouse)
    if size_of(warehouse) == 0 and not export_path(workspace).exists():
        begin_export(workspace)
    exported, checkpoint = check_export(warehouse, workspace)
    healed = checkpoint is not None and checkpoint.size == exported.size == size_of(warehouse)
    return healed and _is_recorded(warehouse, workspace) and not exported.rest


def put_in_order(workspace: Workspace) -> None:
    """Heal what a killed command left, and record a new schema or key. Raises as `is_in_order`."""
    with connect(workspace.warehouse) as warehouse:
        if not is_in_order(warehouse, workspace):
            with transaction(warehouse):
                _record(warehouse, workspace)
            export(warehouse, workspace)


def _refuse_kept_functions(warehouse: duckdb.DuckDBPyConnection) -> None:
    """What is computed by a forged function would be logged as true."""
    for name in kept_functions(warehouse):
        raise IntegrityBroken(
            f"function {name}",
            expected="no function kept in the warehouse",
            found="one: it may answer for DuckDB's own",
            todo="Keep a copy of the warehouse as evidence, drop the macro, then kinerja verify. Nothing was written.",
        )


def _is_recorded(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> bool:
    return _schema_is_logged(warehouse) and not _unlogged_key(warehouse, workspace)


def _schema_is_logged(warehouse: duckdb.DuckDBPyConnection) -> bool:
    return newest_told(warehouse, "schema", "CREATED", "UPGRADED") == schema_of(warehouse)


def _unlogged_key(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> str | None:
    """What verifies the key that signs, unless the log knows it."""
    key = signing_key(workspace)
    known = key is None or newest_told(warehouse, "verifier", "KEY_ADOPTED") == key.verifier
    return None if key is None or known else key.verifier


def _record(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    if not _schema_is_logged(warehouse):
        if newest_of(warehouse, "CREATED", "UPGRADED") is None:
            _import(warehouse, workspace)
        log_schema(warehouse, workspace, schema_of(warehouse))
    verifier = _unlogged_key(warehouse, workspace)
    if verifier is not None:
        log_key(warehouse, verifier)


def _import(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """What was committed before there was a log, in the order and under the times in which it was recorded."""
    happened: list[tuple[datetime, list[Told]]] = [
        (moment, [*files_of(warehouse, load_id), load_of(warehouse, workspace, load_id, digested=False)])
        for moment, load_id in warehouse.execute(
            "select committed_at, load_id from audit.load where state = 'COMMITTED' order by load_id"
        ).fetchall()
    ]
    happened += decided_before(warehouse, workspace)
    for moment, told in sorted(happened, key=itemgetter(0)):
        append(warehouse, [(kind, {**content, "imported": True}) for kind, content in told], at=moment)
