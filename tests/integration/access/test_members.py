"""Who gets a role of the server and who is refused it: logins, units of heads, passwords."""

from pathlib import Path

import pytest

from etl.errors import WrongUsage
from etl.grant import add_member, grant_roles, remove_member
from tests.postgres import Server
from tests.worlds.granted import PASSWORD, login_of, reads, signed_in
from warehouse.access.roles import Role

pytestmark = pytest.mark.slow


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
        assert not reads(head, "mart.unit_period")

    assert seen == [{"BESIDE", "TINY"}, {"TINY"}]
    assert server.execute("select count(*) from access.unit_head where login = %s", [login]).fetchone() == (0,)
    server.execute(f"drop role {login}")


def test_a_mistyped_unit_is_not_said_to_be_taken_from_a_head_who_keeps_the_real_one(
    granted: str, shown, server
) -> None:
    login = login_of(granted, "typed_head")
    add_member(shown, Role.UNIT_HEAD, login, ("BESIDE", "TINY"), None)
    with pytest.raises(WrongUsage, match="found BESIED"):
        remove_member(shown, Role.UNIT_HEAD, login, ("BESIED", "TINY"))

    kept = server.execute("select unit_code from access.unit_head where login = %s order by 1", [login]).fetchall()
    remove_member(shown, Role.UNIT_HEAD, login, ())
    server.execute(f"drop role {login}")
    assert kept == [("BESIDE",), ("TINY",)]


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
