"""`kinerja explain`: what it shows suffices to compute every figure again, and its lines are those of the archive."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from etl import inbox
from etl.cli import app
from etl.errors import WrongUsage
from etl.explain import COMPONENTS, explain
from etl.nightly import load
from etl.score import score
from etl.settings import Workspace
from etl.status import exact
from tests.integration.lineage.conftest import PERIOD
from tests.worlds.explained import figures_of, lateness_of
from tests.worlds.explained_bounds import bounds_of, close
from tests.worlds.explained_tier import tier_of
from warehouse.engines.duckdb import connect

Told = dict[str, Any]


def _ask(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


def _told(workspace: Workspace, nip: str, component: str | None = None) -> Told:
    """As a program gets it: through the text of JSON."""
    told: Told = json.loads(json.dumps(explain(workspace, nip, PERIOD, component), default=exact))
    return told


@pytest.fixture(scope="module")
def everyone(scored: Workspace) -> list[Told]:
    nips = _ask(scored, f"select nip from mart.performance_period where period = '{PERIOD}' order by nip")
    return [_told(scored, nip) for (nip,) in nips]


def test_every_figure_follows_from_what_is_told(everyone: list[Told]) -> None:
    wrong = []
    told_of: set[str] = set()
    for told in everyone:
        for name, value in figures_of(told).items():
            stored = told["figure"][name]
            told_of |= {name} if stored is not None else set()
            if (None if value is None else str(value)) != stored:
                wrong.append((told["figure"]["person_id"], name, stored, value))
    assert wrong == []
    assert {f"{name.lower()}_score" for name in COMPONENTS[:8]} <= told_of, "no figure of a component was ever there"


def test_the_bounds_of_an_index_follow_from_what_is_told(everyone: list[Told]) -> None:
    told_of = [told for told in everyone if told["figure"]["index_low"] is not None]
    assert told_of
    for told in everyone:
        for name, value in bounds_of(told).items():
            assert close(value, told["figure"][name]), (told["figure"]["person_id"], name)


def test_the_tier_follows_from_the_account_that_is_told(scored: Workspace, everyone: list[Told]) -> None:
    tiers = set()
    for one in everyone:
        told = _told(scored, one["figure"]["nip"], "tier")
        assert tier_of(told) == told["figure"]["discipline_tier"]
        assert {row["component"] for row in told["sources"]} <= {"TIER"}
        tiers.add(told["figure"]["discipline_tier"])
    assert len(tiers) > 1, "nobody has a tier"


def test_minutes_follow_from_the_punches_and_these_from_their_lines(everyone: list[Told]) -> None:
    seen = 0
    for told in everyone:
        lines = {(one["file_id"], one["record_no"]): one["line"] for one in told["records"]}
        for day in told["days"]:
            if day["status"] == "PRESENT":
                late, early = lateness_of(day)
                assert (day["late_minutes"], day["early_minutes"]) in ((late, early), (0, early))
                line = lines[day["first_punch_file_id"], day["first_punch_record_no"]]
                seen += day["first_in"] in line
    assert seen > 100


def test_a_line_is_that_of_the_file_and_what_is_not_taken_in_is_masked(scored: Workspace, everyone: list[Told]) -> None:
    lines = {_six(line) for told in everyone for line in _lines_of(told, "zk_attlog")}
    dumps = {path.read_bytes() for path in scored.archive.rglob("*") if path.is_file()}
    whole = {_six(line.rstrip(b"\r").decode("utf-8", "replace")) for dump in dumps for line in dump.split(b"\n")}
    assert lines
    assert lines <= whole
    complaints = [line for told in everyone for line in _lines_of(told, "complaints")]
    assert complaints
    assert all("NIK: ***" in line and "Nama Pelapor: ***" in line and "Isi Laporan: ***" in line for line in complaints)


def _six(line: str) -> str:
    """The fields that a punch is made of; some devices write more."""
    return "\t".join(line.split("\t")[:6])


def _lines_of(told: Told, kind: str) -> list[str]:
    return [one["line"] for one in told["records"] if told["files"][str(one["file_id"])]["kind"] == kind]


def test_every_record_has_its_line_and_file(everyone: list[Told]) -> None:
    for told in everyone:
        assert [one for one in told["records"] if not one["line"]] == []
        assert {str(one["file_id"]) for one in told["records"]} <= {*told["files"]}


def test_absence_is_told_by_the_file_that_speaks_for_the_moment(everyone: list[Told]) -> None:
    absent = [(told, day) for told in everyone for day in told["days"] if day["status"] == "ABSENT"]
    assert absent
    for told, day in absent:
        assert [one["kind"] for one in day["papers"] if one["kind"] == "LEAVE"] == []
        assert {one["missing"] for one in day["device_files"]} == {"IN", "OUT"}
        for one in day["device_files"]:
            assert one["own_punches_that_day"] == 0
            assert one["file_id"] is None or told["files"][str(one["file_id"])]["records"] > 0


def test_one_component_tells_only_of_itself(scored: Workspace, everyone: list[Told]) -> None:
    told = _told(scored, everyone[0]["figure"]["nip"], "discipline")
    assert [*told["components"]] == ["DISCIPLINE"]
    assert {one["component"] for one in told["sources"]} == {"DISCIPLINE"}
    assert "money" not in told


@pytest.mark.parametrize(
    ("nip", "component"),
    [("199912312024011999", None), ("198603252007022901", "HEIGHT")],
    ids=["nobody", "no component"],
)
def test_what_is_not_there_is_told_without_the_number(scored: Workspace, nip: str, component: str | None) -> None:
    with pytest.raises(WrongUsage) as refused:
        explain(scored, nip, PERIOD, component)
    assert nip not in str(refused.value)


def test_the_command_speaks_to_people_and_to_programs(scored: Workspace, everyone: list[Told]) -> None:
    nip, home = everyone[0]["figure"]["nip"], ["--home", str(scored.home)]
    shown = CliRunner().invoke(app, ["explain", nip, PERIOD, "--component", "DISCIPLINE", *home])
    assert shown.exit_code == 0
    assert "DISCIPLINE" in shown.output
    answer = CliRunner().invoke(app, ["explain", nip, PERIOD, "--json", *home])
    assert json.loads(answer.output)["figure"]["nip"] == nip


def test_the_maps_show_the_newest_scoring_and_cost_no_revision(scored: Workspace) -> None:
    works = _ask(scored, "select count(*), sum(completed), sum(cases), sum(late) from mart.person_work")
    cases = _ask(
        scored,
        "select (select count(*) from mart.person_work), sum(completed), sum(of_desk), sum(late) from mart.person_case",
    )
    assert works == cases


def test_a_correction_shows_with_its_own_line_beside_that_of_the_corrected_record(
    scored: Workspace, everyone: list[Told]
) -> None:
    """Who asked, who decided, why, what came and what counts instead; both lines are those of the archive."""
    applied = _ask(scored, "select correction_no from core.correction_state where state = 'APPLIED' order by 1")
    told = {one["correction_no"]: (everybody, one) for everybody in everyone for one in everybody["corrections"]}
    assert [(number,) for number in sorted(told)] == applied
    for everybody, one in told.values():
        lines = {(row["file_id"], row["record_no"]): (row["roles"], row["line"]) for row in everybody["records"]}
        [corrected] = one["records"]
        roles, line = lines[one["file_id"], one["record_no"]]
        assert "CORRECTION" in roles
        assert f"Nomor Permintaan: {one['correction_no']}" in line
        roles, line = lines[corrected["file_id"], corrected["record_no"]]
        assert "CORRECTED" in roles
        assert corrected["before"]["document_no"] in line
        assert corrected["after"]["document_no"] == corrected["before"]["document_no"] + "/P"


def test_the_command_tells_people_what_was_corrected(scored: Workspace, everyone: list[Told]) -> None:
    told = next(one for one in everyone if one["corrections"])
    home = ["--home", str(scored.home)]
    shown = CliRunner().invoke(app, ["explain", told["figure"]["nip"], PERIOD, *home])
    assert shown.exit_code == 0
    assert told["corrections"][0]["correction_no"] in shown.output
    assert "Corrections by decision" in shown.output


def test_facts_and_rules_that_came_after_the_scoring_are_told(
    scored: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old figures stood beside new facts without a word."""
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.0)
    workspace = Workspace(Path(shutil.copytree(scored.home, tmp_path / "home")))
    (nip,) = _ask(workspace, f"select nip from mart.performance_period where period = '{PERIOD}' order by 1 limit 1")[0]
    asked = ["explain", nip, PERIOD, "--component", "TARGET", "--home", str(workspace.home)]
    assert _told(workspace, nip, "TARGET")["since_scored"] == {"load_id": None, "rulebooks_changed": False}
    assert "Since these figures" not in CliRunner().invoke(app, asked).output

    letter = f"nip,leave_code,date_from,date_to,part,approved\n{nip},CT,2026-03-02,2026-03-06,FULL,ya\n"
    (workspace.inbox / "leave" / "leave_2026-04-04.csv").write_text(letter)
    (workspace.inbox / "leave" / "leave_2026-04-04.csv.done").touch()
    sources = workspace.home / "sources.toml"
    sources.write_text(sources.read_text().replace('kind = "leave"', 'kind = "leave"\nmax_shrink = 1.0'))
    load(workspace, datetime.fromisoformat("2026-04-04T01:00:00+07:00"))
    assert _told(workspace, nip, "TARGET")["since_scored"] == {"load_id": 2, "rulebooks_changed": False}
    assert (
        f"load 2 changed facts: what follows is as it stands now, and may not give them. Run: kinerja score {PERIOD}"
        in (CliRunner().invoke(app, asked).output)
    )

    score(workspace, PERIOD)
    assert _told(workspace, nip, "TARGET")["since_scored"]["load_id"] is None
    book = next(workspace.home.glob("rulebooks/*.toml"))
    book.write_text(book.read_text() + "# read again\n")
    assert _told(workspace, nip, "TARGET")["since_scored"]["rulebooks_changed"]
