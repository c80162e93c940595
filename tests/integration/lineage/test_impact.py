"""`kinerja impact` is `explain` read backwards."""

import json
import shutil
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.errors import WrongUsage
from etl.explain import COMPONENTS, trace, trace_tier
from etl.impact import Impact, impact, print_impact
from etl.kinds import KINDS
from etl.rulebook import rulebooks_of
from etl.score import known_through
from etl.settings import Workspace
from tests.integration.lineage.conftest import PERIOD
from warehouse.engines.duckdb import connect
from warehouse.lineage.impact import find_impact
from warehouse.lineage.joins import ROLES, roles_of
from warehouse.lineage.proposals import NAMED
from warehouse.lineage.scope import make_scope
from warehouse.lineage.tier import time_of_account
from warehouse.scoring.computing import prepare_period
from warehouse.scoring.period import parse_period


@pytest.fixture
def copied(scored: Workspace, tmp_path: Any) -> Iterator[tuple[Workspace, duckdb.DuckDBPyConnection]]:
    """The warehouse, to be changed."""
    shutil.copyfile(scored.warehouse, tmp_path / "warehouse.duckdb")
    with connect(tmp_path / "warehouse.duckdb") as warehouse:
        yield scored, warehouse


def test_both_ways_tell_the_same_and_the_view_too(copied: tuple[Workspace, duckdb.DuckDBPyConnection]) -> None:
    workspace, warehouse = copied
    period = parse_period(PERIOD)
    books = rulebooks_of(workspace.home / "rulebooks")
    prepare_period(warehouse, period, books, through=known_through(warehouse, workspace))
    (person,) = warehouse.execute("select max(person_id) from mart.person_case").fetchone() or ("",)
    sources = trace(make_scope(warehouse, person, period, books), (*COMPONENTS, *NAMED))["sources"]
    told = {(row["component"], row["role"], row["file_id"], row["record_no"]) for row in sources}
    sources = trace_tier(make_scope(warehouse, person, time_of_account(warehouse, person, period)))["sources"]
    assert {row["component"] for row in sources} == {"TIER"}
    told |= {(row["component"], row["role"], row["file_id"], row["record_no"]) for row in sources}
    viewed = warehouse.execute(
        "select component, role, file_id, record_no from mart.figure_source where person_id = ? and period = ?",
        [person, PERIOD],
    ).fetchall()
    assert told == {*viewed}
    assert {role for _, role, _, _ in told} >= {"PUNCH", "SERVICE_EVENT", "CALENDAR", "EMPLOYEES", "PIN_MAP", "ACCESS"}
    for component, role, file_id, record_no in sorted(told)[:: len(told) // 8]:
        found = find_impact(warehouse, _record_of(role), file_id, record_no)
        assert (person, component) in {(row["person_id"], row["component"]) for row in found}


def test_what_starts_from_the_record_finds_what_the_whole_view_finds(
    copied: tuple[Workspace, duckdb.DuckDBPyConnection],
) -> None:
    _, warehouse = copied
    warehouse.execute("create temp table viewed as from mart.figure_source")
    asked = warehouse.execute(
        "select role, min((file_id, record_no)) from viewed group by role order by role"
    ).fetchall()
    assert len(asked) > 15
    for role, (file_id, record_no) in asked:
        place = f"file_id = {file_id} and record_no = {record_no}"
        if role == "CORRECTED":
            ((record,),) = warehouse.execute(
                f"select distinct record_type from core.corrected_record where {place}"
            ).fetchall()
        else:
            record = _record_of(role)
        found = find_impact(warehouse, record, file_id, record_no)
        direct = {
            (row["person_id"], row["period"], row["component"], role)
            for row in found
            if " " not in row["via"]
            for role in row["via"].split("+")
        }
        roles = ", ".join(f"'{role}'" for role in roles_of(record))
        viewed = warehouse.execute(
            f"select distinct person_id, period, component, role from viewed where {place} and role in ({roles})"
        ).fetchall()
        assert direct == {*viewed}, role


RECORDS_ASKED = 200


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_file_and_figure_of_a_world_are_paired_by_both_ways(
    copied: tuple[Workspace, duckdb.DuckDBPyConnection],
) -> None:
    """From the traces of everybody, groups followed, and from the impact of every file and many records: the same.

    What rests on figures of people, and what stands behind the tier, units and trainings, the views tell.
    """
    workspace, warehouse = copied
    period = parse_period(PERIOD)
    books = rulebooks_of(workspace.home / "rulebooks")
    prepare_period(warehouse, period, books, through=known_through(warehouse, workspace))
    people = warehouse.execute("select distinct person_id from mart.performance_period").fetchall()
    told = {person: trace(make_scope(warehouse, person, period, books), COMPONENTS) for (person,) in people}
    answers = warehouse.execute(
        "select file_id, record_no from core.survey_response where submitted_at >= ? and submitted_at < ?::date + 1 "
        "union select unnest([file_id, correction_file_id]), unnest([record_no, correction_record_no]) "
        "from core.corrected_record where record_type = 'survey_response'",
        [period.first, period.last],
    ).fetchall()
    explained = {pair for person in told for pair in _explained(told, person, {*answers})}
    assert len(explained) > 10_000
    explained |= {*warehouse.execute(_OTHERS, [PERIOD]).fetchall()}
    explained |= _resting(explained, warehouse.execute(_PARTS, [PERIOD]).fetchall())
    kinds = dict(warehouse.execute("select file_id, kind from audit.source_file").fetchall())
    for file_id, kind in kinds.items():
        found = find_impact(warehouse, KINDS[kind].record, file_id, None)
        assert _figures(found) == {(row[0], row[1]) for row in explained if row[2] == file_id}, file_id
    for file_id, record_no in sorted({(row[2], row[3]) for row in explained}, key=hash)[:RECORDS_ASKED]:
        found = find_impact(warehouse, KINDS[kinds[file_id]].record, file_id, record_no)
        assert _figures(found) == {(row[0], row[1]) for row in explained if row[2:] == (file_id, record_no)}, (
            file_id,
            record_no,
        )


def _figures(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {
        (row["person_id"] or row["unit_code"] or row["training_code"] or "", row["component"])
        for row in found
        if row["period"] == PERIOD
    }


_OTHERS = (
    "select coalesce(person_id, unit_code, training_code), component, file_id, record_no from mart.figure_source "
    "where (person_id is null or component in ('TIER', 'ADOPTION', 'RECOMMENDATION')) and period = ?"
)
_PARTS = (
    "select coalesce(person_id, unit_code, training_code, ''), component, coalesce(part_person_id, ''), part_component "
    "from mart.figure_part where period = ? order by case when component = 'INDEX' then 0 "
    "when part_person_id is null then 3 when person_id is null then 2 else 1 end"
)
"""First the index, then what rests on it, then the figures of groups, then what rests on one of the agency."""


def _resting(
    explained: set[tuple[str, str, int, int]], parts: list[tuple[str, str, str, str]]
) -> set[tuple[str, str, int, int]]:
    """What the figures of `parts` rest on by the figures that they name."""
    places: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for owner, component, *place in explained:
        places.setdefault((owner, component), set()).add((place[0], place[1]))
    for owner, component, person, part in parts:
        places.setdefault((owner, component), set()).update(places.get((person, part), ()))
    return {(owner, component, *place) for (owner, component), found in places.items() for place in found}


def _explained(
    told: dict[str, dict[str, Any]], person: str, answers: set[tuple[int, int]]
) -> Iterator[tuple[str, str, int, int]]:
    """(person, component, file, record): the sources of the trace, and of the peers and the agency that it names."""
    behind = {(row["component"], row["file_id"], row["record_no"]) for row in told[person]["sources"]}
    for name, part in told[person]["components"].items():
        peers = [one["person_id"] for one in part.get("peers", ()) if _counts(name, one, told)] if part["score"] else []
        for peer in peers:
            behind |= {
                (name, row["file_id"], row["record_no"]) for row in told[peer]["sources"] if row["component"] == name
            }
        if name == "SATISFACTION" and part["score"] is not None:
            behind |= {(name, *place) for place in answers}
    for component, file_id, record_no in behind:
        yield person, component, file_id, record_no


def _counts(component: str, peer: dict[str, Any], told: dict[str, dict[str, Any]]) -> bool:
    """Whether a member of the peer group gave something to the pace, or to the rates, or was spared a case."""
    cases = told[peer["person_id"]]["components"][component]["cases"]
    if any(not (one["of_desk"] or one["late"] or one["overdue"]) for one in cases):
        return True
    if component == "PRODUCTIVITY":
        return bool(peer["overdue"])
    return bool(peer["completed"] + peer["on_time"] + peer["late"])


def _record_of(role: str) -> str:
    return next((record for record, roles in ROLES.items() if role in roles), role.lower())


@pytest.mark.parametrize("place", ["0", "7:0", "seven", "99999999"])
def test_what_names_no_file_is_refused(scored: Workspace, place: str) -> None:
    with pytest.raises(WrongUsage):
        impact(scored, place)


def test_the_command_tells_people_and_programs(scored: Workspace) -> None:
    with connect(scored.warehouse, read_only=True) as warehouse:
        file_id, record_no = warehouse.execute(
            "select file_id, record_no from core.punch order by punched_at, file_id, record_no limit 1 offset 20"
        ).fetchall()[0]
    home = ["--home", str(scored.home)]
    shown = CliRunner().invoke(app, ["impact", f"{file_id}:{record_no}", *home])
    assert shown.exit_code == 0
    answer = json.loads(CliRunner().invoke(app, ["impact", f"{file_id}:{record_no}", "--json", *home]).output)
    assert (answer["file_id"], answer["record_no"]) == (file_id, record_no)
    assert answer["line"]
    beyond = CliRunner().invoke(app, ["impact", f"{file_id}:99999999", *home]).output
    assert beyond.startswith("No figure rests on it. No line of the file has this number")


def test_a_line_of_a_file_gives_the_terminal_no_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """A crafted line coloured, or cleared, the screen of whoever looked at it."""
    line, figure = "1047\t2026-01-02 07:31:03\t\x1b[2J[bold]", {"period": "2026-01", "component": "\x1b[2J"}
    keys = ("revision", "nip", "unit_code", "training_code", "via")

    print_impact(Impact({}, 2, line, [figure | dict.fromkeys(keys, "\x1b[31m")], None), as_json=False)

    shown = capsys.readouterr().out
    assert "1047\\t2026-01-02 07:31:03\\t\\u001b[2J[bold]\n" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("status", "said"), [("WITHDRAWN", "revisions scored before may rest on it"), ("REFUSED", "nothing of it counts")]
)
def test_a_file_that_does_not_count_is_told_to_be_one(
    capsys: pytest.CaptureFixture[str], status: str, said: str
) -> None:
    """On a withdrawn file no figure was said to rest, though a published one did."""
    print_impact(Impact({"status": status, "file_id": 36}, None, None, [], None), as_json=False)

    assert said in " ".join(capsys.readouterr().out.split())
