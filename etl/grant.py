"""`kinerja grant`: roles of the PostgreSQL warehouse, and who belongs to them."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from etl.errors import KinerjaError, WrongUsage
from etl.locking import workspace_lock
from etl.pseudonym_key import new_pseudonym_key, pseudonym_key
from etl.settings import Workspace
from etl.workspace import logged_transaction
from warehouse.access.roles import Role

if TYPE_CHECKING:
    from psycopg import Connection

    from warehouse.access.members import Member

_SHORTEST_PASSWORD = 12


@dataclass(frozen=True)
class Granted:
    """What stands after the command; `closed`: functions that write or hold up are taken from everybody.

    `powerful`: logins of readers who were given more than their role by other means, each with what it is.
    """

    database: str
    members: "list[Member]"
    pseudonyms: int
    closed: bool
    powerful: list[str]


def grant_roles(workspace: Workspace, *, new_pseudonyms: bool) -> Granted:
    """Make roles, masked views and row-level security, or bring them up to date; all in one transaction.

    Raises WrongUsage for a warehouse without a server, KinerjaError where the login may not do it.
    """
    from warehouse.access import members, pseudonyms
    from warehouse.access.objects import acting_as_owner, add, apply_objects, ask

    with _server(workspace) as server:
        members.make_groups(server)
        apply_objects(server)
        # killed between here and the commit, a new key knows none of the pseudonyms: the same command again makes them
        key = new_pseudonym_key(workspace) if new_pseudonyms else pseudonym_key(workspace)
        with acting_as_owner(server):
            pseudonyms.remember_key(ask(server), key)
            give = pseudonyms.replace_pseudonyms if new_pseudonyms else pseudonyms.add_pseudonyms
            made = give(ask(server), add(server), key)
        members.forget_former_heads(server)
        closed = members.close_functions(server)
        powerful = members.powerful_readers(server)
        return Granted(server.info.dbname, members.members(server), made, closed, powerful)


def add_member(workspace: Workspace, role: Role, login: str, units: Sequence[str], password_file: Path | None) -> bool:
    """Let a login have a role; True: the login was made. Raises WrongUsage where it has more than the role."""
    from warehouse.access import members

    _require_units(role, units)
    password = None if password_file is None else _password_in(password_file)
    with _recorded(workspace, "ROLE_GRANTED", role, login, units) as server:
        return members.add_member(server, role, login, units, password)


def remove_member(workspace: Workspace, role: Role, login: str, units: Sequence[str]) -> None:
    """Take a role from a login, or single units from a unit head."""
    from warehouse.access import members

    with _recorded(workspace, "ROLE_WITHDRAWN", role, login, units) as server:
        members.remove_member(server, role, login, units)


@contextmanager
def _recorded(workspace: Workspace, kind: str, role: Role, login: str, units: Sequence[str]) -> "Iterator[Connection]":
    """One transaction on the server that is in the log before it counts: a kill in between leaves the entry alone."""
    from etl.ledger.private_acts import log_role
    from warehouse.access.objects import is_set_up

    with workspace_lock(workspace), _server(workspace) as server:
        _require_set_up(holds=is_set_up(server))
        yield server
        with logged_transaction(workspace) as warehouse:
            log_role(warehouse, workspace, kind, role=role, login=login, units=units)


@contextmanager
def _server(workspace: Workspace) -> "Iterator[Connection]":
    """One transaction on the warehouse's server, as the login itself and not as a role it begins with."""
    import psycopg

    from warehouse.engines.postgresql import connect, explained
    from warehouse.migrate import IN_THE_WAY_SECONDS, PUBLISHING, TURN_SECONDS

    if workspace.server is None:
        raise WrongUsage(
            "$KINERJA_WAREHOUSE",
            expected="postgresql+psycopg://user@host/database",
            found="a DuckDB file, which knows no roles",
            todo="Roles need PostgreSQL; who may read a DuckDB file is a matter of its permissions.",
        )
    with explained(workspace.server), connect(workspace.server) as server:
        try:
            with server.transaction():
                server.execute(f"set local lock_timeout = '{TURN_SECONDS:g}s'".encode())
                server.execute("select pg_advisory_xact_lock(%s)", [PUBLISHING])
                server.execute(f"set local lock_timeout = '{IN_THE_WAY_SECONDS:g}s'".encode())
                server.execute("set local role none")
                yield server
        except psycopg.errors.LockNotAvailable:
            raise KinerjaError(
                "kinerja grant", expected="a quiet moment", found="a load or a long query", todo="Run it again later."
            ) from None
        except (
            psycopg.errors.InsufficientPrivilege,
            psycopg.errors.UndefinedTable,
            psycopg.errors.InvalidSchemaName,
        ) as error:
            raise KinerjaError(
                "kinerja grant",
                expected="a migrated warehouse, and a login that may make roles and owns the database, or a superuser",
                found=str(error.diag.message_primary),
                todo="Run kinerja load once; then use such a login in KINERJA_WAREHOUSE (docs/runbooks/roles.md).",
            ) from None


def _require_units(role: Role, units: Sequence[str]) -> None:
    if (role is Role.UNIT_HEAD) != bool(units):
        raise WrongUsage(
            "--unit",
            expected="the unit, for a unit head and nobody else",
            found=", ".join(units) or "none",
            todo="Correct the command.",
        )


def _require_set_up(*, holds: bool) -> None:
    if not holds:
        raise WrongUsage(
            "kinerja grant",
            expected="roles on the server",
            found="none yet",
            todo="Run kinerja grant without a role first.",
        )


def _password_in(path: Path) -> str:
    """The first line of a file that only its owner reads."""
    try:
        open_to_others = path.stat().st_mode & 0o077
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        found = os.strerror(error.errno or 0) if isinstance(error, OSError) else "another encoding"
        raise WrongUsage(str(path), expected="a password in UTF-8", found=found, todo="Mend the file.") from None
    password = lines[0] if lines else ""
    if open_to_others or len(password) < _SHORTEST_PASSWORD:
        raise WrongUsage(
            str(path),
            expected=f"mode 0600 and a first line of at least {_SHORTEST_PASSWORD} characters",
            found="a file that others may read" if open_to_others else "a shorter one",
            todo="Mend the file.",
        )
    return password
