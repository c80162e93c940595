"""A superseded revision: what it said beside the newest, and its own chain, told by performing it again."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.errors import WrongUsage
from etl.explain import explain
from etl.reperformance.reproduce import reproduce
from etl.settings import Workspace
from etl.status import exact
from tests.worlds.explained import figures_of
from tests.worlds.exports import NIPS
from warehouse.engines.duckdb import connect

PERIOD, UNIT = "2026-07", "DINAS"
NIP = NIPS[1]
"""Whose punches were all in the dump that was withdrawn."""
Told = dict[str, Any]


def _ask(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


def _again(workspace: Workspace, revision: int, whose: str) -> Told:
    """The chain of a revision as a program gets it."""
    found = reproduce(workspace, PERIOD, revision, lambda *_: None, lambda place: explain(place, whose, PERIOD))
    assert found.is_identical
    told: Told = json.loads(json.dumps(found.answer, default=exact))
    return told


def test_the_figures_of_an_earlier_revision_are_told_beside_the_newest(lived_on: Workspace) -> None:
    """The load that moved them took away every day there was, of which the log names none: no load was named."""
    said = explain(lived_on, NIP, PERIOD, revision=1)["revision"]

    (then,), (now,) = (said[side]["mart.performance_period"] for side in ("then", "now"))
    assert (said["newest"], then["revision"], now["revision"]) == (2, 1, 2)
    assert then["present_days"] > now["present_days"]
    moved = {row["column"]: (row["then"], row["now"]) for row in said["moved"] if row["table"].endswith("_period")}
    assert moved["present_days"] == (then["present_days"], now["present_days"])
    assert {row["name"] for row in said["moved"] if row["table"] == "mart.score_component"} >= {"DISCIPLINE"}
    assert said["published"]["by"] == "head"
    assert {*moved} == {row["column_name"] for row in said["restated"]}
    loads = _ask(lived_on, "select load_id from audit.withdrawal")
    assert {(row["cause_load_id"],) for row in said["restated"]} == {*loads}


def test_of_the_newest_revision_nothing_moved_and_of_one_that_is_not_there_nothing_is_told(lived_on: Workspace) -> None:
    assert explain(lived_on, NIP, PERIOD, revision=2)["revision"]["moved"] == []
    with pytest.raises(WrongUsage, match="2 revisions"):
        explain(lived_on, NIP, PERIOD, revision=3)


@pytest.mark.parametrize("whose", [UNIT, "kepahiang"])
def test_units_and_the_agency_have_earlier_revisions_too(lived_on: Workspace, whose: str) -> None:
    said = explain(lived_on, whose, PERIOD, revision=1)["revision"]

    assert said["then"] != said["now"]
    assert said["moved"]


def test_performed_again_an_earlier_revision_leads_to_its_own_lines_and_gives_its_own_figures(
    lived_on: Workspace,
) -> None:
    """The dump was withdrawn: what is told of the newest revision does not know it any more."""
    newest, first = explain(lived_on, NIP, PERIOD), _again(lived_on, 1, NIP)

    dump = next(str(one) for (one,) in _ask(lived_on, "select file_id from audit.withdrawal"))
    assert dump not in newest["files"]
    assert first["files"][dump]["original_name"] == "finger/1.dat"
    lines = [one["line"] for one in first["records"] if str(one["file_id"]) == dump]
    assert lines
    assert all("2026-07" in line for line in lines)
    stored = explain(lived_on, NIP, PERIOD, revision=1)["revision"]["then"]["mart.performance_period"][0]
    for name, value in figures_of(first).items():
        assert (None if value is None else str(value)) == (None if stored[name] is None else str(stored[name])), name


def test_the_commands_speak_of_it_to_people_and_programs(lived_on: Workspace) -> None:
    home = ["--home", str(lived_on.home)]
    shown = CliRunner().invoke(app, ["explain", NIP, PERIOD, "--revision", "1", *home])
    assert shown.exit_code == 0
    assert "declared final by head" in shown.output
    again = f"kinerja reproduce {PERIOD} --revision 1 --explain {NIP}"
    assert again in shown.output
    shown = CliRunner().invoke(app, [*again.split()[1:], "--component", "discipline", *home])
    assert shown.exit_code == 0
    assert "IDENTICAL" in shown.output
    assert "finger/1.dat" in shown.output
    shown = CliRunner().invoke(app, [*again.split()[1:], "--json", *home])
    told = json.loads(shown.stdout)
    assert (told["identical"], told["figure"]["revision"], told["gone"]) == (True, 1, [])
