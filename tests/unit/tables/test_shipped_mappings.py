"""The mappings that `kinerja init` writes fit the readers of their sources."""

import csv
import io
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

import etl
from tests.unit.tables.conftest import Read

MAPPINGS = Path(etl.__file__).parent / "sample" / "mappings"


@pytest.mark.parametrize(
    ("mapping", "kind"),
    [
        ("attendance_app", "attendance_table"),
        ("complaints", "complaints"),
        ("ekinerja_targets", "ekinerja_targets"),
        ("ekinerja_assessments", "ekinerja_assessments"),
        ("skm", "skm_table"),
    ],
)
def test_a_shipped_mapping_is_understood_by_its_reader(read: Read, mapping: str, kind: str) -> None:
    content = tomllib.loads((MAPPINGS / f"{mapping}.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    headings = [*content["columns"].values(), *content.get("punches", [])]
    text = io.StringIO()
    csv.writer(text, delimiter=content.get("delimiter", ",")).writerow(headings)

    parsed = read(kind, text.getvalue(), **content)

    assert (parsed.rows.num_rows, parsed.ignored) == (0, 1)
