"""What docs/explain.md shows in plain SQL tells what `kinerja explain` tells."""

import re
from pathlib import Path
from typing import Any

from etl.explain import explain
from etl.settings import Workspace
from tests.integration.lineage.conftest import PERIOD
from warehouse.engines.duckdb import connect

UNIT = "DPMPTSP"
"""The one that the page asks about."""
PAGE = Path(__file__).resolve().parents[3] / "docs" / "explain.md"


def _shown(person: str) -> list[str]:
    """The statements of the page, asked about a person and the scored period."""
    chapter = PAGE.read_text(encoding="utf-8").partition("## In plain SQL\n")[2]
    statements = re.findall(r"(?:^    .*\n?)+", chapter, re.MULTILINE)
    return [one.replace("'...'", f"'{person}'").replace("'2026-07'", f"'{PERIOD}'") for one in statements]


def test_the_statements_of_the_page_tell_what_explain_tells(scored: Workspace) -> None:
    with connect(scored.warehouse, read_only=True) as warehouse:
        ((person, nip),) = warehouse.execute(
            "select person_id, nip from mart.person_work where cases > 0 and period = ? order by person_id limit 1",
            [PERIOD],
        ).fetchall()
        to_records, to_people, to_peers = (warehouse.execute(one).fetchall() for one in _shown(person))
    told: dict[str, Any] = explain(scored, nip, PERIOD)
    records = [
        (
            row["component"],
            row["role"],
            told["files"][str(row["file_id"])]["original_name"],
            told["files"][str(row["file_id"])]["sha256"],
            row["record_no"],
        )
        for row in told["sources"]
        if row["component"] == "DISCIPLINE"
    ]
    names = ("person_id", "completed", "on_time", "late", "reworked", "done_minutes", "available_minutes")
    peers = [tuple(one[name] for name in names) for one in told["components"]["QUALITY"]["peers"]]
    assert records
    assert sorted(to_records) == sorted(records)
    assert peers
    assert sorted(to_peers) == sorted(peers)
    assert sorted(to_people) == sorted(_people_behind(scored))


def _people_behind(scored: Workspace) -> list[tuple[Any, ...]]:
    """What stands behind the mean index of a unit: of each of its people what explain tells of that person."""
    part = explain(scored, UNIT, PERIOD, "UNIT_INDEX")["components"]["UNIT_INDEX"]
    people = {row["person_id"] for row in part["rests_on"] if row["component"] == "INDEX"}
    with connect(scored.warehouse, read_only=True) as warehouse:
        numbers = warehouse.execute(
            "select person_id, nip from mart.performance_period where person_id in (select unnest(?)) order by all",
            [sorted(people)],
        ).fetchall()
    assert numbers
    return [
        (person, row["component"], row["role"], row["file_id"], row["record_no"])
        for person, nip in numbers
        for row in explain(scored, nip, PERIOD, "INDEX")["sources"]
    ]
