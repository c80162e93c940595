"""Group roles of the server, what the database itself allows, and the logins that belong to a role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg import sql

from etl.errors import WrongUsage
from warehouse.access.objects import acting_as_owner, group_of
from warehouse.access.roles import PURPOSE, READER_SETTINGS, READERS, SETTINGS, Role

if TYPE_CHECKING:
    from psycopg import Connection

_LONGEST_NAME = 63
"""Bytes of a name in PostgreSQL; a longer one would be cut, and two databases could share a role."""
_WRITES_SOMETHING = (
    "lo_create(oid)",
    "lo_creat(integer)",
    "lo_from_bytea(oid, bytea)",
    "lo_put(oid, bigint, bytea)",
    "lowrite(integer, bytea)",
    "lo_truncate(integer, integer)",
    "lo_truncate64(integer, bigint)",
    "lo_unlink(oid)",
)
"""Functions by which everybody may store large objects, unless told otherwise."""
_HOLDS_UP = tuple(
    f"pg_{attempt}advisory_{scope}lock{shared}({key})"
    for attempt in ("", "try_")
    for scope in ("", "xact_")
    for shared in ("", "_shared")
    for key in ("bigint", "integer, integer")
)
"""Locks by number: whoever knows ours could keep every load waiting."""
_ROLES_KNOW_SET = 160000
"""The version of PostgreSQL from which on a membership may be one of administering only."""
_HAS_IT = "coalesce((to_jsonb(member) ->> 'set_option')::boolean, true)"
_MEMBERSHIPS = f"""
select distinct held.rolname from pg_auth_members as member
join pg_roles as held on held.oid = member.roleid
join pg_roles as login on login.oid = member.member
where login.rolname = %s and {_HAS_IT} order by held.rolname
"""
_MEMBERS = f"""
select distinct login.rolname, coalesce(
    (select string_agg(head.unit_code, ', ' order by head.unit_code) from access.unit_head as head
    where head.login = login.rolname and role.rolname = %(unit_head)s), '')
from pg_auth_members as member
join pg_roles as role on role.oid = member.roleid and role.rolname = %(group)s
join pg_roles as login on login.oid = member.member
where {_HAS_IT}
order by login.rolname
"""


@dataclass(frozen=True)
class Member:
    """A login of a role; `units` of a unit head only."""

    role: Role
    login: str
    units: str


def make_groups(server: "Connection") -> None:
    """Make the group roles, none of which can sign in; and leave nobody anything in the database but who needs it."""
    for role in Role:
        group = group_of(server, role)
        if len(group.encode()) > _LONGEST_NAME:
            raise WrongUsage(
                group, expected="a name of at most 63 bytes", found="a longer one", todo="Rename the database."
            )
        powers = [name for name, has in _attributes(server, group).items() if has]
        if powers:
            raise WrongUsage(
                group,
                expected="a group that cannot sign in and has no power of its own",
                found=", ".join(powers),
                todo="Rename that role: its name is needed.",
            )
        if not _attributes(server, group):
            server.execute(_named("create role {} nologin", group))
        comment = sql.SQL("comment on role {} is {}")
        server.execute(comment.format(sql.Identifier(group), sql.Literal(f"Kinerja: {PURPOSE[role]}")))
    _join_owner(server)
    _close_database(server)


def _join_owner(server: "Connection") -> None:
    """Who grants without being a superuser has to belong to the owner to hand things over to it."""
    owner, login = group_of(server, Role.OWNER), _signed_in(server)
    if not _attributes(server, login)["rolsuper"]:
        if not _may_act_as(server, owner):
            server.execute(_named("grant {} to {}", owner, login))
        _begin_with(server, login, {"role": owner})


def _signed_in(server: "Connection") -> str:
    """The login of this session, whatever role it acts as."""
    return str((server.execute("select session_user").fetchone() or ("",))[0])


def _may_act_as(server: "Connection", group: str) -> bool:
    """From PostgreSQL 16 on whoever made a role may give it to others, but does not have it."""
    privilege = "SET" if server.info.server_version >= _ROLES_KNOW_SET else "MEMBER"
    return server.execute("select pg_has_role(session_user, %s, %s)", [group, privilege]).fetchone() == (True,)


def _close_database(server: "Connection") -> None:
    name = sql.Identifier(server.info.dbname)
    groups = sql.SQL(", ").join(sql.Identifier(group_of(server, role)) for role in Role)
    server.execute(sql.SQL("revoke all on database {} from public, {}").format(name, groups))
    server.execute(sql.SQL("grant connect on database {} to {}").format(name, groups))
    owner, writer = (sql.Identifier(group_of(server, role)) for role in (Role.OWNER, Role.WRITER))
    server.execute(sql.SQL("grant create, temporary on database {} to {}").format(name, owner))
    server.execute(sql.SQL("grant temporary on database {} to {}").format(name, writer))
    server.execute("revoke all on schema public from public")


def close_functions(server: "Connection") -> bool:
    """Take from everybody the functions that store or hold up something; only a superuser can: else False."""
    if not _attributes(server, _signed_in(server))["rolsuper"]:
        return False
    for function in (*_WRITES_SOMETHING, *_HOLDS_UP):
        server.execute(sql.SQL(f"revoke execute on function pg_catalog.{function} from public"))
    keepers = [group_of(server, role) for role in (Role.OWNER, Role.WRITER)]
    for function in _HOLDS_UP:
        server.execute(_named(f"grant execute on function pg_catalog.{function} to {{}}, {{}}", *keepers))
    return True


def add_member(server: "Connection", role: Role, login: str, units: Sequence[str], password: str | None) -> bool:
    """Let a login belong to a role, and begin with its settings; True: the login was made.

    Raises WrongUsage where the login would see or do more than the role.
    """
    _check_name(login)
    made = not _attributes(server, login)
    if made:
        server.execute(_named("create role {} login", login))
    else:
        _refuse_powerful(server, role, login)
    if password is not None:
        _set_password(server, login, password)
    _let_join(server, group_of(server, role), login)
    _begin_with(server, login, _settings_of(server, role))
    with acting_as_owner(server):
        _head(server, login, units)
    return made


def remove_member(server: "Connection", role: Role, login: str, units: Sequence[str]) -> None:
    """Take a role from a login, or only some of the units from its head; the login itself stays.

    Raises WrongUsage where the login has not all of it: whoever mistyped a code must not think that it is taken away.
    """
    if group_of(server, role) not in _memberships(server, login):
        raise WrongUsage(login, expected=f"a login of the role {role}", found="none", todo="See: kinerja grant")
    with acting_as_owner(server):
        headed = server.execute("select unit_code from access.unit_head where login = %s", [login]).fetchall()
        if others := set(units) - {unit for (unit,) in headed}:
            raise WrongUsage(
                "--unit",
                expected=f"a unit that {login} heads",
                found=", ".join(sorted(others)),
                todo="Nothing was taken away. See: kinerja grant",
            )
        server.execute(
            "delete from access.unit_head where login = %s and (unit_code = any (%s) or %s)",
            [login, list(units), not units],
        )
        left = server.execute("select 1 from access.unit_head where login = %s", [login]).fetchone()
    if not units or left is None:
        server.execute(_named("revoke {} from {}", group_of(server, role), login))
        reset = sql.SQL("alter role {} in database {} reset all")
        server.execute(reset.format(sql.Identifier(login), sql.Identifier(server.info.dbname)))


def members(server: "Connection") -> list[Member]:
    """Every login of every role."""
    head = group_of(server, Role.UNIT_HEAD)
    return [
        Member(role, login, units)
        for role in Role
        for login, units in server.execute(_MEMBERS, {"group": group_of(server, role), "unit_head": head}).fetchall()
    ]


def forget_former_heads(server: "Connection") -> None:
    """A login that is no head any more, or no login, must not find its units when it comes back."""
    heads = [one.login for one in members(server) if one.role is Role.UNIT_HEAD]
    with acting_as_owner(server):
        server.execute("delete from access.unit_head where not login = any (%s)", [heads])


def _head(server: "Connection", login: str, units: Sequence[str]) -> None:
    for unit in units:
        if server.execute("select 1 from core.units where unit_code = %s", [unit]).fetchone() is None:
            raise WrongUsage(
                "--unit", expected="a unit of core.units", found=repr(unit), todo="Load the units, or correct the code."
            )
        server.execute("insert into access.unit_head values (%s, %s) on conflict do nothing", [login, unit])


def _settings_of(server: "Connection", role: Role) -> Mapping[str, str]:
    if role is Role.OWNER:
        return {"role": group_of(server, role)}  # what an upgrade makes belongs to the group, not to the login
    return {**SETTINGS[role], **(READER_SETTINGS if role in READERS else {})}


def _begin_with(server: "Connection", login: str, settings: Mapping[str, str]) -> None:
    for name, value in settings.items():
        values = sql.SQL(", ").join(sql.Literal(one) for one in value.split(", "))
        statement = sql.SQL("alter role {} in database {} set {} to ").format(
            sql.Identifier(login), sql.Identifier(server.info.dbname), sql.Identifier(name)
        )
        server.execute(statement + values)


def _set_password(server: "Connection", login: str, password: str) -> None:
    """Only the verifier travels: neither the server's log nor pg_stat_activity shows the password."""
    verifier = server.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    server.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(login), sql.Literal(verifier)))


def _let_join(server: "Connection", group: str, login: str) -> None:
    if group not in _memberships(server, login):
        server.execute(_named("grant {} to {}", group, login))


def powerful_readers(server: "Connection") -> list[str]:
    """Logins of readers who were given more than their role by hand: each with the role, and what it has beside it."""
    readers = [one for one in members(server) if one.role in READERS]
    beside = {one: _powers_beside(server, one.role, one.login) for one in readers}
    return [f"{one.login}: {one.role} and {', '.join(powers)}" for one, powers in beside.items() if powers]


def _powers_beside(server: "Connection", role: Role, login: str) -> list[str]:
    """What a login has beside the role."""
    found = _attributes(server, login)
    if not found.pop("rolcanlogin"):
        return ["a group that cannot sign in"]
    powers = [name.removeprefix("rol") for name, has in found.items() if has]
    return powers + [one for one in _memberships(server, login) if one != group_of(server, role)]


def _refuse_powerful(server: "Connection", role: Role, login: str) -> None:
    if powers := _powers_beside(server, role, login):
        raise WrongUsage(
            login,
            expected="a login that has this role and nothing else",
            found=", ".join(powers),
            todo="Take another login: what it sees would be the sum of all it has.",
        )


def _attributes(server: "Connection", role: str) -> dict[str, bool]:
    """Powers of a role of the server; empty: there is none of that name."""
    names = ("rolcanlogin", "rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication", "rolbypassrls")
    query = sql.SQL(f"select {', '.join(names)} from pg_roles where rolname = %s")
    row = server.execute(query, [role]).fetchone()
    return dict(zip(names, row, strict=True)) if row else {}


def _memberships(server: "Connection", login: str) -> list[str]:
    return [name for (name,) in server.execute(_MEMBERSHIPS, [login]).fetchall()]


def _check_name(login: str) -> None:
    if not login or len(login.encode()) > _LONGEST_NAME or login.startswith("pg_") or login in {"public", "none"}:
        raise WrongUsage(
            "LOGIN",
            expected="a name of 1 to 63 bytes that the server does not use itself",
            found=repr(login),
            todo="Choose another.",
        )


def _named(words: str, *names: str) -> sql.Composed:
    return sql.SQL(words).format(*map(sql.Identifier, names))
