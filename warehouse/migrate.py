"""Creating and upgrading a warehouse.

Alembic and SQLAlchemy are imported where they are used: most commands need neither.
"""

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.durable import fsync_file, fsync_folder
from etl.errors import WrongUsage

if TYPE_CHECKING:
    import duckdb
    import psycopg
    from alembic.config import Config
    from sqlalchemy import URL, Connection

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
PUBLISHING = 5_305_417_882_160_113
"""Number of PostgreSQL's advisory lock that whoever writes a warehouse on a server holds until the commit."""
TURN_SECONDS = 60.0
"""How long whoever writes on a server waits for another one who does."""
IN_THE_WAY_SECONDS = 5.0
"""How long whoever alters a table then waits for a reader of it: all other readers wait behind."""


def create_warehouse(path: Path) -> None:
    """Create a DuckDB warehouse; it appears under `path` in one step, complete and durable.

    A creation that was killed leaves a hidden file, which the next one takes away. Raises WrongUsage when
    `path` exists (an existing warehouse is never replaced) or cannot be a DuckDB file.
    """
    from sqlalchemy import URL

    from warehouse.engines.duckdb import make_file

    temporary = path.with_name(f".{path.name}.new")
    with _alone(path.parent):
        _refuse_existing(path)
        _refuse_question_mark(path)
        _remove(temporary)
        make_file(temporary)
        _migrate(URL.create("duckdb", database=str(temporary)), checkpoint=True)
        temporary.chmod(0o600)
        fsync_file(temporary)
        temporary.rename(path)
        fsync_folder(path.parent)


def upgrade(url: "str | URL") -> None:
    """Bring the warehouse at a SQLAlchemy URL to the newest schema, in one transaction; again changes nothing."""
    if isinstance(url, str) and url.startswith("postgresql"):
        import psycopg

        from warehouse.engines.postgresql import conninfo

        # as every other connection is made: SQLAlchemy does not understand several hosts
        _migrate(url, checkpoint=False, create=lambda: psycopg.connect(conninfo(url)))
    else:
        _migrate(url, checkpoint=False)


def upgrade_server(url: str) -> None:
    """The same for a PostgreSQL server, which may be empty; readers wait a few seconds at most.

    Raises WrongUsage for the schema of a newer program, ServerUnavailable where somebody reads for longer, the login
    may not alter it, or it went away.
    """
    from warehouse.engines.postgresql import connect, explained

    with explained(url):
        with connect(url) as server:
            found = server.execute("select to_regclass('audit.alembic_version') is not null").fetchone()
            version = schema_of(server) if found == (True,) else ""
        if version not in ("", *_migrations()):
            raise WrongUsage(
                "the server of $KINERJA_WAREHOUSE",
                expected="a schema that this version of the program knows",
                found=f"{version!r}",
                todo="Run the newer version that made it, or name another database.",
            )
        if version != _migrations()[-1]:
            with _in_words_of_the_driver():
                upgrade(url)


@contextmanager
def _in_words_of_the_driver() -> Iterator[None]:
    """SQLAlchemy wraps the driver's faults, which callers tell apart, into its own."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as fault:
        raise (fault.orig or fault) from None


def _migrations() -> list[str]:
    """Their names, in their order; told without Alembic."""
    return sorted(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_current(warehouse: "duckdb.DuckDBPyConnection") -> bool:
    """Whether the warehouse has the newest schema."""
    return schema_of(warehouse) == _migrations()[-1]


def schema_of(warehouse: "duckdb.DuckDBPyConnection | psycopg.Connection") -> str:
    """The migration that the warehouse stands at."""
    found = warehouse.execute("select version_num from audit.alembic_version").fetchone()
    return str(found[0]) if found else ""


def _migrate(url: "str | URL", *, checkpoint: bool, create: "Callable[[], psycopg.Connection] | None" = None) -> None:
    # before Alembic is imported: it reports every plug-in and every migration, which is noise in a task's log
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # before the engine is made: the DuckDB dialect makes itself known to Alembic only if Alembic is there
    from alembic import command
    from sqlalchemy import create_engine, inspect, text

    engine = create_engine(url) if create is None else create_engine("postgresql+psycopg://", creator=create)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"set local lock_timeout = '{TURN_SECONDS:g}s'"))
                connection.execute(text(f"select pg_advisory_xact_lock({PUBLISHING})"))
                connection.execute(text(f"set local lock_timeout = '{IN_THE_WAY_SECONDS:g}s'"))
            # Alembic's own table lives in `audit`, so this schema is there before the first migration
            if not inspect(connection).has_schema("audit"):
                connection.execute(text("create schema audit"))
            with _roles_kept(connection):
                command.upgrade(_config(connection), "head")
            connection.commit()
            if checkpoint:
                connection.execute(text("checkpoint"))
    finally:
        engine.dispose()


@contextmanager
def _roles_kept(connection: "Connection") -> Iterator[None]:
    """On a server with roles: masks and policies stand aside while what they rest on is altered, and return."""
    if connection.dialect.name != "postgresql":
        yield
        return
    from warehouse.access.objects import apply_objects, is_set_up, withdraw_objects

    server: Any = connection.connection.driver_connection
    altered = is_set_up(server) and not is_current(server)
    if altered:
        withdraw_objects(server)
    yield
    if altered:
        apply_objects(server)


def _config(connection: "Connection") -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder; the lock vanishes with its process, so that a killed creation blocks nobody."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise WrongUsage(
            str(path),
            expected="no warehouse there yet",
            found="one",
            todo="Keep it, or move it away yourself to begin anew.",
        )


def _refuse_question_mark(path: Path) -> None:
    # DuckDB takes what follows for parameters and puts its write-ahead log elsewhere
    if "?" in str(path):
        raise WrongUsage(
            str(path), expected="a path without a question mark", found="one with", todo="Choose another folder."
        )


def _remove(database: Path) -> None:
    for leftover in (database, database.with_name(f"{database.name}.wal")):
        leftover.unlink(missing_ok=True)
