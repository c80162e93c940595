"""BI readers follow persons under pseudonyms and find nobody: no number, no name, no cell of few people."""

from collections import Counter

import psycopg
import pytest

from etl.pseudonym_key import pseudonym_key
from etl.settings import Workspace
from tests.postgres import Server
from tests.worlds.granted import MIN_CELL, PEOPLE, persons
from warehouse.access.masked_views import masked_views
from warehouse.access.pseudonyms import pseudonym_of
from warehouse.access.roles import Role
from warehouse.schema.views import views

pytestmark = pytest.mark.slow


@pytest.fixture
def reader(sign_in) -> psycopg.Connection:
    return sign_in(Role.BI_READER)


def test_no_cell_of_any_view_holds_what_tells_a_person_or_was_refused(reader) -> None:
    of_board = [view for view in views() if view.schema == "board"]
    leaks = [
        view.name
        for view in (*masked_views(), *of_board)
        for row in reader.execute(f"select * from {view.schema}.{view.name}").fetchall()
        if any("secret" in str(cell) or "1977" in str(cell) for cell in row)
    ]

    assert leaks == []


def test_the_world_would_show_a_leak(granted: str, postgres: Server) -> None:
    with postgres.connect(granted) as server:
        for query in (
            "select nip, person_id, discipline_tier from mart.performance_monthly",
            "select name, birth_date from core.employees",
            "select value from audit.quarantine",
            "select original_name from audit.source_file_now",
        ):
            assert all("secret" in str(row) for row in server.execute(query).fetchall())


def test_every_masked_view_has_the_columns_it_explains(reader) -> None:
    for view in masked_views():
        cursor = reader.execute(f"select * from bi.{view.name} limit 0")
        assert [one.name for one in cursor.description or ()] == list(view.columns)


def test_a_unit_of_few_people_is_not_named_and_neither_is_one_needed_to_hide_it(reader) -> None:
    rows = reader.execute("select unit_code, count(*) from bi.performance_monthly group by 1").fetchall()

    assert dict(rows) == {"OFFICE": 4, "SECTION": 5, "BESIDE": 6, None: 3}
    assert PEOPLE["TINY"] + PEOPLE["SMALL"] == 3 >= MIN_CELL


def test_nobody_is_alone_in_what_a_row_tells_of_unit_and_position(reader) -> None:
    rows = reader.execute("select unit_code, position_code, peer_group, component_set from bi.performance_monthly")

    assert min(Counter(rows.fetchall()).values()) >= MIN_CELL


def test_a_unit_is_named_here_if_and_only_if_the_groups_side_by_side_name_it(server, reader) -> None:
    """BESIDE has six people; it is left empty there for the sake of others, and would tell them here."""
    left_empty = "update mart.fairness_group set people = {} where value = 'BESIDE'"
    server.execute(left_empty.format("null"))
    try:
        units = {one for (one,) in reader.execute("select unit_code from bi.performance_monthly").fetchall()}
    finally:
        server.execute(left_empty.format(PEOPLE["BESIDE"]))

    assert units == {"OFFICE", "SECTION", None}


def test_who_had_no_working_day_makes_no_cell_larger_and_is_of_no_unit(server, reader) -> None:
    """Two of the four clerks of OFFICE had none: the other two would be alone with their position."""
    had = "update mart.performance_period set working_days = {} where unit_code = 'OFFICE' and person_id like '%-{}-%'"
    for number in (2, 3):
        server.execute(had.format(0, number))
    try:
        rows = reader.execute(
            "select unit_code, position_code, count(*) from bi.performance_monthly "
            "where working_days = 0 or unit_code = 'OFFICE' group by 1, 2 order by 1"
        ).fetchall()
    finally:
        for number in (2, 3):
            server.execute(had.format(20, number))

    assert rows == [("OFFICE", None, 2), (None, None, 2)]


def test_a_position_of_few_in_a_unit_is_left_out_with_the_next_smaller_one(
    granted: str, postgres: Server, reader
) -> None:
    with postgres.connect(granted) as server:
        server.execute(
            "update mart.performance_period set position_code = 'CHIEF' where person_id = 'person-BESIDE-1-secret'"
        )
        try:
            rows = reader.execute(
                "select position_code, count(*) from bi.performance_monthly where unit_code = 'BESIDE' group by 1"
            ).fetchall()
        finally:
            server.execute(
                "update mart.performance_period set position_code = 'CLERK-BESIDE' where unit_code = 'BESIDE'"
            )

    assert rows == [(None, 6)]


def test_scores_that_all_of_a_unit_share_are_left_out_where_the_unit_is(granted: str, postgres: Server, reader) -> None:
    with postgres.connect(granted) as server:
        server.execute("update mart.performance_period set satisfaction_score = 81.5, complaint_score = 90")
    rows = reader.execute(
        "select distinct unit_code is null, satisfaction_score, complaint_score from bi.performance_monthly"
    )

    assert sorted(map(str, rows.fetchall())) == sorted(
        ["(True, None, None)", "(False, Decimal('81.5000'), Decimal('90.0000'))"]
    )


def test_a_pseudonym_is_the_keyed_digest_of_the_person_and_nothing_else_tells_it(
    reader, granted_workspace: Workspace
) -> None:
    key = pseudonym_key(granted_workspace)
    shown = {one for (one,) in reader.execute("select pseudonym from bi.performance_monthly").fetchall()}

    assert shown == {pseudonym_of(key, person_id) for person_id, _ in persons()}
    assert shown != {pseudonym_of(bytes(32), person_id) for person_id, _ in persons()}


def test_before_a_scoring_told_the_cell_nothing_of_units_is_shown(granted: str, postgres: Server, reader) -> None:
    with postgres.connect(granted) as server:
        server.execute("update mart.fairness set period = '2020-01'")
        try:
            units = reader.execute("select distinct unit_code, position_code from bi.performance_monthly").fetchall()
        finally:
            server.execute("update mart.fairness set period = '2026-07'")

    assert units == [(None, None)]


def test_the_reader_finds_the_same_in_indonesian(reader) -> None:
    english = reader.execute("select pseudonym, unit_code from bi.performance_monthly").fetchall()
    indonesian = reader.execute("select samaran, kode_unit from bi.kinerja_bulanan").fetchall()

    assert sorted(english, key=str) == sorted(indonesian, key=str)
