"""The known ways around roles, masks and policies, tried: each is refused, or gains nothing."""

import psycopg
import pytest
from psycopg import errors

from tests.postgres import Server
from tests.worlds.granted import login_of, nip_of, signed_in
from warehouse.access.roles import OWN_ROWS, READERS, Role

pytestmark = pytest.mark.slow

UNSEEN = "person-BESIDE-1-secret"
"""Somebody whom neither the unit head nor the BI reader may find."""
WAYS = """
    set role {db}_owner
    set role postgres
    set role pg_read_all_data
    set session authorization {db}_some_owner
    set session authorization postgres
    select set_config('session_authorization', 'postgres', false)
    select set_config('role', '{db}_owner', false)
    set row_security = off; select count(*) from mart.performance_period
    set session_replication_role = replica
    grant {db}_owner to {login}
    alter role {login} createrole
    alter role {login} bypassrls
    alter role {db}_bi_reader login
    create role helper login
    copy bi.performance_monthly to '/tmp/leak.csv'
    copy (select 1) to program 'cat'
    copy bi.performance_monthly from '/etc/passwd'
    select lo_import('/etc/passwd')
    select lo_export(1, '/tmp/leak')
    select pg_read_file('/etc/passwd')
    select pg_read_binary_file('PG_VERSION')
    select pg_ls_dir('.')
    select pg_stat_file('PG_VERSION')
    select * from pg_statistic
    select * from pg_authid
    select * from pg_shadow
    select * from access.pseudonym
    create schema mine
    create temporary table performance_monthly (nip text)
    create function public.now() returns int language sql as 'select 1'
    create function pg_temp.peep(text) returns bool language plpgsql as 'begin return true; end'
    create function mart.peep(text) returns bool language plpgsql cost 0.001 as 'begin return true; end'
    create view public.mine as select 1
    alter view bi.performance_monthly set (security_barrier = false)
    alter view mart.performance_monthly set (security_invoker = false)
    alter table mart.performance_period disable row level security
    alter table mart.performance_period no force row level security
    create policy mine on mart.performance_period using (true)
    drop policy own_unit on mart.performance_period
    insert into access.unit_head values ('{login}', 'BESIDE')
    update access.unit_head set unit_code = 'BESIDE'
    alter function access.own_unit() security invoker
    alter database {db} set row_security = off
    alter system set log_statement = 'all'
    select pg_reload_conf()
    begin; lock table mart.performance_period in access exclusive mode
    select pg_advisory_lock(1)
    select pg_create_logical_replication_slot('mine', 'test_decoding')
    select pg_ls_waldir()
    select pg_current_logfile()
    select * from pg_hba_file_rules
    select * from mart.performance_period for update
    comment on table mart.performance_period is 'mine'
    reindex table mart.performance_period
    create statistics mart.mine on person_id, nip from mart.performance_period
"""


@pytest.mark.parametrize("role", READERS)
def test_a_reader_is_refused_by_every_way(role: Role, granted: str, postgres: Server) -> None:
    open_ways = []
    for way in WAYS.strip().splitlines():
        statement = way.strip().replace("{db}", granted).replace("{login}", login_of(granted, role))
        with signed_in(postgres, granted, role) as session:
            try:
                session.execute(statement)
            except errors.InsufficientPrivilege:
                continue
            except psycopg.Error as error:
                statement = f"{statement}: {error}"
            open_ways.append(statement)

    assert open_ways == []


@pytest.mark.parametrize("extension", ["dblink", "postgres_fdw", "file_fdw", "adminpack", "plperlu"])
@pytest.mark.parametrize("role", READERS)
def test_no_reader_brings_in_an_extension(role: Role, extension: str, sign_in) -> None:
    not_installed = (errors.UndefinedFile, errors.FeatureNotSupported)
    with pytest.raises((errors.InsufficientPrivilege, *not_installed)):
        sign_in(role).execute(f"create extension {extension} schema pg_catalog")


def test_no_setting_makes_the_unit_head_of_another_unit(sign_in) -> None:
    head = sign_in(Role.UNIT_HEAD)
    before = _people(head)
    for name in ("kinerja.unit_id", "kinerja.login", "app.user", "access.unit", "request.jwt.claims"):
        head.execute("select set_config(%s, 'BESIDE', false)", [name])
    head.execute("set search_path = mart, pg_temp, public")
    head.execute("set application_name = 'postgres'")

    assert _people(head) == before


def test_the_group_of_unit_heads_sees_for_each_login_its_own(granted: str, sign_in) -> None:
    head = sign_in(Role.UNIT_HEAD)
    before = _people(head)
    head.execute(f"set role {granted}_unit_head")

    assert _people(head) == before


@pytest.mark.parametrize(
    "condition",
    [
        f"1 / (case when nip = '{nip_of(UNSEEN)}' then 0 else 1 end) = 1",
        f"cast(case when nip = '{nip_of(UNSEEN)}' then nip else '1' end as int) = 1",
    ],
)
def test_a_condition_that_fails_on_a_row_of_another_unit_is_never_asked_of_it(condition: str, sign_in) -> None:
    for relation in ("mart.performance_period", "mart.performance_monthly", "core.attendance_day", "core.employees"):
        sign_in(Role.UNIT_HEAD).execute(f"select count(*) from {relation} where {condition}")


@pytest.mark.parametrize(
    "condition",
    [
        "1 / (case when unit_code = 'TINY' then 0 else 1 end) = 1",
        "cast(case when unit_code = 'TINY' then unit_code else '1' end as int) = 1",
    ],
)
def test_a_condition_that_fails_on_a_hidden_unit_is_asked_after_the_mask(condition: str, sign_in) -> None:
    sign_in(Role.BI_READER).execute(f"select count(*) from bi.performance_monthly where {condition}")


@pytest.mark.parametrize("role", [Role.BI_READER, Role.UNIT_HEAD])
def test_statistics_show_no_value_of_a_row_that_is_not_shown(
    role: Role, granted: str, postgres: Server, sign_in
) -> None:
    with postgres.connect(granted) as server:
        server.execute("analyze")
        shown = server.execute("select count(*) from pg_stats where schemaname in ('core', 'mart')").fetchone()
        assert shown is not None
        assert shown[0] > 50
    values = sign_in(role).execute("select most_common_vals::text || histogram_bounds::text from pg_stats").fetchall()
    tables = {
        name for (name,) in sign_in(role).execute("select schemaname || '.' || tablename from pg_stats").fetchall()
    }

    assert [row for row in values if "secret" in str(row)] == []
    assert tables & set(OWN_ROWS) == set()
    assert not any(name.startswith(("access.", "audit.")) for name in tables)


def test_what_others_ask_is_not_shown(sign_in) -> None:
    sign_in(Role.HR).execute(f"select count(*) from mart.performance_period where nip = '{nip_of(UNSEEN)}'")
    for role in READERS:
        query = "select query from pg_stat_activity where usename <> session_user"
        asked = {text for (text,) in sign_in(role).execute(query).fetchall()}
        assert not any("secret" in text for text in asked - {None})


def test_no_reader_ends_the_session_of_another(granted: str, postgres: Server, sign_in) -> None:
    with postgres.connect(granted) as server:
        for role in READERS:
            with pytest.raises(errors.InsufficientPrivilege):
                sign_in(role).execute("select pg_terminate_backend(%s)", [server.info.backend_pid])


def test_nothing_that_readers_use_belongs_to_somebody_with_more_than_the_owner(granted: str, postgres: Server) -> None:
    with postgres.connect(granted) as server:
        owners = server.execute(
            "select distinct role.rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole from ("
            "select relowner as owner, relnamespace as space from pg_class "
            "union all select proowner, pronamespace from pg_proc union all select nspowner, oid from pg_namespace"
            ") as made join pg_roles as role on role.oid = made.owner "
            "where space::regnamespace::text in ('audit', 'core', 'mart', 'mart_id', 'board', 'bi', 'access')"
        ).fetchall()

    assert owners == [(f"{granted}_owner", False, False, False, False)]


def test_every_function_with_the_rights_of_the_owner_finds_its_tables_by_full_names_only(
    granted: str, postgres: Server
) -> None:
    with postgres.connect(granted) as server:
        found = server.execute(
            "select distinct pronamespace::regnamespace::text, proconfig from pg_proc where prosecdef"
        ).fetchall()

    assert found == [("access", ["search_path=pg_catalog, pg_temp"])]


def test_every_view_of_bi_and_board_keeps_conditions_of_the_reader_behind_the_mask(
    granted: str, postgres: Server
) -> None:
    with postgres.connect(granted) as server:
        open_views = server.execute(
            "select relname from pg_class where relnamespace::regnamespace::text in ('bi', 'board') and relkind = 'v' "
            "and not coalesce(reloptions, '{}') @> array['security_barrier=true']"
        ).fetchall()

    assert open_views == []


def test_there_is_no_sequence_to_read_a_number_from(granted: str, postgres: Server) -> None:
    with postgres.connect(granted) as server:
        sequences = server.execute("select relname from pg_class where relkind = 'S'").fetchall()

    assert sequences == []


def _people(session: psycopg.Connection) -> set[str]:
    return {one for (one,) in session.execute("select person_id from mart.performance_period").fetchall()}
