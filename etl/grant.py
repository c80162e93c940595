"""`kinerja grant`: roles of the PostgreSQL warehouse, and who belongs to them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from etl.errors import KinerjaError, WrongUsage
from etl.pseudonym_key import new_pseudonym_key, pseudonym_key
from etl.settings import Workspace
from warehouse.access.roles import Role

if TYPE_CHECKING:
    from psycopg import Connection

    from warehouse.access.members import Member

_SHORTEST_PASSWORD = 12


@dataclass(frozen=True)
class Granted:
    """What stands after the command; `closed`: functions that write or hold up are taken from everybody."""

    database: str
    members: "list[Member]"
    pseudonyms: int
    closed: bool


def grant_roles(workspace: Workspace, environ: Mapping[str, str], *, new_pseudonyms: bool) -> Granted:
    """Make roles, masked views and row-level security, or bring them up to date; all in one transaction.

    Raises WrongUsage for a warehouse in DuckDB, KinerjaError where the login may not do it.
    """
    from warehouse.access import members, pseudonyms
    from warehouse.access.objects import acting_as_owner, apply_objects

    with _server(environ) as server:
        members.make_groups(server)
        apply_objects(server)
        # killed between here and the commit, a new key knows none of the pseudonyms: the same command again makes them
        key = new_pseudonym_key(workspace) if new_pseudonyms else pseudonym_key(workspace)
        with acting_as_owner(server):
            pseudonyms.remember_key(server, key)
            made = (pseudonyms.replace_pseudonyms if new_pseudonyms else pseudonyms.add_pseudonyms)(server, key)
        members.forget_former_heads(server)
        closed = members.close_functions(server)
        return Granted(server.info.dbname, members.members(server), made, closed)


def add_member(
    environ: Mapping[str, str], role: Role, login: str, units: Sequence[str], password_file: Path | None
) -> bool:
    """Let a login have a role; True: the login was made. Raises WrongUsage where it has more than the role."""
    from warehouse.access import members
    from warehouse.access.objects import is_set_up

    _require_units(role, units)
    password = None if password_file is None else _password_in(password_file)
    with _server(environ) as server:
        _require_set_up(holds=is_set_up(server))
        return members.add_member(server, role, login, units, password)


def remove_member(environ: Mapping[str, str], role: Role, login: str, units: Sequence[str]) -> None:
    """Take a role from a login, or single units from a unit head."""
    from warehouse.access import members
    from warehouse.access.objects import is_set_up

    with _server(environ) as server:
        _require_set_up(holds=is_set_up(server))
        members.remove_member(server, role, login, units)


@contextmanager
def _server(environ: Mapping[str, str]) -> "Iterator[Connection]":
    """One transaction on the warehouse's server, as the login itself and not as a role it begins with."""
    import psycopg

    try:
        with _connect(environ.get("KINERJA_WAREHOUSE") or "duckdb:///") as server:
            server.execute("set local role none")
            server.execute("set local lock_timeout = '30s'")
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


def _connect(url: str) -> "Connection":
    """Sign in; what the address leaves out comes from libpq's own means, such as PGPASSFILE."""
    import psycopg

    scheme, _, rest = url.partition("://")
    if scheme not in {"postgresql", "postgresql+psycopg"}:
        raise WrongUsage(
            "KINERJA_WAREHOUSE",
            expected="postgresql+psycopg://user@host/database",
            found="a DuckDB file, which knows no roles" if scheme == "duckdb" else "another kind of database",
            todo="Roles need PostgreSQL; who may read a DuckDB file is a matter of its permissions.",
        )
    try:
        return psycopg.connect(f"postgresql://{rest}")
    except psycopg.ProgrammingError:
        found, todo = "an address with characters that need %XX", "Correct it."
    except psycopg.OperationalError as error:
        found, todo = str(error).strip().splitlines()[-1], "Start the server, or mend KINERJA_WAREHOUSE."
    raise KinerjaError("KINERJA_WAREHOUSE", expected="a PostgreSQL server that lets us in", found=found, todo=todo)


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
