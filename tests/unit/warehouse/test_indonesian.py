"""`mart_id` speaks Indonesian in its names, its cells and what it says of them."""

import re

import duckdb
import pytest

from tests.unit.test_glossary import ROWS
from warehouse.schema.definition import View
from warehouse.schema.indonesian import words
from warehouse.schema.view_kinds import translated
from warehouse.schema.views import views

INDONESIAN = [view for view in views() if view.schema == "mart_id"]
GLOSSARY = {name.strip("`"): term for name, _, term, _ in ROWS}
ENGLISH = re.compile(r"\b(empty|the|of|person|people|percent|before|after|code of|see reason)\b")


@pytest.mark.parametrize("view", INDONESIAN, ids=lambda view: view.name)
def test_a_view_in_indonesian_explains_itself_in_indonesian(view: View) -> None:
    assert view.comment.startswith("Setiap baris adalah ")
    assert {name: meaning for name, meaning in view.columns.items() if not meaning or ENGLISH.search(meaning)} == {}


@pytest.mark.parametrize("codes", [words.REASONS, words.RECOMMENDATIONS, words.FINDINGS, words.TIERS])
def test_a_code_is_called_what_the_glossary_calls_it(codes: words.Words) -> None:
    assert {code: said.lower() for code, said in codes.items()} == {code: GLOSSARY[code].lower() for code in codes}


def test_a_code_without_a_word_stays_instead_of_vanishing() -> None:
    with duckdb.connect() as warehouse:
        warehouse.execute("create schema mart")
        warehouse.execute("create view mart.told as select * from (values ('REWARD'), ('NEW_KIND'), (null)) as t(kind)")
        view = View("mart", "told", "", {"kind": ""}, {"kind": "TEXT"}, "")
        shown = translated(view, "saran", "satu saran", {"kind": ("jenis", "jenis")}, {"kind": words.RECOMMENDATIONS})

        assert warehouse.execute(shown.query).fetchall() == [("Penghargaan",), ("NEW_KIND",), (None,)]


def test_codes_joined_in_one_cell_are_told_one_by_one() -> None:
    with duckdb.connect() as warehouse:
        warehouse.execute("create schema mart")
        warehouse.execute("create view mart.told as select 1 as one, 'INDEX+GAP' as hidden")
        view = View("mart", "told", "", {"one": "", "hidden": ""}, {"one": "INTEGER", "hidden": "TEXT"}, "")
        columns = {"one": ("satu", "satu"), "hidden": ("disembunyikan", "yang dikosongkan")}
        shown = translated(view, "kelompok", "satu kelompok", columns, joined={"hidden": words.HIDDEN})

        assert warehouse.execute(shown.query).fetchall() == [(1, "indeks+selisih penilaian")]
