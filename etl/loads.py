"""Loads: their numbers, their state, and by which rulebooks and settings they were made."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version

import duckdb

from etl.errors import KinerjaError
from etl.openlineage.load_story import begin_load, fail_load
from etl.openlineage.runs import Parent
from etl.settings import Workspace
from warehouse.engines.duckdb import connect, transaction


def reserve_load(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    through_at: datetime,
    files: int,
    *,
    sources: Sequence[str] | None = None,
    kind: str = "LOAD",
    parent: Parent | None = None,
) -> tuple[int, int]:
    """Reserve the next load_id and `files` file_ids, never to be used again; returns load_id and first file_id.

    The run that this begins is told in the same transaction; `parent` is the run of a DAG that it belongs to.
    """
    with transaction(warehouse):
        load_id, first_file_id = warehouse.execute(
            "select coalesce(max(load_id), 0) + 1, coalesce(max(last_file_id), 0) + 1 from audit.load"
        ).fetchone() or (1, 1)
        warehouse.execute(
            """
            insert into audit.load by name
            select ? as load_id, ? as kind, 'OPEN' as state, ? as started_at, ? as through_at, ? as code_version,
                   ? as settings_sha256, ? as rulebooks_sha256, ? as sources, ? as last_file_id
            """,
            [
                load_id,
                kind,
                now_utc(),
                through_at.astimezone(UTC).replace(tzinfo=None),
                version("kinerja"),
                _sha256_of(workspace, "agency.toml", "sources.toml", "mappings/*.toml"),
                rulebooks_sha256(workspace),
                ",".join(sources) if sources else None,
                first_file_id + files - 1,
            ],
        )
        begin_load(warehouse, workspace, load_id, parent)
    return load_id, first_file_id


def start_of(warehouse: duckdb.DuckDBPyConnection, load_id: int) -> datetime:
    """When the load began to look at what there is, UTC; the log keeps it, so that a rebuild judges by it again."""
    found = warehouse.execute("select started_at from audit.load where load_id = ?", [load_id]).fetchall()
    return found[0][0].replace(tzinfo=UTC)  # type: ignore[no-any-return] # a TIMESTAMP


def now_utc() -> datetime:
    """The clock of the log: when something was recorded, never an input of a model."""
    return datetime.now(UTC).replace(tzinfo=None)


def is_committed(warehouse: duckdb.DuckDBPyConnection, load_id: int) -> bool:
    found = warehouse.execute("select state from audit.load where load_id = ?", [load_id]).fetchone()
    return found is not None and found[0] == "COMMITTED"


def abandon_dead_loads(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Under the exclusive lock no load is at work: whatever is open died."""
    warehouse.execute("update audit.load set state = 'ABANDONED' where state = 'OPEN'")


def require_open(warehouse: duckdb.DuckDBPyConnection, load_id: int) -> None:
    """Refuse a load that was given up between its steps: what it found out about its files may hold no more."""
    if warehouse.execute("select 1 from audit.load where load_id = ? and state = 'OPEN'", [load_id]).fetchone() is None:
        raise KinerjaError(
            f"load {load_id}",
            expected="a load at work",
            found="one given up, as a withdrawal, a replay or a destruction was made between its steps",
            todo="Start a new load: its files are still in the inbox.",
        )


@contextmanager
def giving_up(workspace: Workspace, load_id: int) -> Iterator[None]:
    """A load whose own process ends by a fault is dead at once, and its run told as failed.

    Where the warehouse cannot be written now, the next load does both.
    """
    try:
        yield
    except Exception as fault:
        with suppress(KinerjaError, OSError, duckdb.Error), connect(workspace.warehouse) as warehouse:
            _give_up(warehouse, workspace, load_id, fault)
        raise


def _give_up(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int, fault: BaseException) -> None:
    with transaction(warehouse):
        given_up = warehouse.execute(
            "update audit.load set state = 'ABANDONED' where load_id = ? and state = 'OPEN' returning load_id",
            [load_id],
        ).fetchone()
        if given_up is not None:
            fail_load(warehouse, workspace, load_id, fault)


def close_load(warehouse: duckdb.DuckDBPyConnection, load_id: int, days: int) -> None:
    warehouse.execute(
        "update audit.load set state = 'COMMITTED', committed_at = ?, days = ? where load_id = ?",
        [now_utc(), days, load_id],
    )


def newest_load(warehouse: duckdb.DuckDBPyConnection) -> int | None:
    """The last load that counts."""
    found = warehouse.execute("select max(load_id) from audit.load where state = 'COMMITTED'").fetchone()
    return found[0] if found else None


def note_scoring(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    period: str,
    revision: int | None,
    *,
    as_of_seq: int,
    at: datetime | None = None,
) -> datetime | None:
    """Keep by which rulebooks and as of which load a period was scored; returns when, None where nothing is new.

    `at`: when it was, UTC; default now.
    """
    scored = [period, newest_load(warehouse), rulebooks_sha256(workspace)]
    last = warehouse.execute(
        'select period, load_id, rulebooks_sha256 from audit.scoring where period = ? order by "at" desc, '
        "load_id desc limit 1",
        [period],
    ).fetchone()
    if revision is None and last is not None and list(last) == scored:
        return None
    moment = at or now_utc()
    warehouse.execute(
        'insert into audit.scoring (period, load_id, rulebooks_sha256, "at", as_of_seq) values (?, ?, ?, ?, ?)',
        [*scored, moment, as_of_seq],
    )
    return moment


def latest_through_at(warehouse: duckdb.DuckDBPyConnection) -> datetime | None:
    """The instant up to which the loads committed so far have closed days."""
    found = warehouse.execute("select max(through_at) from audit.load where state = 'COMMITTED'").fetchone()
    return found[0].replace(tzinfo=UTC) if found and found[0] else None


def rulebooks_changed(warehouse: duckdb.DuckDBPyConnection) -> bool:
    """Whether the rulebooks of the load at work differ from those of the one committed before."""
    return _changed(warehouse, "rulebooks_sha256")


def settings_changed(warehouse: duckdb.DuckDBPyConnection) -> bool:
    """Whether agency.toml, sources.toml or a mapping differ from those of the load committed before."""
    return _changed(warehouse, "settings_sha256")


def _changed(warehouse: duckdb.DuckDBPyConnection, column: str) -> bool:
    found = warehouse.execute(
        f"select count(distinct {column}) from (select {column} from audit.load "
        "where state in ('OPEN', 'COMMITTED') order by load_id desc limit 2)"
    ).fetchone()
    return found is not None and found[0] > 1


def rulebooks_sha256(workspace: Workspace) -> str:
    """One digest of all rulebooks of the workspace, as every load keeps it."""
    return _sha256_of(workspace, "rulebooks/*.toml")


def _sha256_of(workspace: Workspace, *patterns: str) -> str:
    whole = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(workspace.home.glob(pattern)):
            content = path.read_bytes()
            whole.update(f"{path.name} {len(content)}\n".encode() + content)
    return whole.hexdigest()
