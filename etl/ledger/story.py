"""What the log says: one function for each thing that happens, called once in the transaction that lets it count.

An entry holds no NIP, no name and no value of a person. What may name one (names of files, reasons in words, which
records were refused) is kept in the archive like data, and the entry holds its sha256 as `kept`. From archive and
export alone every load can be made again in its order.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib.metadata import version
from typing import Any

import duckdb

from etl.archive import keep_content
from etl.durable import sha256_of
from etl.ledger.canonical import canonical, parse
from etl.ledger.entries import Told, append, newest_of
from etl.loads import newest_load, rulebooks_sha256
from etl.settings import Workspace
from warehouse.buckets import forget
from warehouse.engines.duckdb import ask
from warehouse.parts import begin_noting, changed_digests, every_digest, kept_tables, note_every, note_parts
from warehouse.scoring.revisions import MAPS

_PRIVATE = ("original_name", "reason")
_OF_A_LOAD = {"configuration": "name", "staged_file": "record, month", "arrival": "arrival_no", "replay": "file_id"}
"""Tables of `audit` whose rows an entry repeats, and their order."""


def log_load(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    load_id: int,
    *,
    restaged: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Log a load, replay, withdrawal or destruction that is closed in this transaction: files, what it changed.

    `restaged`: the staged files of which a destruction took rows, and what took their place.
    """
    _note_audit(warehouse, load_id)
    adopt_rulebooks(warehouse, workspace)
    append(warehouse, [*files_of(warehouse, load_id, restaged), load_of(warehouse, workspace, load_id, digested=True)])


def files_of(
    warehouse: duckdb.DuckDBPyConnection, load_id: int, restaged: Sequence[Mapping[str, Any]] = ()
) -> list[Told]:
    """An entry for every file of a load: what came in and its control totals, what stopped counting or is gone."""
    files = _rows(warehouse, "select * from audit.source_file where load_id = ? order by file_id", load_id)
    gone = _rows(
        warehouse,
        "select file_id, load_id, withdrawn_at, sha256 from audit.withdrawal join "
        "(select file_id, sha256 from audit.source_file) as file using (file_id) where load_id = ? order by file_id",
        load_id,
    )
    destroyed = _rows(
        warehouse,
        "select gone.*, file.sha256, archive_sha256, snapshot.rows as snapshot_rows from audit.destruction as gone "
        "join audit.source_file as file using (file_id) left join core.snapshot as snapshot using (file_id) "
        "where gone.load_id = ? order by gone.file_id",
        load_id,
    )
    kinds = {"LOADED": "FILE_RECEIVED", "REFUSED": "FILE_REFUSED"}
    return [
        *((kinds[file["status"]], _without_private(file)) for file in files),
        *(("FILE_WITHDRAWN", file) for file in gone),
        *(
            ("FILE_DESTROYED", file | {"restaged": [*restaged], "coverage": _coverage(warehouse, file["file_id"])})
            for file in destroyed
        ),
    ]


def _coverage(warehouse: duckdb.DuckDBPyConnection, file_id: int) -> list[dict[str, Any]]:
    """From when to when the file spoke of each device: without its bytes nothing else could tell."""
    return _rows(
        warehouse,
        "select device_address, first_punched_at, last_punched_at, cumulative from core.device_coverage "
        "where file_id = ? order by all",
        file_id,
    )


def load_of(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int, *, digested: bool) -> Told:
    """The load itself: with the rows of `audit` that it wrote, and the digests of the parts of tables it changed."""
    told = _rows(warehouse, "select * from audit.load where load_id = ?", load_id)[0]
    del told["state"]
    for table, order in _OF_A_LOAD.items():
        rows = _rows(warehouse, f"select * from audit.{table} where load_id = ? order by {order}", load_id)
        told[table] = [_without_private({**row, "load_id": None}) for row in rows]
    told["abandoned"] = _abandoned_before(warehouse, load_id)
    quarantined, kept = _keep_private(warehouse, workspace, load_id)
    told |= {"quarantined": quarantined, "kept": kept}
    if digested:
        told["digests"] = changed_digests(warehouse)
    return "LOAD_COMMITTED", told


def _abandoned_before(warehouse: duckdb.DuckDBPyConnection, load_id: int) -> list[dict[str, Any]]:
    """The loads that died since the one committed before: their numbers are used up."""
    return _rows(
        warehouse,
        "select * from audit.load where state = 'ABANDONED' and load_id < $1 and load_id > (select "
        "coalesce(max(load_id), 0) from audit.load where state = 'COMMITTED' and load_id < $1) order by load_id",
        load_id,
    )


def dead_loads(warehouse: duckdb.DuckDBPyConnection) -> dict[int, dict[str, Any]]:
    """By their number the loads that were not committed, as an entry tells them."""
    return {row["load_id"]: row for row in _rows(warehouse, "select * from audit.load where state <> 'COMMITTED'")}


def _keep_private(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int) -> tuple[int, str]:
    """Archive what may name a person, and which items were refused and why; returns their number, and the sha256."""

    def listed(query: str) -> list[list[Any]]:
        return [list(map(_plain, row)) for row in warehouse.execute(query, [load_id]).fetchall()]

    quarantine = listed(
        "select file_id, record_no, item_no, record_type, column_name, reason_code from audit.quarantine "
        "where load_id = ? order by all"
    )
    private = {
        "files": listed(
            "select file_id, original_name, reason from audit.source_file where load_id = ? order by file_id"
        ),
        "arrivals": listed("select arrival_no, original_name from audit.arrival where load_id = ? order by arrival_no"),
        "withdrawals": listed("select file_id, reason from audit.withdrawal where load_id = ? order by file_id"),
        "quarantine": quarantine,
    }
    return len(quarantine), keep_content(workspace.archive, canonical(private))


def _note_audit(warehouse: duckdb.DuckDBPyConnection, load_id: int) -> None:
    """The rows of `audit` that a load writes; a replay also resolves rows of loads before it."""
    for table in kept_tables(warehouse):
        if table.startswith("audit.") and table not in ("audit.scoring", "audit.rulebook_confirmation"):
            note_parts(warehouse, table, f"(select * from {table} where load_id = {load_id})")
    note_parts(warehouse, "audit.quarantine", f"(select * from audit.quarantine where resolved_load_id = {load_id})")


def adopt_rulebooks(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> int:
    """Log every rulebook that is not the one adopted last under its name, and archive it; returns the log's size."""
    known = dict(
        warehouse.execute(
            "select entry -> 'content' ->> 'name', arg_max(entry -> 'content' ->> 'sha256', seq) from audit.ledger "
            "where kind = 'RULEBOOK_ADOPTED' group by all"
        ).fetchall()
    )
    found = rulebooks_in(workspace)
    adopted: list[Told] = []
    for name, sha256 in found.items():
        if known.get(name) != sha256:
            keep_content(workspace.archive, (workspace.home / name).read_bytes())
            adopted.append(("RULEBOOK_ADOPTED", {"name": name, "sha256": sha256}))
    return append(warehouse, adopted)


def rulebooks_in(workspace: Workspace) -> dict[str, str]:
    """Path below the workspace and sha256 of every rulebook as it is."""
    paths = sorted(workspace.home.glob("rulebooks/*.toml"))
    return {str(path.relative_to(workspace.home)): sha256_of(path) for path in paths}


def log_scoring(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    period: str,
    *,
    revision: int | None,
    as_of_seq: int,
    scored_at: datetime | None,
) -> None:
    """Log that a period was scored; `revision` is None where no figure changed, but what it rests on did.

    `scored_at` is that of the row of `audit.scoring`, UTC; None where there is no new one.

    The rows of the revision, and maps that were noted since the scoring began, are told by their digests.
    """
    note_parts(warehouse, "audit.scoring", f"(select '{period}' as period)")
    if revision is not None:
        _note_revision(warehouse, period, revision)
    told = {
        "period": period,
        "revision": revision,
        "load_id": newest_load(warehouse),
        "as_of_seq": as_of_seq,
        "scored_at": _plain(scored_at),
        "code_version": version("kinerja"),
        "rulebooks_sha256": rulebooks_sha256(workspace),
        "rulebooks": [{"name": name, "sha256": sha256} for name, sha256 in rulebooks_in(workspace).items()],
        "agency": keep_content(workspace.archive, (workspace.home / "agency.toml").read_bytes()),
        "digests": changed_digests(warehouse),
    }
    append(warehouse, [("PERIOD_SCORED", told)])


def _note_revision(warehouse: duckdb.DuckDBPyConnection, period: str, revision: int) -> None:
    for table in kept_tables(warehouse):
        if table.startswith("mart.") and not table.endswith("publication") and table.removeprefix("mart.") not in MAPS:
            number = "revision_to" if table == "mart.restatement" else "revision"
            rows = f"(select * from {table} where period = '{period}' and {number} = {revision})"
            note_parts(warehouse, table, rows)


def log_publication(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, period: str, revision: int, *, money: bool
) -> None:
    """Log that a revision was declared final, or its money columns."""
    begin_noting(warehouse)
    table = "mart.money_publication" if money else "mart.publication"
    note_parts(warehouse, table, f"(select '{period}' as period, {revision} as revision)")
    query = f"select * from {table} where period = ? and revision = ?"
    told = _published(workspace, _rows(warehouse, query, period, revision)[0])
    kind = "MONEY_PUBLISHED" if money else "PERIOD_PUBLISHED"
    append(warehouse, [(kind, told | {"digests": changed_digests(warehouse)})])


def _published(workspace: Workspace, row: dict[str, Any]) -> dict[str, Any]:
    """A publication; the reason for which open days were accepted may name somebody."""
    private = {"accepted_unknown": row.pop("accepted_unknown", None)}
    return row | {"kept": keep_content(workspace.archive, canonical(private))}


def log_confirmation(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, rulebook: str, sha256: str, decree: str
) -> None:
    """Log that somebody answers for a rulebook."""
    adopt_rulebooks(warehouse, workspace)
    begin_noting(warehouse)
    note_every(warehouse, "audit.rulebook_confirmation")
    query = "select * from audit.rulebook_confirmation where rulebook = ? and sha256 = ? and decree = ?"
    told = _rows(warehouse, query, rulebook, sha256, decree)[0]
    append(warehouse, [("RULEBOOK_CONFIRMED", told | {"digests": changed_digests(warehouse)})])


def decided_before(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> list[tuple[datetime, list[Told]]]:
    """Confirmations, scorings and publications made before there was a log, each with its time."""
    confirmed = _rows(warehouse, 'select * from audit.rulebook_confirmation order by "at", rulebook, decree')
    scored = _rows(
        warehouse,
        "select scoring.*, (select max(revision) from mart.performance_period as row where row.period = scoring.period "
        'and row.as_of_seq = scoring.as_of_seq) as revision from audit.scoring as scoring order by "at", period',
    )
    final = [
        (kind, _published(workspace, row))
        for kind, table in (("PERIOD_PUBLISHED", "publication"), ("MONEY_PUBLISHED", "money_publication"))
        for row in _rows(warehouse, f'select * from mart.{table} order by "at", period, revision')
    ]
    told = [
        *(("RULEBOOK_CONFIRMED", row) for row in confirmed),
        *(("PERIOD_SCORED", row) for row in scored),
        *final,
    ]
    return [(datetime.fromisoformat(row["at"]), [(kind, row)]) for kind, row in told]


def log_schema(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, schema: str) -> None:
    """Log the schema that the warehouse has now, and what all tables hold in it: an upgrade may rewrite them."""
    kind = "CREATED" if newest_of(warehouse, "CREATED", "UPGRADED") is None else "UPGRADED"
    told = {"agency": workspace.agency().code, "schema": schema, "code_version": version("kinerja")}
    forget(warehouse)
    append(warehouse, [(kind, told | {"digests": every_digest(warehouse)})])


def log_key(warehouse: duckdb.DuckDBPyConnection, verifier: str) -> None:
    """Log the key that signs checkpoints from now on."""
    append(warehouse, [("KEY_ADOPTED", {"verifier": verifier})])


def newest_told(warehouse: duckdb.DuckDBPyConnection, name: str, *kinds: str) -> str | None:
    """What the newest entry of these kinds says under `name`."""
    entry = newest_of(warehouse, *kinds)
    return None if entry is None else str(parse(entry.encode())["content"][name])


def _rows(warehouse: duckdb.DuckDBPyConnection, query: str, *values: Any) -> list[dict[str, Any]]:
    names, rows = ask(warehouse, query, list(values))
    return [{name: _plain(cell) for name, cell in zip(names, row, strict=True) if cell is not None} for row in rows]


def _without_private(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _PRIVATE and value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
