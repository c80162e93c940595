"""Who may see what, as far as it can be told without a server: nothing of a person slips through."""

from collections.abc import Iterable

import duckdb
import pytest

from warehouse.access.masked_views import masked_views
from warehouse.access.roles import (
    APPEND_ONLY,
    AS_THE_OWNER,
    AS_THE_READER,
    COLUMNS_OF_UNIT_HEAD,
    NOT_FOR_HR,
    OWN_ROWS,
    REFERENCE,
    TABLE_SCHEMAS,
)
from warehouse.access.small_cells import small
from warehouse.schema import SCHEMAS, metadata
from warehouse.schema.views import views

TABLES = {name: [column.name for column in table.columns] for name, table in metadata().tables.items()}
VIEWS = {f"{view.schema}.{view.name}": list(view.columns) for view in views()}
PERSONAL = {
    *("person_id", "nip", "first_nip", "assessor_id", "assessor_nip", "birth_date", "pin", "name", "document_no"),
    *("original_name", "value_from", "value_to", "decided_by", "approved_by", "confirmed_by", "respondent", "ticket"),
    *("entry", "event", "evidence", "suggestion", "explanation", "case_id", "objection_no", "decision_no"),
}
"""Columns that name a person, or hold words in which somebody may be named."""


def test_roles_are_given_on_every_schema_there_is() -> None:
    assert tuple(SCHEMAS) == TABLE_SCHEMAS


@pytest.mark.parametrize(
    "named", [APPEND_ONLY, AS_THE_OWNER, AS_THE_READER, COLUMNS_OF_UNIT_HEAD, NOT_FOR_HR, OWN_ROWS, REFERENCE]
)
def test_what_is_named_there_is(named: Iterable[str]) -> None:
    assert [name for name in named if name not in {**TABLES, **VIEWS}] == []


def test_columns_that_are_given_one_by_one_there_are() -> None:
    assert [(name, sorted(set(given) - set(TABLES[name]))) for name, given in COLUMNS_OF_UNIT_HEAD.items()] == [
        (name, []) for name in COLUMNS_OF_UNIT_HEAD
    ]


def test_a_table_that_a_unit_head_reads_whole_names_nobody() -> None:
    persons = {"person_id", "nip", "first_nip", "birth_date", "pin", "assessor_nip", "respondent"}

    assert {name: persons & set(TABLES[name]) for name in REFERENCE} == {name: set() for name in REFERENCE}


@pytest.mark.parametrize("view", masked_views(), ids=lambda view: view.name)
def test_a_masked_view_has_no_column_of_a_person_and_explains_those_it_has(view) -> None:
    assert PERSONAL & set(view.columns) == set()
    assert view.comment.startswith(("Each row is ", "Setiap baris adalah "))
    assert [name for name, meaning in view.columns.items() if not meaning] == []
    assert set(view.types) >= set(view.columns)


def test_a_view_without_persons_that_is_read_in_the_owners_name_has_no_column_of_one() -> None:
    read = [*AS_THE_OWNER, *(name for name in VIEWS if name.startswith("board."))]
    named = {
        name: {"person_id", "nip", "assessor_nip", "assessor_id", "birth_date"} & set(VIEWS[name]) for name in read
    }

    assert named == {name: set() for name in read}


@pytest.mark.parametrize(
    ("people", "hidden"),
    [
        ([5, 6, 7], []),
        ([4, 6, 7], [4, 6]),
        ([1, 2, 6, 7], [1, 2, 6]),
        ([3, 4, 6, 7], [3, 4]),
        ([4], [4]),
        ([5], []),
        ([4, 5], [4, 5]),
        ([], []),
    ],
)
def test_a_small_cell_is_left_out_with_the_next_ones_until_they_make_a_cell(
    people: list[int], hidden: list[int]
) -> None:
    with duckdb.connect() as engine:
        engine.execute("create table cell (whole text, name text, people int, min_cell int)")
        for number in people:
            engine.execute("insert into cell select 'all', ?, ?, 5 from range(?)", [f"unit {number}", number, number])
        judged = small("people", "min_cell", within="whole", order="name")
        found = engine.execute(
            f"select distinct people from (select people, {judged} as small from cell) where small = 1 order by people"
        ).fetchall()

    assert [number for (number,) in found] == hidden


def test_without_a_cell_every_one_is_left_out() -> None:
    with duckdb.connect() as engine:
        judged = small("people", "cast(null as int)", within="1", order="people")
        assert engine.execute(f"select {judged} from (values (100), (200)) as cell (people)").fetchall() == [(1,), (1,)]
