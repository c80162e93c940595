"""`kinerja explain` of a training: its effect follows from what is shown, and both ways tell the same."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.explain import explain
from etl.settings import Workspace
from etl.status import exact
from tests.integration.lineage.conftest import PERIOD
from tests.worlds.explained_training import effects_of, stored_effects
from warehouse.engines.duckdb import connect
from warehouse.lineage.impact import find_impact
from warehouse.scoring.period import parse_period

EFFECT = "TRAINING_EFFECT"
CLERKS = "TI-01"
"""The training of those who handle cases."""
Told = dict[str, Any]


def _ask(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


@pytest.fixture(scope="module")
def trainings(scored: Workspace) -> dict[str, Told]:
    """Each as a program gets it: through the text of JSON."""
    codes = _ask(scored, f"select distinct training_code from mart.training_effect where period = '{PERIOD}'")
    return {code: json.loads(json.dumps(explain(scored, code, PERIOD), default=exact)) for (code,) in codes}


def test_every_effect_follows_from_what_is_told(trainings: dict[str, Told]) -> None:
    period = parse_period(PERIOD)
    for told in trainings.values():
        assert effects_of(told, (period.first, period.last)) == stored_effects(told)
    effects = [row["effect"] for row in stored_effects(trainings[CLERKS]).values()]
    assert None not in effects, "nobody is compared: the world shows nothing"
    assert any(row["reason"] == "NO_CASES" for told in trainings.values() for row in stored_effects(told).values())


def test_the_view_tells_the_same_records_and_people(scored: Workspace, trainings: dict[str, Told]) -> None:
    told = {
        (code, row["component"], row["role"], row["file_id"], row["record_no"])
        for code, one in trainings.items()
        for row in one["sources"]
    }
    viewed = "from mart.{} where training_code is not null"
    columns = "training_code, component, role, file_id, record_no"
    assert told == {*_ask(scored, f"select {columns} {viewed.format('figure_source')}")}
    roles = {"TRAINING", "SERVICE_EVENT", "SERVICE_CATALOGUE", "CALENDAR_OF_CASES", "UNITS_OF_CASES"}
    assert {role for _, _, role, _, _ in told} == roles
    parts = {
        (code, EFFECT, row["person_id"], row["component"])
        for code, one in trainings.items()
        for row in one["components"][EFFECT]["rests_on"]
    }
    columns = "training_code, component, part_person_id, part_component"
    assert parts == {*_ask(scored, f"select {columns} {viewed.format('figure_part')}")}
    assert {person for _, _, person, _ in parts} >= {
        one["person_id"] for told in trainings.values() for one in told["components"][EFFECT]["people"]
    }


def test_every_record_has_its_line_and_people_have_no_number(trainings: dict[str, Told]) -> None:
    for told in trainings.values():
        assert [one for one in told["records"] if not one["line"]] == []
        assert all("nip" not in one for one in told["components"][EFFECT]["people"])


def test_a_case_a_training_and_a_day_of_a_peer_lead_to_the_effect(
    scored: Workspace, trainings: dict[str, Told]
) -> None:
    part = trainings[CLERKS]["components"][EFFECT]
    event, course = part["cases"][0]["events"][-1], part["trainings"][0]
    peer = next(one["person_id"] for one in part["people"] if not one["participant"])
    punch = _ask(
        scored,
        "select file_id, record_no from mart.figure_source "
        f"where person_id = '{peer}' and component = 'DISCIPLINE' and role = 'PUNCH' order by all limit 1",
    )[0]
    asked = {
        "service_event": (event["file_id"], event["record_no"]),
        "training": (course["file_id"], course["record_no"]),
        "punch": punch,
    }
    with connect(scored.warehouse, read_only=True) as warehouse:
        for record, place in asked.items():
            found = find_impact(warehouse, record, *place)
            assert CLERKS in {row["training_code"] for row in found if row["component"] == EFFECT}, record


def test_the_command_speaks_of_a_training_to_people(scored: Workspace) -> None:
    home = ["--home", str(scored.home)]
    shown = CliRunner().invoke(app, ["explain", CLERKS, PERIOD, *home])
    assert shown.exit_code == 0
    assert f"Training {CLERKS}" in shown.output
    shown = CliRunner().invoke(app, ["explain", CLERKS, PERIOD, "--component", "training_effect", *home])
    assert shown.exit_code == 0
    assert "who took part" in shown.output
    assert "Files" in shown.output
