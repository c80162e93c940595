"""PostgreSQL for many readers: after every committed step a server holds what the warehouse of the workspace holds.

DuckDB computes in the workspace, PostgreSQL shows. The server has a copy of the log, whose size tells how far it came;
the entries after that tell which parts of which tables have changed. One transaction replaces these, the log and the
digests with them: a kill, a restart or a cut at any moment leaves the state before or the state after, and the next
step sees which. Readers are never kept waiting.
"""

import json
import random
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

import duckdb

from etl.errors import IntegrityBroken, KinerjaError
from etl.ledger.entries import entries_after, size_of
from etl.pseudonym_key import pseudonym_key
from etl.serving.server_tables import add_rows, copy_answer, copy_rows, delete_rows, held_parts, note_held
from etl.settings import Workspace
from etl.workspace import require_current
from warehouse.access.pseudonyms import add_pseudonyms
from warehouse.buckets import KEPT
from warehouse.engines.duckdb import connect
from warehouse.engines.postgresql import TRANSIENT, Server, ServerUnavailable, ask_server, explained, open_server
from warehouse.migrate import PUBLISHING, TURN_SECONDS, upgrade_server
from warehouse.parts import EXEMPT, Digests, among, kept_tables, parting_in, standing, stretches

TRIES = 3
"""How often a step is tried that another user of the server stood in the way of."""
LOG = "audit.ledger"
SCHEMA_TOLD = ("CREATED", "UPGRADED")
"""Entries that tell what all tables hold."""
UNTOLD = ("audit.load", *sorted(EXEMPT.keys() - {LOG, KEPT}))
"""Small tables whose rows change without an entry: loads that were reserved or died, events that were delivered."""

SHOWN = {"audit.shown_attendance_day": ("board.attendance_day", {"core.attendance_day", "core.units", "mart.fairness"})}
"""Table of the server -> the view whose answer it holds, and what that rests on: computed here, shown there."""
_FIRST = {
    "42501": "The login may not do it: one of the role writer publishes, and after an upgrade of the program one of "
    "the role owner once (docs/runbooks/roles.md). Then run kinerja load",
    "55P03": "Somebody there has a long query or an open transaction, or publishes. Later run kinerja load",
}
"""SQLSTATE -> what to do, where more is known than that something is wrong."""


def publish_to_server(workspace: Workspace, url: str, *, anew: bool = False) -> None:
    """Let the server show what is committed now; the workspace is held by the caller.

    `anew`: all of it, whatever the server says it has. Raises KinerjaError where it cannot: everything is committed,
    and the next step publishes it. Raises IntegrityBroken where the server holds what this workspace does not know.
    """
    for further in reversed(range(TRIES)):
        try:
            upgrade_server(url)
            with connect(workspace.warehouse, read_only=True) as warehouse, _transaction(url) as server:
                require_current(workspace, warehouse)
                _publish(warehouse, server, anew=anew)
                _give_pseudonyms(workspace, server)
        except ServerUnavailable as fault:
            if not (further and fault.sqlstate in TRANSIENT):
                raise _postponed(fault) from None
            time.sleep(1 + random.random())  # noqa: S311 - so that two do not meet again at once
        else:
            return


@contextmanager
def _transaction(url: str) -> Iterator[Server]:
    """One transaction of one publication at a time, whoever publishes."""
    with explained(url), open_server(url) as server:
        ask_server(server, f"set local lock_timeout = '{TURN_SECONDS:g}s'")
        ask_server(server, f"select pg_advisory_xact_lock({PUBLISHING})")
        yield server
        server.commit()


def _publish(warehouse: duckdb.DuckDBPyConnection, server: Server, *, anew: bool) -> None:
    known = known_entries(warehouse, server)
    fresh = entries_after(warehouse, 0 if anew else known)
    kept = set(kept_tables(warehouse)) - set(UNTOLD)
    told = [_digests_of(kind, entry, kept) for _, kind, entry, _ in fresh]
    changed = {table for digests in told for table in digests}
    held = held_parts(server, changed)
    if anew:
        held = {table: _emptied(server, table, parts) for table, parts in held.items()}
    elif any(kind in SCHEMA_TOLD for _, kind, _, _ in fresh):
        held = {table: _still_held(server, table, parts) for table, parts in held.items()}
    wanted = standing(told, held)
    for table in sorted(changed):
        _replace(warehouse, server, table, held[table], wanted[table])
    for table, (view, inputs) in SHOWN.items():
        if inputs & changed:
            copy_answer(warehouse, server, table, view)
    copy_rows(warehouse, server, LOG, [f"seq > {known}"])
    for table in UNTOLD:
        delete_rows(server, table, "true")
        copy_rows(warehouse, server, table, ["true"])


def _digests_of(kind: str, entry: str, kept: Collection[str]) -> Mapping[str, Mapping[str, object]]:
    """What an entry says of tables that there are today; of a new schema it leaves out those without rows."""
    digests = json.loads(entry)["content"].get("digests", {})
    empty = {table: {"every": True, "parts": {}} for table in kept} if kind in SCHEMA_TOLD and digests else {}
    return {**empty, **{table: content for table, content in digests.items() if table in kept}}


def _still_held(server: Server, table: str, held: Digests) -> Digests:
    """After an upgrade, which may have made a table anew: its parts, or none and no rows where some are missing."""
    ((rows,),) = ask_server(server, f"select count(*) from {table}")
    if rows == sum(number for number, _ in held.values()):
        return held
    return _emptied(server, table, held)


def _emptied(server: Server, table: str, held: Digests) -> Digests:
    """The table has no row and no part from now on."""
    delete_rows(server, table, "true")
    note_held(server, table, held, {})
    return {}


def known_entries(warehouse: duckdb.DuckDBPyConnection, server: Server) -> int:
    """How many entries the server has. Raises IntegrityBroken unless they are the first ones of this workspace."""
    leaves = "string_agg(leaf_hash, '' order by seq)"
    ((size, told),) = ask_server(server, f"select count(*), encode(sha256({leaves}::bytea), 'hex') from {LOG}")
    ours = warehouse.execute(f"select count(*), sha256({leaves}) from {LOG} where seq <= ?", [size]).fetchone()
    if ours != (size, told):
        raise IntegrityBroken(
            "the server of $KINERJA_WAREHOUSE",
            expected=f"the log of this workspace ({size_of(warehouse)} entries), or its beginning",
            found=f"{size} entries that are not: the server is ahead, or another workspace's",
            todo="Nothing was published; the workspace is as committed. Run kinerja verify to see whether it was set "
            "back; else name its own database, or an empty one.",
        )
    return int(size)


def _replace(warehouse: duckdb.DuckDBPyConnection, server: Server, table: str, held: Digests, wanted: Digests) -> None:
    """Let the server have the parts of a table as they are wanted. Raises IntegrityBroken where the file has others."""
    gone = {part for part, digest in held.items() if wanted.get(part) != digest}
    coming = {part: rows for part, (rows, digest) in wanted.items() if held.get(part) != (rows, digest)}
    if not gone and not coming:
        return
    parting = parting_in(warehouse, table)
    if gone:
        delete_rows(server, table, "true" if len(gone) == len(held) else among(parting, gone))
    rows = copy_rows(warehouse, server, table, stretches(warehouse, table, parting, coming if held else None))
    if rows != sum(coming.values()):
        raise IntegrityBroken(
            table,
            expected=f"{sum(coming.values())} rows, as the log says",
            found=f"{rows}",
            todo="Nothing was published. Run kinerja verify: the file was changed by another program.",
        )
    note_held(server, table, gone, {part: wanted[part] for part in coming})
    ask_server(server, f"analyze {table}")


def _give_pseudonyms(workspace: Workspace, server: Server) -> None:
    """Where there are roles: whoever was scored for the first time gets the name that BI readers see."""
    if ask_server(server, "select to_regclass('access.pseudonym') is not null") == [(True,)]:
        add_pseudonyms(
            lambda query: ask_server(server, query),
            lambda told: add_rows(
                server, "access.pseudonym", [{"person_id": one, "pseudonym": name} for one, name in told]
            ),
            pseudonym_key(workspace),
        )


def _postponed(fault: ServerUnavailable) -> KinerjaError:
    first = _FIRST.get(fault.sqlstate, "Mend it, then run kinerja load")
    return KinerjaError(
        fault.where,
        expected=fault.expected,
        found=fault.found,
        todo=f"Everything is committed in the workspace, and the server shows what it had. {first}: every step "
        "publishes all that the server lacks.",
    )
