"""PostgreSQL, the engine that serves: connections by a SQLAlchemy URL, and its faults without a password or a row.

Who signs in, and with what, is libpq's: a password may stand in `~/.pgpass`, in a file named by $PGPASSFILE, or in the
service that $PGSERVICE names; it need not stand in the URL.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import adbc_driver_manager
import psycopg
from adbc_driver_manager.dbapi import Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from etl.errors import KinerjaError, WrongUsage

Server = Connection
"""A connection that takes Arrow by binary COPY; what it did counts from `commit` on, and not without."""
PATIENCE = {"connect_timeout": "10", "keepalives_idle": "30", "tcp_user_timeout": "60000"}
"""A server that is gone is noticed, and not waited for (seconds, seconds, milliseconds); the URL may say otherwise."""
_LOST = {
    "idle_in_transaction_session_timeout": "2min",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
"""The same for the server: what a client that is gone began is undone, and its locks are free for the next one."""
TRANSIENT = ("40001", "40P01", "55P03")
"""What another try can mend: a conflict of transactions, a deadlock, a lock that somebody holds."""
_PASSWORD = re.compile(r"(?<=//)([^:/@]*):.*@|([?&](?:ssl)?password)=[^&]*")


class ServerUnavailable(KinerjaError):
    """The server cannot be reached, refused, or was lost on the way; `sqlstate` as PostgreSQL told it, else empty."""

    sqlstate = ""


def conninfo(url: str) -> str:
    """What libpq understands. Raises WrongUsage for a URL that it does not."""
    try:
        asked = conninfo_to_dict(url.replace("postgresql+psycopg:", "postgresql:", 1))
        return make_conninfo("", **({"application_name": "kinerja"} | PATIENCE | asked))
    except psycopg.ProgrammingError:  # its words may quote the password
        raise WrongUsage(
            "$KINERJA_WAREHOUSE",
            expected="a URL such as postgresql+psycopg://user@host/database",
            found=masked(url),
            todo="Correct it; special characters are written as %XX.",
        ) from None


def masked(url: str) -> str:
    """The URL as it may be shown."""
    return _PASSWORD.sub(lambda found: f"{found[1]}:***@" if found[2] is None else f"{found[2]}=***", url)


def connect(url: str) -> psycopg.Connection:
    """A connection that commits by itself. Raises ServerUnavailable."""
    with explained(url):
        connection = psycopg.connect(conninfo(url), autocommit=True)
        connection.execute("set timezone = 'UTC'")
        return connection


@contextmanager
def open_server(url: str) -> Iterator[Server]:
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(conninfo(url)) as server:
        ask_server(server, "set timezone = 'UTC'")
        for setting, value in _LOST.items():
            ask_server(server, f"set {setting} = '{value}'")
        yield server


def ask_server(server: Server, query: str) -> list[tuple[Any, ...]]:
    """The rows that a statement gives; none where it gives none."""
    with server.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Tell a fault of the server in our words; PostgreSQL's own may quote the row it stumbled on."""
    try:
        yield
    except (psycopg.Error, adbc_driver_manager.Error) as fault:
        raise _told(url, fault) from None


def _told(url: str, fault: psycopg.Error | adbc_driver_manager.Error) -> ServerUnavailable:
    state = fault.sqlstate or ""
    # without a state nothing was executed: the words are libpq's, on how the server was to be reached
    lines = str(fault).splitlines() or [type(fault).__name__]
    told = ServerUnavailable(
        masked(url),
        expected="a PostgreSQL server that answers",
        found=f"{_name_of(state)} (SQLSTATE {state})" if state else masked(lines[0]),
        todo="Mend the server, the network or the permissions.",
    )
    told.sqlstate = state
    return told


def _name_of(sqlstate: str) -> str:
    try:
        return psycopg.errors.lookup(sqlstate).__name__
    except KeyError:
        return "a refusal"
