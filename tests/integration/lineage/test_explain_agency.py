"""`kinerja explain` of proposals and of the agency: what is told suffices to find every one of them again."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.errors import WrongUsage
from etl.explain import explain
from etl.score import score
from etl.settings import Workspace
from etl.status import exact
from tests.conftest import copied
from tests.integration.lineage.conftest import PERIOD
from tests.worlds.explained_fairness import counts_of, groups_of, raters_of, same
from tests.worlds.explained_proposals import entitled, recommendations_of, shared
from warehouse.engines.duckdb import connect

AGENCY = "kepahiang"
Told = dict[str, Any]


def _ask(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


def _told(workspace: Workspace, whose: str, component: str | None = None) -> Told:
    """As a program gets it: through the text of JSON."""
    told: Told = json.loads(json.dumps(explain(workspace, whose, PERIOD, component), default=exact))
    return told


@pytest.fixture(scope="module")
def nips(scored: Workspace) -> list[str]:
    return [nip for (nip,) in _ask(scored, "select nip from mart.performance_period order by nip")]


@pytest.fixture(scope="module")
def agency(scored: Workspace) -> Told:
    return _told(scored, AGENCY)


def test_recommendations_follow_from_what_is_told(scored: Workspace, nips: list[str]) -> None:
    kinds = set()
    for nip in nips:
        told = _told(scored, nip, "recommendation")
        stored = _ask(scored, f"select kind, evidence from mart.recommendation where nip = '{nip}'")
        assert recommendations_of(told) == dict(stored)
        assert {row["component"] for row in told["sources"]} <= {"RECOMMENDATION"}
        kinds |= {kind for kind, _ in stored}
    assert len(kinds) > 3


def test_bonuses_follow_from_the_figures_of_everybody(scored: Workspace, nips: list[str], agency: Told) -> None:
    part = agency["components"]["AGENCY_INCENTIVE"]
    assert shared(part) == part["proposed"]
    (bonus,) = part["proposed"]
    assert bonus["amount"] < bonus["full_amount"], "the ceiling is not reached"
    for nip in nips:
        told = _told(scored, nip, "incentive")
        stored = _ask(scored, f"select rule, amount, people from mart.incentive where nip = '{nip}'")
        due = entitled(told["figure"], told["incentive"]["rules"])
        assert [(rule, bonus["amount"], bonus["people"]) for rule in due] == stored


def test_everything_shows_what_is_proposed(scored: Workspace, nips: list[str]) -> None:
    for nip in nips:
        shown = [(one["kind"], one["evidence"]) for one in _told(scored, nip)["proposals"]]
        kept = f"select kind, evidence from mart.recommendation where nip = '{nip}'"
        bonus = f"select 'INCENTIVE', evidence from mart.incentive where nip = '{nip}'"
        assert sorted(shown) == sorted(_ask(scored, f"{kept} union all {bonus}"))


@pytest.fixture(scope="module")
def few(scored: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Where a cell is of three people."""
    workspace = copied(scored, tmp_path_factory.mktemp("few"))
    for book in (workspace.home / "rulebooks").glob("*.toml"):
        text = book.read_text(encoding="utf-8")
        book.write_text(text.replace("min_cell = 1\n", "min_cell = 3\n"), encoding="utf-8")
    score(workspace, PERIOD)
    return workspace


def test_groups_and_raters_follow_from_the_people_that_are_told(agency: Told) -> None:
    hidden = _follow(agency)
    assert not any(hidden)


def test_so_they_do_where_figures_of_few_people_are_left_empty(few: Workspace) -> None:
    hidden = _follow(_told(few, AGENCY))
    assert {*hidden} >= {"PEOPLE", None}
    assert any(one and one != "PEOPLE" for one in hidden)


def test_a_unit_says_whether_readers_see_its_figures_and_why_not(few: Workspace, tmp_path: Path) -> None:
    """SETDA has three people, the others fewer. Were it left empty for the sake of these, it would say so."""
    workspace = copied(few, tmp_path)
    assert _readers(workspace) == {"SETDA": "SHOWN"} | dict.fromkeys(_readers(few).keys() - {"SETDA"}, "FEW")

    with connect(workspace.warehouse) as warehouse:
        warehouse.execute("update mart.fairness_group set with_index = null, hidden = 'INDEX' where value = 'SETDA'")
    assert _readers(workspace)["SETDA"] == "BESIDE_FEW"
    told = CliRunner().invoke(app, ["explain", "SETDA", PERIOD, "--home", str(workspace.home)])
    assert "would tell a unit of few people" in " ".join(told.output.split())


def _readers(workspace: Workspace) -> dict[str, str]:
    """What units with an index say of it; what is shown is what the view shows."""
    units = (
        "select unit_code, mean_index is not null from mart.unit_now where mean_index is not null or unit_code in ({})"
    )
    of_people = "select unit_code from mart.performance_period where evidence_index is not null"
    found = {}
    for unit, shown in _ask(workspace, units.format(of_people)):
        found[unit] = _told(workspace, unit, "UNIT_INDEX")["components"]["UNIT_INDEX"]["readers"]
        assert shown == (found[unit] == "SHOWN")
    return found


def _follow(agency: Told) -> list[str | None]:
    """Compute everything again; what is hidden of each group and rater."""
    fairness, raters = (agency["components"][name] for name in ("FAIRNESS", "RATER"))
    assert counts_of(agency) == {name: agency["figure"][name] for name in counts_of(agency)}
    stored = {(one["dimension"], one["value"]): one for one in fairness["groups"]}
    found = {(one["dimension"], one["value"]): one for one in groups_of(fairness, AGENCY)}
    assert found.keys() == stored.keys()
    assert [key for key in found if not same(found[key], stored[key])] == []
    by_rater = {one["assessor_id"]: one for one in raters["raters"]}
    assert by_rater
    again = {one["assessor_id"]: one for one in raters_of(raters)}
    assert again.keys() == by_rater.keys()
    assert [who for who in again if not same(again[who], by_rater[who])] == []
    return [one["hidden"] for one in (*stored.values(), *by_rater.values())]


def test_the_view_tells_the_same_parts(scored: Workspace, agency: Told) -> None:
    told = {
        (name, row["person_id"], row["component"])
        for name, part in agency["components"].items()
        for row in part["rests_on"]
    }
    viewed = "select component, part_person_id, part_component from mart.figure_part where agency = '{}' and {}"
    of_all = viewed.format(AGENCY, "person_id is null and unit_code is null and training_code is null")
    assert told == {*_ask(scored, of_all)}
    assert {name for name, *_ in told} == {"AGENCY_ADOPTION", "AGENCY_INCENTIVE", "FAIRNESS", "RATER"}
    of_people = "part_person_id is null or component in ('INCENTIVE', 'RECOMMENDATION')"
    rests_on = {(name, part) for name, _, part in _ask(scored, viewed.format(AGENCY, of_people))}
    assert ("INCENTIVE", "AGENCY_INCENTIVE") in rests_on
    assert ("RECOMMENDATION", "ADOPTION") in rests_on


def test_requests_of_an_account_lead_to_their_lines(scored: Workspace) -> None:
    ((nip, count),) = _ask(
        scored, "select nip, count(*) from core.access group by all order by count(*) desc, nip limit 1"
    )
    told = _told(scored, nip, "adoption")
    assert len(told["adoption"]["requests"]) == count
    lines = {(one["file_id"], one["record_no"]): one["line"] for one in told["records"]}
    assert all(nip in lines[one["file_id"], one["record_no"]] for one in told["adoption"]["requests"])


def test_a_figure_of_a_unit_is_none_of_the_agency(scored: Workspace) -> None:
    with pytest.raises(WrongUsage, match="FAIRNESS"):
        explain(scored, AGENCY, PERIOD, "UNIT_INDEX")


def test_the_command_speaks_of_the_agency_and_of_proposals(scored: Workspace, nips: list[str]) -> None:
    home = ["--home", str(scored.home)]
    for asked, shown in (
        ([AGENCY, PERIOD], "AGENCY_INCENTIVE"),
        ([AGENCY, PERIOD, "--component", "rater"], "superiors who rated"),
        ([nips[0], PERIOD, "--component", "incentive"], "bonus"),
    ):
        answer = CliRunner().invoke(app, ["explain", *asked, *home])
        assert answer.exit_code == 0
        assert shown in answer.output
