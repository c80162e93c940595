"""`kinerja explain` of a unit: its figures follow from what is shown, and whose figures they rest on is named."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.errors import WrongUsage
from etl.explain import explain
from etl.settings import Workspace
from etl.status import exact
from tests.integration.lineage.conftest import PERIOD
from tests.worlds.explained_units import achievements_of, figures_of_unit
from warehouse.engines.duckdb import connect

Told = dict[str, Any]


def _ask(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


@pytest.fixture(scope="module")
def units(scored: Workspace) -> list[Told]:
    """As a program gets them: through the text of JSON."""
    codes = _ask(scored, f"select unit_code from mart.unit_period where period = '{PERIOD}' order by all")
    return [json.loads(json.dumps(explain(scored, code, PERIOD), default=exact)) for (code,) in codes]


def test_every_figure_of_a_unit_follows_from_what_is_told(units: list[Told]) -> None:
    wrong, seen = [], set()
    for told in units:
        for name, value in figures_of_unit(told).items():
            stored = told["figure"][name]
            seen |= {name} if stored not in (None, 0) else set()
            if (None if value is None else str(value)) != (None if stored is None else str(stored)):
                wrong.append((told["figure"]["unit_code"], name, stored, value))
    assert wrong == []
    assert seen >= {"headcount", "mean_index", "ikm", "complaints_due", "cases_completed", "service_days_p90", "baik"}
    assert seen >= {"adoption_percent", "feedback_in_time_percent", "organisation_predicate", "respondents_needed"}


def test_indicators_of_a_unit_follow_from_its_targets(units: list[Told]) -> None:
    parts = [told["components"]["UNIT_TARGET"] for told in units]
    for part in parts:
        reached = achievements_of(part, part["rules"])
        for one in part["indicators"]:
            found = reached[one["indicator_code"]]
            assert (None if found is None else str(found)) == one["achievement_percent"]
    assert any(part["indicators"] for part in parts)


def test_the_view_tells_the_same_records_and_the_same_parts(scored: Workspace, units: list[Told]) -> None:
    told = {
        (one["figure"]["unit_code"], row["component"], row["role"], row["file_id"], row["record_no"])
        for one in units
        for row in one["sources"]
    }
    viewed = _ask(
        scored,
        "select unit_code, component, role, file_id, record_no from mart.figure_source "
        f"where period = '{PERIOD}' and unit_code is not null",
    )
    assert told == {*viewed}
    assert {role for _, _, role, _, _ in told} >= {"SURVEY_RESPONSE", "COMPLAINT", "SERVICE_EVENT", "TARGET", "ACCESS"}
    parts = {
        (one["figure"]["unit_code"], name, row["person_id"], row["component"])
        for one in units
        for name, part in one["components"].items()
        for row in part.get("rests_on", ())
    }
    known = _ask(
        scored,
        "select unit_code, component, part_person_id, part_component from mart.figure_part "
        f"where period = '{PERIOD}' and unit_code is not null",
    )
    assert parts == {*known}


def test_every_record_of_a_unit_has_its_line(units: list[Told]) -> None:
    for told in units:
        assert [one for one in told["records"] if not one["line"]] == []


def test_people_are_named_by_their_key_alone(units: list[Told]) -> None:
    for told in units:
        for part in told["components"].values():
            assert all("nip" not in one for one in part.get("people", ()))


def test_a_figure_of_a_person_is_none_of_a_unit(scored: Workspace, units: list[Told]) -> None:
    with pytest.raises(WrongUsage, match="UNIT_INDEX"):
        explain(scored, units[0]["figure"]["unit_code"], PERIOD, "DISCIPLINE")


def test_the_command_speaks_of_a_unit_to_people(scored: Workspace, units: list[Told]) -> None:
    code, home = max(units, key=lambda one: len(one["sources"]))["figure"]["unit_code"], ["--home", str(scored.home)]
    shown = CliRunner().invoke(app, ["explain", code, PERIOD, *home])
    assert shown.exit_code == 0
    assert "UNIT_INDEX" in shown.output
    shown = CliRunner().invoke(app, ["explain", code, PERIOD, "--component", "unit_complaint", *home])
    assert shown.exit_code == 0
    assert "Files" in shown.output
