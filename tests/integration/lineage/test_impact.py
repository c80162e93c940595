"""`kinerja impact` is `explain` read backwards; and a figure changes only where a trace lists what changed."""

import json
import re
import shutil
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.commit import places_of
from etl.errors import WrongUsage
from etl.explain import COMPONENTS, trace
from etl.impact import impact
from etl.loads import latest_through_at
from etl.rulebook import rulebooks_of
from etl.score import known_through
from etl.settings import Workspace
from tests.integration.lineage.conftest import PERIOD
from tests.worlds.attendance import nothing_changed, refresh
from warehouse.engines.duckdb import connect
from warehouse.lineage.impact import find_impact
from warehouse.lineage.joins import roles_of
from warehouse.lineage.scope import make_scope
from warehouse.scoring.computing import compute_period, prepare_period
from warehouse.scoring.period import parse_period

Figures = dict[tuple[str, str], tuple[Any, ...]]
REMOVED = ("target", "assessment", "survey_response", "complaint", "service_event", "permission", "punch", "muster")
"""Record types of which single records are taken away."""
EACH = 3
MAY_CHANGE_NOTHING = {
    "complaint": "one that falls due in another period is listed with those of its unit",
    "survey_response": "the index is rounded: one answer among many may not move it",
    "service_event": "an event that is neither the first, the desk's nor the last of a case",
    "permission": "a letter for a day that needed none",
    "punch": "one between the first and the last of a day",
    "muster": "presence costs nothing",
    "assessment": "the rating of a shorter period beside that of the quarter",
    "target": "a part of a period beside the row that names the whole",
}
"""Why removing a listed record of a type may leave every figure as it was; of each type at least one must not."""


@pytest.fixture
def copied(scored: Workspace, tmp_path: Any) -> Iterator[tuple[Workspace, duckdb.DuckDBPyConnection]]:
    """The warehouse, to be changed."""
    shutil.copyfile(scored.warehouse, tmp_path / "warehouse.duckdb")
    with connect(tmp_path / "warehouse.duckdb") as warehouse:
        yield scored, warehouse


def test_both_ways_tell_the_same_and_the_view_too(copied: tuple[Workspace, duckdb.DuckDBPyConnection]) -> None:
    workspace, warehouse = copied
    period = parse_period(PERIOD)
    prepare_period(
        warehouse, period, rulebooks_of(workspace.home / "rulebooks"), through=known_through(warehouse, workspace)
    )
    (person,) = warehouse.execute("select max(person_id) from mart.person_case").fetchone() or ("",)
    sources = trace(make_scope(warehouse, person, period), COMPONENTS)["sources"]
    told = {(row["component"], row["role"], row["file_id"], row["record_no"]) for row in sources}
    viewed = warehouse.execute(
        "select component, role, file_id, record_no from mart.figure_source where person_id = ? and period = ?",
        [person, PERIOD],
    ).fetchall()
    assert told == {*viewed}
    assert {role for _, role, _, _ in told} >= {"PUNCH", "SERVICE_EVENT", "CALENDAR", "EMPLOYEES", "PIN_MAP"}
    for component, role, file_id, record_no in sorted(told)[:: len(told) // 8]:
        found = find_impact(warehouse, role.lower().partition("_for_pay")[0], file_id, record_no)
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
            record = re.sub("_for_pay|_before", "", role.lower())
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


@pytest.mark.timeout(900)
@pytest.mark.parametrize("record", REMOVED)
def test_a_record_removed_changes_only_figures_that_list_it(
    copied: tuple[Workspace, duckdb.DuckDBPyConnection], record: str
) -> None:
    workspace, warehouse = copied
    before = _figures(workspace, warehouse)
    moved = 0
    for file_id, record_no in _some(warehouse, record):
        listed = {(row["person_id"], row["component"]) for row in find_impact(warehouse, record, file_id, record_no)}
        warehouse.execute("begin transaction")
        _remove(workspace, warehouse, record, file_id, record_no)
        after = _figures(workspace, warehouse)
        warehouse.execute("rollback")
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert changed <= listed, f"{record} {file_id}:{record_no}"
        moved += bool(changed)
    assert moved or record in MAY_CHANGE_NOTHING


def _some(warehouse: duckdb.DuckDBPyConnection, record: str) -> list[tuple[int, int]]:
    """A few records that stand behind a figure, the same at every run."""
    return warehouse.execute(
        f"select distinct file_id, record_no from mart.figure_source where role = '{record.upper()}' and period = ? "
        "order by md5(file_id || ':' || record_no) limit ?",
        [PERIOD, EACH],
    ).fetchall()


def _remove(
    workspace: Workspace, warehouse: duckdb.DuckDBPyConnection, record: str, file_id: int, record_no: int
) -> None:
    """Take a record away and let the days and accounts follow."""
    nothing_changed(warehouse)
    place = f"where file_id = {file_id} and record_no = {record_no}"
    if record == "punch":
        warehouse.execute(
            f"insert into changed_punch select device_address, device_id, pin, punched_at from core.punch {place}"
        )
    else:
        warehouse.execute(f"create or replace temp table old_{record} as from core.{record}")
    warehouse.execute(f"delete from core.{record} {place}")
    through = latest_through_at(warehouse)
    assert through is not None
    if record in ("punch", "permission", "muster"):
        refresh(warehouse, through, through, places_of(workspace), workspace.home / "rulebooks")
    warehouse.execute(f"drop table if exists temp.old_{record}")


def _figures(workspace: Workspace, warehouse: duckdb.DuckDBPyConnection) -> Figures:
    """(person, figure) -> its values, computed anew."""
    compute_period(
        warehouse,
        parse_period(PERIOD),
        rulebooks_of(workspace.home / "rulebooks"),
        through=known_through(warehouse, workspace),
        wanted=("performance_period",),
    )
    found: Figures = {}
    for person, component, *values in warehouse.execute(
        "select person_id, component, raw_value, score, evidence_count, reason from component"
    ).fetchall():
        found[person, component] = tuple(values)
    for person, deduction, tpp, predicate in warehouse.execute(
        "select person_id, deduction_percent, tpp_percent, official_predicate from performance_period"
    ).fetchall():
        found |= {(person, "DEDUCTION"): (deduction,), (person, "TPP"): (tpp,), (person, "PREDICATE"): (predicate,)}
    return found


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
