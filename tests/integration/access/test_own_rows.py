"""A unit head sees the own unit and those below it, through the dated positions; nobody else's."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.postgres import Server
from tests.worlds.granted import FIRST, LAST, LEFT, MOVED, login_of, persons, signed_in
from warehouse.access.roles import OF_DAY, OF_PERIOD, OF_UNIT, OWN_ROWS, Role

pytestmark = pytest.mark.slow

OWN = {person_id for person_id, unit in persons() if unit in {"OFFICE", "SECTION"}}


@pytest.fixture
def head(sign_in) -> psycopg.Connection:
    return sign_in(Role.UNIT_HEAD)


@pytest.mark.parametrize("table", OF_PERIOD)
def test_the_head_sees_periods_of_whoever_belonged_to_the_unit_or_one_below_it_in_the_period(head, table: str) -> None:
    assert _set(head, f"select person_id from {table}") == OWN


def test_the_days_before_somebody_came_are_the_other_unit_heads_alone(head) -> None:
    days = head.execute("select person_id, work_date from core.attendance_day").fetchall()

    assert set(days) == {(person, day) for person in OWN for day in (FIRST, LAST)} - {(MOVED, FIRST)}


@pytest.mark.parametrize("table", OF_DAY)
def test_the_accounts_of_a_day_are_seen_with_the_day(head, table: str) -> None:
    own = _set(head, "select (person_id, work_date)::text from core.attendance_day")

    assert _set(head, f"select (person_id, work_date)::text from {table}") == own


def test_positions_are_seen_that_were_held_in_the_unit_and_no_others_of_the_same_person(head) -> None:
    seen = head.execute("select person_id, unit_code from core.employees").fetchall()

    assert {unit for _, unit in seen} == {"OFFICE", "SECTION"}
    assert {person for person, _ in seen} == OWN | {LEFT}


@pytest.mark.parametrize("table", OF_UNIT)
def test_the_head_sees_the_figures_of_the_own_unit_and_those_below_it(head, table: str) -> None:
    assert _set(head, f"select unit_code from {table}") == {"OFFICE", "SECTION"}


def test_views_ask_in_the_name_of_the_head(head) -> None:
    assert _set(head, "select person_id from mart.performance_monthly") == OWN
    assert _set(head, "select kode_unit from mart_id.kinerja_bulanan") == {"OFFICE", "SECTION"}
    assert _set(head, "select unit_code from mart.target_lint_now") == {"OFFICE", "SECTION"}
    assert _set(head, "select person_id from mart.recommendation_now") == OWN


def test_the_head_of_the_section_sees_the_section_alone(granted: str, postgres: Server) -> None:
    login = login_of(granted, Role.UNIT_HEAD)
    with _heads(postgres, granted, login, ["SECTION"]), signed_in(postgres, granted, Role.UNIT_HEAD) as head:
        assert _set(head, "select unit_code from mart.performance_monthly") == {"SECTION"}


def test_a_unit_that_lay_below_another_one_until_some_day_is_seen_by_its_head_until_that_day(
    granted: str, postgres: Server
) -> None:
    with postgres.connect(granted) as server:
        server.execute("update core.units set valid_to = '2026-07-05' where unit_code = 'SECTION'")
        try:
            with signed_in(postgres, granted, Role.UNIT_HEAD) as head:
                days = _set(head, "select work_date from core.attendance_day where unit_code = 'SECTION'")
        finally:
            server.execute("update core.units set valid_to = null where unit_code = 'SECTION'")

    assert days == {FIRST}


def test_a_tree_of_units_that_closes_to_a_ring_comes_to_an_end(granted: str, postgres: Server) -> None:
    with postgres.connect(granted) as server:
        server.execute("update core.units set parent_code = 'SECTION' where unit_code = 'OFFICE'")
        try:
            with signed_in(postgres, granted, Role.UNIT_HEAD) as head:
                assert _set(head, "select unit_code from mart.unit_period") == {"OFFICE", "SECTION"}
        finally:
            server.execute("update core.units set parent_code = null where unit_code = 'OFFICE'")


def test_the_newest_revision_is_the_newest_for_the_head_too_when_it_names_another_unit(
    granted: str, postgres: Server
) -> None:
    later = (
        "insert into mart.performance_period select agency, person_id, nip, period, 2 as revision, period_start, "
        "period_end, 'BESIDE' as unit_code, {rest} from mart.performance_period where person_id = %s"
    )
    with postgres.connect(granted) as server:
        columns = server.execute(
            "select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from "
            "information_schema.columns where table_schema = 'mart' and table_name = 'performance_period' "
            "and ordinal_position > 8"
        ).fetchone()
        assert columns is not None
        server.execute(later.format(rest=columns[0]), [MOVED])
        try:
            with signed_in(postgres, granted, Role.UNIT_HEAD) as head:
                seen = head.execute(
                    "select revision, unit_code from mart.performance_monthly where person_id = %s", [MOVED]
                ).fetchall()
        finally:
            server.execute("delete from mart.performance_period where revision = 2")

    assert seen == [(2, "BESIDE")]


def test_whoever_heads_nothing_sees_nothing(granted: str, postgres: Server) -> None:
    with (
        _heads(postgres, granted, login_of(granted, Role.UNIT_HEAD), []),
        signed_in(postgres, granted, Role.UNIT_HEAD) as head,
    ):
        seen = {table: head.execute(f"select count(*) from {table}").fetchone() for table in OWN_ROWS}

    assert seen == dict.fromkeys(OWN_ROWS, (0,))


@pytest.mark.parametrize("role", [Role.HR, Role.AUDITOR, Role.WRITER, Role.OWNER])
@pytest.mark.parametrize("table", OWN_ROWS)
def test_the_other_roles_see_every_row(role: Role, table: str, granted: str, postgres: Server, sign_in) -> None:
    with postgres.connect(granted) as server:
        rows = server.execute(f"select count(*) from {table}").fetchone()

    assert rows is not None
    assert rows[0] > 0
    assert sign_in(role).execute(f"select count(*) from {table}").fetchone() == rows


@contextmanager
def _heads(postgres: Server, database: str, login: str, units: list[str]) -> Iterator[None]:
    """For a while a login heads other units."""

    def write(units: list[str]) -> None:
        with postgres.connect(database) as server:
            server.execute("delete from access.unit_head where login = %s", [login])
            for unit in units:
                server.execute("insert into access.unit_head values (%s, %s)", [login, unit])

    write(units)
    yield
    write(["OFFICE"])


def _set(session: psycopg.Connection, query: str) -> set[object]:
    return {one for (one,) in session.execute(query).fetchall()}
