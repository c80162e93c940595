"""`kinerja grant`: made as a whole or not at all, the same again."""

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import errors

from etl.errors import KinerjaError
from etl.grant import add_member, grant_roles
from etl.serving.serve import serve
from etl.settings import Workspace
from tests.postgres import Server
from tests.worlds.granted import PASSWORD, login_of, on_server, reads, signed_in
from warehouse import migrate
from warehouse.access import members
from warehouse.access.roles import READERS, Role
from warehouse.engines.postgresql import ServerUnavailable
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


def test_readers_who_were_given_more_by_hand_are_told_as_nothing_of_ours_takes_it_away(
    shown, server, granted: str
) -> None:
    reader, staff = login_of(granted, Role.BI_READER), login_of(granted, Role.HR)
    server.execute(f"grant pg_read_all_data, {granted}_auditor to {reader}")
    server.execute(f"alter role {staff} bypassrls")
    try:
        found = grant_roles(shown, new_pseudonyms=False).powerful
    finally:
        server.execute(f"revoke pg_read_all_data, {granted}_auditor from {reader}")
        server.execute(f"alter role {staff} nobypassrls")

    assert found == [
        f"{reader}: bi_reader and pg_read_all_data, {granted}_auditor",
        f"{staff}: hr and bypassrls",
        f"{reader}: auditor and pg_read_all_data, {granted}_bi_reader",
    ]
    assert grant_roles(shown, new_pseudonyms=False).powerful == []


def test_a_view_that_the_owner_named_with_capitals_blanks_and_a_dot_stops_no_grant(shown, server, sign_in) -> None:
    server.execute('create view board."Rekap 2026.01" as select 1 as one')
    try:
        grant_roles(shown, new_pseudonyms=False)
        assert sign_in(Role.BI_READER).execute('select * from board."Rekap 2026.01"').fetchall() == [(1,)]
    finally:
        server.execute('drop view board."Rekap 2026.01"')


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
            assert reads(sign_in(role), "core.made_later") == may
    finally:
        sign_in(Role.OWNER).execute("drop table core.made_later")


def test_an_upgrade_alters_what_masks_and_policies_rest_on_and_they_cover_it_again(
    granted: str, postgres: Server, server, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _state(server, granted)
    newest = server.execute("select version_num from audit.alembic_version").fetchone()

    def alter(config: Config, _: str) -> None:
        for statement in (
            "alter table core.deduction_day alter column work_date type timestamp",
            "alter table core.deduction_day alter column work_date type date",
            "create table core.brought_by_upgrade (nip text)",
            f"update audit.alembic_version set version_num = '{newest[0]}'",
        ):
            config.attributes["connection"].exec_driver_sql(statement)

    monkeypatch.setattr(command, "upgrade", alter)
    server.execute("update audit.alembic_version set version_num = 'the one before'")
    upgrade(postgres.url(granted))
    readable = {role: reads(sign_in(role), "core.brought_by_upgrade") for role in Role}
    server.execute("drop table core.brought_by_upgrade")

    assert readable == {role: role not in {Role.BI_READER, Role.UNIT_HEAD} for role in Role}
    assert _state(server, granted) == before


def test_an_upgrade_gives_up_before_a_long_report_makes_every_other_reader_wait(
    granted: str, postgres: Server, server, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, url = _state(server, granted), postgres.url(granted)
    (newest,) = server.execute("select version_num from audit.alembic_version").fetchone()
    report = sign_in(Role.HR)
    report.execute("begin; select count(*) from mart.performance_period")
    monkeypatch.setattr(migrate, "IN_THE_WAY_SECONDS", 0.2)
    server.execute("update audit.alembic_version set version_num = '0001_audit'")
    try:
        with pytest.raises(ServerUnavailable, match="LockNotAvailable"):
            migrate.upgrade_server(url)
        with pytest.raises(KinerjaError, match="a long query"):
            grant_roles(Workspace(Path("unused"), url), new_pseudonyms=False)
        assert sign_in(Role.AUDITOR).execute("select count(*) from mart.performance_period").fetchone() != (0,)
    finally:
        server.execute("update audit.alembic_version set version_num = %s", [newest])
        report.execute("rollback")

    assert _state(server, granted) == before


def test_the_writer_after_an_upgrade_of_the_program_is_told_who_may_alter_the_server(
    workspace: Workspace, postgres: Server, secret: Path
) -> None:
    database = postgres.new_database()
    shown = on_server(workspace, postgres, database)
    serve(shown)
    grant_roles(shown, new_pseudonyms=False)
    add_member(shown, Role.WRITER, login_of(database, Role.WRITER), (), secret)
    writer = f"postgresql://{login_of(database, Role.WRITER)}:{PASSWORD}@127.0.0.1:{postgres.port}/{database}"
    with postgres.connect(database) as server:
        server.execute("update audit.alembic_version set version_num = '0001_audit'")

    with pytest.raises(KinerjaError, match="role owner once") as told:
        serve(replace(workspace, server=writer))
    assert PASSWORD not in str(told.value)


def test_a_server_of_an_older_version_brought_back_by_pg_restore_is_upgraded_though_it_forgot_what_the_database_allows(
    granted: str, shown, server, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _state(server, granted)
    newest = server.execute("select version_num from audit.alembic_version").fetchone()

    def upgraded(config: Config, _: str) -> None:
        config.attributes["connection"].exec_driver_sql(f"update audit.alembic_version set version_num = '{newest[0]}'")

    monkeypatch.setattr(command, "upgrade", upgraded)
    server.execute(f"revoke all on database {granted} from {granted}_owner, {granted}_writer")
    server.execute("update audit.alembic_version set version_num = '0001_audit'")
    migrate.upgrade_server(postgres.url(granted))
    grant_roles(shown, new_pseudonyms=False)

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


def _state(server: psycopg.Connection, database: str) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: sorted(server.execute(query, {"roles": f'^"?{database}_'}).fetchall(), key=str)
        for name, query in _STATE.items()
    }
