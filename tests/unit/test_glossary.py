"""Every name that people meet in tables and reports has its Indonesian term in the glossary."""

import re
from pathlib import Path

import pytest

from etl.records import RECORDS
from warehouse.schema import metadata

GLOSSARY = Path(__file__).resolve().parents[2] / "GLOSSARY.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines()
    if line.startswith("| `")
]
NAMES = [row[0].strip("`") for row in ROWS]
CODES = sorted(
    {code for record in RECORDS.values() for column in record.columns for code in column.allowed if not code.isdigit()}
)
DAY_STATUSES = ["INACTIVE", "OFF", "DUTY", "LEAVE", "UNKNOWN", "PRESENT", "NO_IN", "NO_OUT", "ABSENT"]
FILE_STATUSES = [
    *("LOADED", "REFUSED", "WITHDRAWN", "DESTROYED"),
    *("NEW", "REPEATED", "OTHER_SOURCE", "OPEN", "COMMITTED", "ABANDONED"),
]
ROLES = [
    "analyst",
    "appointing_official",
    "auditor",
    "data_producer",
    "data_steward",
    "employee",
    "operator",
    "superior",
]


def test_the_names_are_sorted_and_each_is_there_once() -> None:
    assert sorted(set(NAMES), key=lambda name: (name.lower(), name)) == NAMES


def test_every_name_has_a_meaning_an_indonesian_term_and_a_source() -> None:
    assert [row for row in ROWS if len(row) != 4 or not all(row)] == []


@pytest.mark.parametrize("names", [list(RECORDS), CODES, DAY_STATUSES, FILE_STATUSES, ROLES])
def test_record_types_codes_statuses_and_roles_are_explained(names: list[str]) -> None:
    assert [name for name in names if name not in NAMES] == []


def test_the_three_accounts_are_explained() -> None:
    assert {"money", "discipline", "evidence"} <= set(NAMES)


def test_every_table_of_core_is_explained() -> None:
    assert [
        table.name for table in metadata().tables.values() if table.schema == "core" and table.name not in NAMES
    ] == []


def test_no_article_stands_without_its_regulation() -> None:
    regulation = re.compile(r"(PP|Perpres|PermenPANRB|Permenko|Perban|PMK|Perbup|UU|SE)\b.*Pasal")

    assert [row for row in ROWS if "Pasal" in row[3] and not regulation.search(row[3])] == []
