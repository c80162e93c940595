"""`kinerja grant`: made as a whole or not at all, the same again; logins get one role and no more."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import errors

from etl.errors import KinerjaError, WrongUsage
from etl.grant import add_member, grant_roles, remove_member
from etl.pseudonym_key import new_pseudonym_key, pseudonym_key
from etl.settings import Workspace
from tests.postgres import Server
from tests.worlds.granted import PASSWORD, login_of, on_server, persons, signed_in
from warehouse.access import members
from warehouse.access.roles import READERS, Role
from warehouse.migrate import upgrade

pytestmark = pytest.mark.slow

_STATE = {
    "relations": "select relnamespace::regnamespace::text, relname, relkind, relowner::regrole::text, relacl::text, "
    "reloptions, relrowsecurity, relforcerowsecurity from pg_class "
    "where relnamespace::regnamespace::text !~ '^pg_' and relkind <> 'i'",
    "columns": "select attrelid::regclass::text, attname, attacl::text from pg_attribute where attacl is not null",
    "policies": "select schemaname, tablename, policyname, roles::text, cmd, qual, with_check from pg_policies",
    "functions": "select oid::regprocedure::text, proowner::regrole::text, proacl::text, prosrc from pg_proc "
    "where pronamespace = 'access'::regnamespace or proacl is not null",
    "schemas": "select nspname, nspowner::regrole::text, nspacl::text from pg_namespace where nspname !~ '^pg_'",
    "defaults": "select defaclrole::regrole::text, defaclnamespace::regnamespace::text, defaclacl::text "
    "from pg_default_acl",
    "logins": "select rolname, rolcanlogin, rolpassword from pg_authid where rolname ~ %(roles)s",
    "settings": "select setrole::regrole::text, setconfig from pg_db_role_setting "
    "where setrole::regrole::text ~ %(roles)s",
    "members": "select roleid::regrole::text, member::regrole::text from pg_auth_members "
    "where roleid::regrole::text ~ %(roles)s",
    "database": "select datacl::text from pg_database where datname = current_database()",
    "pseudonyms": "select * from access.pseudonym",
    "heads": "select * from access.unit_head",
}


@pytest.fixture
def shown(postgres: Server, granted: str, granted_workspace: Workspace) -> Workspace:
    return on_server(granted_workspace, postgres, granted)


@pytest.fixture
def server(postgres: Server, granted: str) -> Iterator[psycopg.Connection]:
    with postgres.connect(granted) as connection:
        yield connection


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def test_granting_again_changes_nothing(shown, server, granted: str) -> None:
    before = _state(server, granted)

    again = grant_roles(shown, new_pseudonyms=False)

    assert again.pseudonyms == 0
    assert [one.role for one in again.members] == list(Role)
    assert _state(server, granted) == before


def test_what_was_granted_by_hand_or_made_by_a_superuser_is_put_right(shown, server, granted: str) -> None:
    before = _state(server, granted)
    server.execute("grant select on core.employees, access.pseudonym to public")
    server.execute(f"grant select on core.punch to {login_of(granted, Role.BI_READER)}")
    server.execute(f"grant insert on core.punch to {granted}_bi_reader")
    server.execute(f"grant all on schema core to {granted}_bi_reader")
    server.execute("alter view mart.performance_monthly owner to postgres")
    server.execute("alter view mart.performance_monthly set (security_invoker = false)")
    server.execute("alter table mart.performance_period disable row level security")
    server.execute("create policy everything on mart.score_component using (true)")
    server.execute("alter view bi.performance_monthly set (security_barrier = false)")
    assert _state(server, granted) != before

    grant_roles(shown, new_pseudonyms=False)

    assert _state(server, granted) == before


def test_a_grant_that_fails_at_its_end_leaves_nothing(postgres: Server, workspace: Workspace, monkeypatch) -> None:
    database = postgres.new_database()
    upgrade(postgres.url(database))

    def fail(*_: object) -> None:
        raise KinerjaError("here", expected="power", found="none", todo="Wait.")

    monkeypatch.setattr(members, "forget_former_heads", fail)
    with pytest.raises(KinerjaError, match="power"):
        grant_roles(on_server(workspace, postgres, database), new_pseudonyms=False)
    with postgres.connect(database) as connection:
        left = connection.execute(
            "select (select count(*) from pg_roles where starts_with(rolname, current_database())), "
            "to_regnamespace('access'), to_regnamespace('bi')"
        ).fetchone()

    assert left == (0, None, None)


def test_an_administrator_who_owns_the_database_needs_not_be_a_superuser(
    postgres: Server, workspace: Workspace, secret: Path
) -> None:
    database = postgres.new_database()
    with postgres.connect(database) as connection:
        connection.execute(f"create role {database}_admin login createrole password '{PASSWORD}'")
        connection.execute(f"alter database {database} owner to {database}_admin")
    url = postgres.url(database).replace(f"postgres:{postgres.password}", f"{database}_admin:{PASSWORD}")
    upgrade(url)
    shown = replace(workspace, server=url)

    first = grant_roles(shown, new_pseudonyms=False)
    second = grant_roles(shown, new_pseudonyms=False)
    upgrade(url)
    add_member(shown, Role.BI_READER, login_of(database, "bi_reader"), (), secret)
    with signed_in(postgres, database, "bi_reader") as reader:
        rows = reader.execute("select count(*) from board.load").fetchone()

    assert not first.closed
    assert (first.members, second.members) == (second.members, first.members)
    assert rows == (0,)


def test_a_table_made_after_the_grant_is_open_to_writer_and_auditor_only(sign_in) -> None:
    sign_in(Role.OWNER).execute("create table core.made_later (nip text)")
    try:
        for role in Role:
            may = role in {Role.OWNER, Role.WRITER, Role.AUDITOR}
            assert _reads(sign_in(role), "core.made_later") == may
    finally:
        sign_in(Role.OWNER).execute("drop table core.made_later")


def test_an_upgrade_alters_what_masks_and_policies_rest_on_and_they_cover_it_again(
    granted: str, postgres: Server, server, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _state(server, granted)
    newest = server.execute("select version_num from audit.alembic_version").fetchone()

    def alter(config: Config, _: str) -> None:
        for statement in (
            "alter table core.discipline_day alter column work_date type timestamp",
            "alter table core.discipline_day alter column work_date type date",
            "create table core.brought_by_upgrade (nip text)",
            f"update audit.alembic_version set version_num = '{newest[0]}'",
        ):
            config.attributes["connection"].exec_driver_sql(statement)

    monkeypatch.setattr(command, "upgrade", alter)
    server.execute("update audit.alembic_version set version_num = 'the one before'")
    upgrade(postgres.url(granted))
    reads = {role: _reads(sign_in(role), "core.brought_by_upgrade") for role in Role}
    server.execute("drop table core.brought_by_upgrade")

    assert reads == {role: role not in {Role.BI_READER, Role.UNIT_HEAD} for role in Role}
    assert _state(server, granted) == before


@pytest.mark.parametrize("role", READERS)
def test_a_reader_begins_read_only_with_limits_and_a_path_of_its_own(
    role: Role, granted: str, postgres: Server
) -> None:
    with psycopg.connect(
        host="127.0.0.1", port=postgres.port, dbname=granted, user=login_of(granted, role), password=PASSWORD
    ) as session:
        told = [
            str((session.execute(f"show {name}").fetchone() or ("",))[0])
            for name in ("default_transaction_read_only", "statement_timeout", "idle_in_transaction_session_timeout")
        ]
        path = session.execute("select current_schemas(false)").fetchone()
        with pytest.raises(errors.ReadOnlySqlTransaction):
            session.execute("create table mine (a int)")

    assert told[0] == "on"
    assert "0" not in told[1:]
    assert path is not None
    assert set(path[0]) <= {"board", "bi", "mart", "mart_id", "core", "audit"}


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("create role {login} login superuser", "super"),
        ("create role {login} login bypassrls", "bypassrls"),
        ("create role {login} login createrole", "createrole"),
        ("create role {login} login; grant pg_read_all_data to {login}", "pg_read_all_data"),
        ("create role {login} login; grant {db}_hr to {login}", "_hr"),
        ("create role {login}", "cannot sign in"),
    ],
)
def test_a_login_that_has_more_than_the_role_is_refused(made: str, found: str, granted: str, shown, server) -> None:
    login = f"{granted}_powerful"
    server.execute(made.replace("{login}", login).replace("{db}", granted))
    try:
        with pytest.raises(WrongUsage, match=found):
            add_member(shown, Role.BI_READER, login, (), None)
        held = server.execute("select pg_has_role(%s, %s, 'member')", [login, f"{granted}_bi_reader"]).fetchone()
    finally:
        server.execute(f"drop role {login}")

    assert held == (found == "super",)  # a superuser is a member of everything


def test_a_login_has_one_role(granted: str, shown) -> None:
    with pytest.raises(WrongUsage, match="nothing else"):
        add_member(shown, Role.HR, login_of(granted, Role.BI_READER), (), None)


@pytest.mark.parametrize("login", ["", "public", "none", "pg_mine", "x" * 64])
def test_a_name_that_the_server_keeps_for_itself_is_refused(login: str, shown) -> None:
    with pytest.raises(WrongUsage, match="LOGIN"):
        add_member(shown, Role.HR, login, (), None)


def test_a_login_of_any_other_name_is_made_as_it_is_written(granted: str, shown, server) -> None:
    login = f'{granted} "Budi"; drop table core.units; --@dinas'
    assert add_member(shown, Role.HR, login, (), None)
    assert not add_member(shown, Role.HR, login, (), None)
    try:
        assert server.execute("select pg_has_role(%s, %s, 'member')", [login, f"{granted}_hr"]).fetchone() == (True,)
    finally:
        remove_member(shown, Role.HR, login, ())
        server.execute('drop role "{}"'.format(login.replace('"', '""')))


def test_a_unit_head_needs_a_unit_that_there_is_and_nobody_else_has_one(granted: str, shown) -> None:
    login = f"{granted}_new_head"
    for role, units in ((Role.UNIT_HEAD, ()), (Role.UNIT_HEAD, ("NOWHERE",)), (Role.HR, ("OFFICE",))):
        with pytest.raises(WrongUsage, match="--unit"):
            add_member(shown, role, login, units, None)


def test_units_are_taken_from_a_head_one_by_one_and_the_role_with_the_last(
    granted: str, shown, server, postgres: Server, secret: Path
) -> None:
    login = login_of(granted, "second_head")
    add_member(shown, Role.UNIT_HEAD, login, ("BESIDE", "TINY"), secret)
    with signed_in(postgres, granted, "second_head") as head:
        seen = []
        for unit in ("BESIDE", "TINY"):
            seen.append({one for (one,) in head.execute("select unit_code from mart.unit_period").fetchall()})
            remove_member(shown, Role.UNIT_HEAD, login, (unit,))
        assert not _reads(head, "mart.unit_period")

    assert seen == [{"BESIDE", "TINY"}, {"TINY"}]
    assert server.execute("select count(*) from access.unit_head where login = %s", [login]).fetchone() == (0,)
    server.execute(f"drop role {login}")


def test_a_head_whose_login_was_dropped_leaves_no_unit_to_the_next_of_that_name(granted: str, shown, server) -> None:
    login = f"{granted}_leaver"
    add_member(shown, Role.UNIT_HEAD, login, ("BESIDE",), None)
    server.execute(f"drop role {login}")

    grant_roles(shown, new_pseudonyms=False)

    assert server.execute("select count(*) from access.unit_head where login = %s", [login]).fetchone() == (0,)


def test_nobody_takes_from_a_login_a_role_it_has_not(granted: str, shown) -> None:
    with pytest.raises(WrongUsage, match="role hr"):
        remove_member(shown, Role.HR, login_of(granted, Role.BI_READER), ())


def test_the_password_is_in_no_log_of_the_server(granted: str, shown, server, postgres: Server, tmp_path: Path) -> None:
    path, password = tmp_path / "password", "nobody may read this one"
    path.write_text(password, encoding="utf-8")
    path.chmod(0o600)
    login = f"{granted}_quiet"
    server.execute(f"alter database {granted} set log_statement = 'all'")
    add_member(shown, Role.HR, login, (), path)
    server.execute(f"alter database {granted} reset log_statement")
    logged = (postgres.folder / "log").read_text(encoding="utf-8", errors="replace")
    server.execute(f"drop role {login}")

    assert f'alter role "{login}" password' in logged
    assert password not in logged


@pytest.mark.parametrize(("text", "mode"), [(PASSWORD, 0o640), ("tiny1", 0o600), ("", 0o600)])
def test_a_password_that_others_may_read_or_guess_is_refused(text: str, mode: int, shown, tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    with pytest.raises(WrongUsage) as told:
        add_member(shown, Role.HR, "somebody", (), path)

    assert not text or text not in str(told.value)


def test_another_key_is_refused_until_everybody_gets_a_new_pseudonym(shown, server) -> None:
    before = dict(server.execute("select * from access.pseudonym").fetchall())
    new_pseudonym_key(shown)
    with pytest.raises(KinerjaError, match="another one"):
        grant_roles(shown, new_pseudonyms=False)
    assert dict(server.execute("select * from access.pseudonym").fetchall()) == before

    made = grant_roles(shown, new_pseudonyms=True).pseudonyms
    after = dict(server.execute("select * from access.pseudonym").fetchall())

    assert made == len(persons()) == len(after)
    assert set(after.values()) & set(before.values()) == set()
    assert pseudonym_key(shown).hex() not in str(server.execute("select * from access.pseudonym_key").fetchall())


def _state(server: psycopg.Connection, database: str) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: sorted(server.execute(query, {"roles": f'^"?{database}_'}).fetchall(), key=str)
        for name, query in _STATE.items()
    }


def _reads(session: psycopg.Connection, relation: str) -> bool:
    try:
        session.execute(f"select * from {relation} limit 0")
    except errors.InsufficientPrivilege:
        return False
    return True
