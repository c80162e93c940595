"""What each role may do with which object of the server: owners, policies, masked views, privileges.

Told anew as a whole every time: what was granted by hand to a role of ours, or to everybody, is gone afterwards.
The caller holds the transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psycopg import sql

from warehouse.access.masked_views import masked_views
from warehouse.access.pseudonyms import Add, Ask
from warehouse.access.roles import (
    APPEND_ONLY,
    AS_THE_OWNER,
    AS_THE_READER,
    COLUMNS_OF_UNIT_HEAD,
    NOT_FOR_HR,
    OWN_ROWS,
    REFERENCE,
    TABLE_SCHEMAS,
    Role,
)

if TYPE_CHECKING:
    from psycopg import Connection

HERE = Path(__file__).resolve().parent
SCHEMAS = (*TABLE_SCHEMAS, "bi", "access")
_KINDS = {"r": "table", "p": "table", "v": "view", "S": "sequence", "m": "materialized view", "f": "foreign table"}
_OWNED_BY_OTHERS = """
select 'schema', quote_ident(nspname) from pg_namespace
where nspname = any (%(schemas)s) and nspowner <> %(owner)s::regrole
union all
select relkind::text, relnamespace::regnamespace || '.' || quote_ident(relname) from pg_class
where relnamespace::regnamespace::text = any (%(schemas)s) and relkind in ('r', 'p', 'v', 'S', 'm', 'f')
    and relowner <> %(owner)s::regrole
    -- the sequence of an identity column follows its table
    and not exists (select 1 from pg_depend where objid = pg_class.oid and deptype in ('i', 'a') and relkind = 'S')
union all
select 'function', oid::regprocedure::text from pg_proc
where pronamespace::regnamespace::text = any (%(schemas)s) and proowner <> %(owner)s::regrole
"""
_LOGINS = """
select distinct login.rolname from pg_auth_members as member
join pg_roles as held on held.oid = member.roleid
join pg_roles as login on login.oid = member.member
where held.rolname = any (%s)
"""


def apply_objects(server: "Connection") -> None:
    """Give every object its owner and every role its privileges, and nobody else any."""
    _give_to_owner(server)
    with acting_as_owner(server):
        _run_file(server, "tables.sql")
        _run_file(server, "own_rows.sql")
        _revoke_all(server)
        _make_masked_views(server)
        _ask_as_the_reader(server)
        _leave_views_to_readers(server)
        _police_rows(server)
        for role, privileges, relation in _privileges(server):
            _grant(server, privileges, relation, group_of(server, role))
        _grant_beside(server)


def withdraw_objects(server: "Connection") -> None:
    """Before an upgrade: take away what rests on tables and views that it may alter; `apply_objects` brings it back."""
    for view in reversed(_relations(server, ("bi",))):
        server.execute(_said("drop view {}", view))
    _drop_policies(server)


def is_set_up(server: "Connection") -> bool:
    """Whether roles were ever granted here."""
    return server.execute("select to_regclass('access.pseudonym') is not null").fetchone() == (True,)


@contextmanager
def acting_as_owner(server: "Connection") -> Iterator[None]:
    """What is made within belongs to the owner; where it fails, the transaction and with it the role end."""
    server.execute(sql.SQL("set local role {}").format(sql.Identifier(group_of(server, Role.OWNER))))
    yield
    server.execute("set local role none")


def group_of(server: "Connection", role: Role) -> str:
    """Name of the group role in the database of this connection."""
    return role.group(server.info.dbname)


def ask(server: "Connection") -> Ask:
    """How `warehouse.access.pseudonyms` asks this connection."""

    def run(query: str) -> list[tuple[Any, ...]]:
        answer = server.execute(query)
        return answer.fetchall() if answer.description else []

    return run


def add(server: "Connection") -> Add:
    """How `warehouse.access.pseudonyms` adds by this connection."""

    def copy(rows: Sequence[tuple[str, str]]) -> None:
        with server.cursor() as cursor, cursor.copy("copy access.pseudonym (person_id, pseudonym) from stdin") as into:
            for row in rows:
                into.write_row(row)

    return copy


def _relation_name(name: str) -> sql.Identifier:
    return sql.Identifier(*name.split(".", 1))


def _give_to_owner(server: "Connection") -> None:
    owner = _quoted(group_of(server, Role.OWNER))
    for kind, name in server.execute(_OWNED_BY_OTHERS, {"schemas": list(SCHEMAS), "owner": owner}).fetchall():
        # `name` is quoted by the server that gave it
        server.execute(f"alter {_KINDS.get(kind, kind)} {name} owner to {owner}")


def _quoted(name: str) -> str:
    return sql.Identifier(name).as_string()


def _run_file(server: "Connection", name: str) -> None:
    server.execute((HERE / name).read_text(encoding="utf-8"))


def _revoke_all(server: "Connection") -> None:
    groups = [group_of(server, role) for role in Role if role is not Role.OWNER]
    logins = [name for (name,) in server.execute(_LOGINS, [groups]).fetchall()]
    everybody = sql.SQL(", ").join([sql.SQL("public"), *map(sql.Identifier, (*groups, *logins))])
    for schema in SCHEMAS:
        for kind in ("all tables in", "all sequences in", "all functions in", ""):
            words = f"revoke all on {kind} schema {schema} from {{}} cascade"
            server.execute(sql.SQL(words).format(everybody))


def _ask_as_the_reader(server: "Connection") -> None:
    """Every view says in whose name it asks: an upgrade that made it anew has forgotten."""
    for view in _relations(server, TABLE_SCHEMAS, kinds="v"):
        asks = "true" if view in AS_THE_READER else "false"
        server.execute(_said(f"alter view {{}} set (security_invoker = {asks})", view))
    for view in _relations(server, ("board", "bi"), kinds="v"):
        # what is left empty there stays so whatever condition a reader writes
        server.execute(_said("alter view {} set (security_barrier = true)", view))


def _make_masked_views(server: "Connection") -> None:
    for old in reversed(_relations(server, ("bi",))):
        server.execute(_said("drop view {}", old))
    for view in masked_views():
        for statement in view.statements():
            server.execute(statement)


def _leave_views_to_readers(server: "Connection") -> None:
    """Not even the owner writes through a view."""
    for view in _relations(server, SCHEMAS, kinds="v"):
        words = sql.SQL("revoke insert, update, delete, truncate, references, trigger on {} from {}")
        server.execute(words.format(_relation_name(view), sql.Identifier(group_of(server, Role.OWNER))))


def _police_rows(server: "Connection") -> None:
    """Row by row, for the owner as well: what is not allowed here is refused to all but superusers."""
    named = {role: sql.Identifier(group_of(server, role)) for role in Role}
    _drop_policies(server)
    for table, own in OWN_ROWS.items():
        server.execute(_said("alter table {} enable row level security", table))
        server.execute(_said("alter table {} force row level security", table))
        written = "create policy written on {table} to {owner}, {writer} using (true) with check (true)"
        whole = "create policy whole on {table} for select to {hr}, {auditor} using (true)"
        mine = f"create policy own_unit on {{table}} for select to {{unit_head}} using ({own})"
        for words in (written, whole, mine):
            server.execute(sql.SQL(words).format(table=_relation_name(table), **named))


def _drop_policies(server: "Connection") -> None:
    policies = "select policyname, schemaname || '.' || tablename from pg_policies where schemaname = any (%s)"
    for name, table in server.execute(policies, [list(TABLE_SCHEMAS)]).fetchall():
        server.execute(sql.SQL("drop policy {} on {}").format(sql.Identifier(name), _relation_name(table)))


def _privileges(server: "Connection") -> Iterator[tuple[Role, str, str]]:
    """Role, privileges, relation: all that is granted on tables and views."""
    for table in _relations(server, TABLE_SCHEMAS, kinds="rp"):
        if table != "audit.alembic_version":
            yield Role.WRITER, "select, insert" if table in APPEND_ONLY else "select, insert, update, delete", table
    for relation in _relations(server, TABLE_SCHEMAS):
        yield Role.AUDITOR, "select", relation
        if not relation.startswith("audit.") and relation not in NOT_FOR_HR:
            yield Role.HR, "select", relation
    for view in _relations(server, ("bi",)):
        yield Role.BI_READER, "select", view
        yield Role.AUDITOR, "select", view
    for view in _relations(server, ("board",)):
        yield Role.BI_READER, "select", view
        yield Role.UNIT_HEAD, "select", view
    for relation in (*OWN_ROWS, *REFERENCE, *AS_THE_READER, *AS_THE_OWNER):
        listed = ", ".join(_quoted(one) for one in COLUMNS_OF_UNIT_HEAD.get(relation, ()))
        yield Role.UNIT_HEAD, f"select ({listed})" if listed else "select", relation


def _grant_beside(server: "Connection") -> None:
    """Schemas, what the writer keeps for the masked views, functions of the policies, and tables to come."""
    reading = {
        Role.WRITER: (*TABLE_SCHEMAS, "access"),
        Role.AUDITOR: SCHEMAS,
        Role.HR: ("core", "mart", "mart_id", "board"),
        Role.UNIT_HEAD: ("core", "mart", "mart_id", "board"),
        Role.BI_READER: ("board", "bi"),
    }
    for role, schemas in reading.items():
        for schema in schemas:
            _to(server, f"grant usage on schema {schema} to {{}}", role)
    _to(server, "grant select on audit.alembic_version, access.pseudonym_key to {}", Role.WRITER)
    _to(server, "grant select, insert on access.pseudonym to {}", Role.WRITER)
    _to(server, "grant select on access.unit_head, access.pseudonym_key to {}", Role.AUDITOR)
    _to(server, "grant execute on all functions in schema access to {}", Role.UNIT_HEAD)
    for schema in TABLE_SCHEMAS:
        to_come = f"alter default privileges in schema {schema} grant"
        _to(server, f"{to_come} select, insert, update, delete on tables to {{}}", Role.WRITER)
        _to(server, f"{to_come} select on tables to {{}}", Role.AUDITOR)


def _to(server: "Connection", words: str, role: Role) -> None:
    server.execute(sql.SQL(words).format(sql.Identifier(group_of(server, role))))


def _grant(server: "Connection", privileges: str, relation: str, group: str) -> None:
    words = f"grant {privileges} on {{}} to {{}}"
    server.execute(sql.SQL(words).format(_relation_name(relation), sql.Identifier(group)))


def _said(words: str, relation: str) -> sql.Composed:
    return sql.SQL(words).format(_relation_name(relation))


def _relations(server: "Connection", schemas: Iterable[str], kinds: str = "rpv") -> list[str]:
    """Tables and views in the order in which they were made."""
    query = (
        "select relnamespace::regnamespace || '.' || relname from pg_class "
        "where relnamespace::regnamespace::text = any (%s) and relkind::text = any (%s) order by oid"
    )
    return [name for (name,) in server.execute(query, [list(schemas), list(kinds)]).fetchall()]
