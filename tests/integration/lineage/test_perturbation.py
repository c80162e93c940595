"""Lineage, proven: an altered record moves only figures that list it; a listed one moves a figure when it goes."""

import random
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from etl.records import RECORDS
from etl.score import score
from etl.settings import Workspace
from tests.conftest import copied
from tests.integration.lineage.conftest import PERIOD
from tests.worlds.altered import alterations
from tests.worlds.excused import ENTERS, LEAVES, OPENS
from tests.worlds.perturbed import Alteration, World, open_world, tried
from tests.worlds.unmoved import UNMOVED, make_grounds, reasons_of
from warehouse.engines.duckdb import connect

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

SEED = 3
ROUNDS = 5
"""How often every column is altered, until a figure moves."""
STILL = ("device_confirmation", "muster")
"""Of this world the files cover the confirmed time, and the rulebook charges nothing for a muster."""
_NEEDLESS = """
create temp table chosen as select nip, work_date, status from core.attendance_day
where status = 'OFF' or (status = 'PRESENT' and late_minutes = 0)
qualify row_number() over (partition by status order by work_date, nip) = 1;
insert into core.punch_correction by name select 90001 as record_no, chosen.nip, chosen.work_date,
    chosen.work_date + interval '8 hours' as punched_at, letter.* exclude (record_no, nip, work_date, punched_at)
from (select * from core.punch_correction order by all limit 1) as letter join chosen on chosen.status = 'OFF';
insert into core.permission by name select 90001 as record_no, chosen.nip, chosen.work_date, 'LATE' as kind,
    letter.* exclude (record_no, nip, work_date, kind)
from (select * from core.permission order by all limit 1) as letter join chosen on chosen.status = 'PRESENT';
insert into core.target by name select 90001 as record_no, '2026' as period, agreed.* exclude (record_no, period)
from (select * from core.target where nip is not null order by all limit 1) as agreed
"""
"""Letters that nobody needed, and a target of the year beside those of the quarter."""
_ELSEWHERE = """
create temp table newer as select nip, unit_code, position_code from core.employees
where nip in (select nip from mart.person_work where cases > 0);
insert into core.employees by name select 90000 + row_number() over (order by nip) as record_no,
    valid_from - 30 as valid_from, null as valid_to,
    (select max(unit_code) from newer as other where other.unit_code <> row.unit_code) as unit_code,
    (select max(position_code) from newer as other where other.position_code <> row.position_code) as position_code,
    row.* exclude (record_no, valid_from, valid_to, unit_code, position_code)
from core.employees as row where nip in (select nip from newer)
"""
UNFINISHED = "2026"
"""A period that goes on: what is not reported in it may still be."""
SURELY, PERHAPS = 4, 6
"""How many records without a reason, and of each reason, are taken away."""


@pytest.fixture(scope="module")
def world(scored: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path = tmp_path_factory.mktemp("perturbed") / "warehouse.duckdb"
    shutil.copyfile(scored.warehouse, path)
    with connect(path) as con:
        con.execute(_NEEDLESS)
        con.execute("create temp table behind_figures as select distinct file_id, record_no from mart.figure_source")
        yield open_world(scored, con)


@pytest.mark.parametrize("record", RECORDS)
def test_an_altered_cell_moves_only_figures_that_list_its_record(world: World, record: str) -> None:
    moved, luck = 0, random.Random(SEED)
    for _ in range(ROUNDS if record in UNMOVED else 1):
        for one in alterations(world.con, record, luck):
            outcome = tried(world, one, PERIOD)
            if outcome is not None:
                assert outcome.unlisted == frozenset(), one
                moved += len(outcome.moved)
        if moved:
            break
    assert moved or record in STILL or record not in UNMOVED, "no alteration of this type moved anything"
    assert not moved or record in UNMOVED, "a figure moved with a type that stands behind none"


@pytest.mark.parametrize("record", UNMOVED)
def test_a_record_that_is_taken_away_moves_a_figure_or_has_a_declared_reason(world: World, record: str) -> None:
    make_grounds(world.con, PERIOD, world.books, world.through)
    reasons = reasons_of(world.con, record)
    places = sorted(reasons)
    random.Random(SEED).shuffle(places)
    for place in [one for one in places if not reasons[one]][:SURELY]:
        outcome = tried(world, Alteration(record, *place), PERIOD)
        assert outcome is not None
        assert outcome.unlisted == frozenset(), place
        assert outcome.moved, f"{record} {place} moves nothing, and no reason is declared"
    for reason in UNMOVED[record]:
        seen = any(_moves_nothing(world, record, reason, period) for period in (PERIOD, UNFINISHED))
        assert seen, f"{record}: {reason}: declared, and never seen"


def _moves_nothing(world: World, record: str, reason: str, period: str) -> bool:
    """Whether one of some records that meet the reason moves nothing when it is taken away."""
    make_grounds(world.con, period, world.books, world.through)
    places = sorted(place for place, met in reasons_of(world.con, record).items() if reason in met)
    random.Random(SEED).shuffle(places)
    outcomes = (tried(world, Alteration(record, *place), period) for place in places[:PERHAPS])
    return any(outcome is not None and not outcome.moved for outcome in outcomes)


def test_the_first_punch_of_all_is_excused(world: World) -> None:
    (place,) = world.con.execute(
        "select first_punch_file_id, first_punch_record_no from core.attendance_day order by all limit 1"
    ).fetchall()
    outcome = tried(world, Alteration("punch", *place, "punched_at", datetime(2025, 12, 20, 8)), PERIOD)
    assert outcome is not None
    assert [*outcome.excused] == [OPENS]
    assert outcome.excused[OPENS]
    assert outcome.unlisted == frozenset()


def test_the_first_punch_of_all_excuses_only_what_the_opened_days_move(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own day, which the holder's figures list, it moves by itself: nothing excuses whoever does not list it."""
    (place,) = world.con.execute(
        "select first_punch_file_id, first_punch_record_no from core.attendance_day order by all limit 1"
    ).fetchall()
    monkeypatch.setattr("tests.worlds.perturbed.find_impact", lambda *_: [])
    outcome = tried(world, Alteration("punch", *place, "punched_at", datetime(2025, 12, 20, 8)), PERIOD)
    assert outcome is not None
    assert outcome.unlisted
    assert outcome.unlisted.isdisjoint(outcome.excused[OPENS])


def test_a_case_enters_a_period_when_its_completion_before_is_taken_away(april: World) -> None:
    """As in Papua Selatan: done in March, so no case of April, and late without that line after its three days."""
    (place,) = april.con.execute(
        "select event.file_id, event.record_no from core.service_event as event "
        "join core.service_catalogue using (service_code) "
        "where event = 'COMPLETED' and occurred_at >= timestamp '2026-03-27' and limit_value = 3 order by all limit 1"
    ).fetchall()
    assert _excused(april, Alteration("service_event", *place), "2026-04") == {ENTERS}


def test_a_case_leaves_a_period_when_the_completion_of_another_becomes_its_own(april: World) -> None:
    """The other one, done no more, enters it."""
    con = april.con
    ((case, received_at),) = con.execute(
        "select case_id, received_at from mart.person_case where period = '2026-04' and late = 1 and completed = 0 "
        "order by received_at, case_id limit 1"
    ).fetchall()
    (place,) = con.execute(
        "select event.file_id, event.record_no from core.service_event as event "
        "join core.service_catalogue using (service_code) "
        "where event = 'COMPLETED' and occurred_at > ? and limit_unit = 'WORKING_MINUTES' order by all limit 1",
        [received_at],
    ).fetchall()
    assert _excused(april, Alteration("service_event", *place, "case_id", case), "2026-04") == {ENTERS, LEAVES}


@pytest.mark.parametrize("event", ["REJECTED", "RETURNED"])
def test_what_spared_somebody_a_late_case_is_listed_though_the_case_counts_for_nobody(world: World, event: str) -> None:
    places = world.con.execute(
        "select distinct stop.file_id, stop.record_no from core.service_event as stop "
        "join mart.person_case as spared using (app, case_id) where stop.event = ? "
        "and spared.of_desk + spared.late + spared.overdue = 0 order by all",
        [event],
    ).fetchall()
    moved = 0
    for place in places:
        outcome = tried(world, Alteration("service_event", *place), PERIOD)
        assert outcome is not None
        assert outcome.unlisted == frozenset()
        assert outcome.excused == {}
        moved += len(outcome.moved)
    assert moved


def test_an_event_that_no_period_lists_excuses_nothing(world: World) -> None:
    """The case was done before there were any days, so no figure of any period lists that it was."""
    con = world.con
    ((file_id, record_no, app, case_id),) = con.execute(
        "select file_id, record_no, app, case_id from core.service_event join mart.person_case using (app, case_id) "
        "where event = 'COMPLETED' and completed = 1 and late = 0 order by all limit 1"
    ).fetchall()
    case = f"app = '{app}' and case_id = '{case_id}'"
    con.execute(f"create temp table kept_event as from core.service_event where {case}")
    con.execute(f"create temp table kept_case as from mart.person_case where {case}")
    con.execute(f"update core.service_event set occurred_at = timestamp '2025-12-31 10:00:00' where {case}")
    con.execute(f"delete from mart.person_case where {case}")
    world.before.clear()
    try:
        outcome = tried(world, Alteration("service_event", file_id, record_no), PERIOD)
    finally:
        con.execute(f"delete from core.service_event where {case}")
        con.execute("insert into core.service_event from kept_event")
        con.execute("insert into mart.person_case from kept_case")
        world.before.clear()
    assert outcome is not None
    assert outcome.excused == {}
    assert outcome.unlisted != frozenset()


def test_whoever_a_removed_row_moves_elsewhere_is_listed_by_the_units_peers_and_trainings_there(
    moving: World,
) -> None:
    """A row of the register taken away lists nothing afterwards: what it moved at the other counter listed nothing."""
    moved = set()
    for place in moving.con.execute(
        "select file_id, record_no from core.employees join newer using (nip, unit_code)"
    ).fetchall():
        outcome = tried(moving, Alteration("employees", *place), PERIOD)
        assert outcome is not None
        assert outcome.unlisted == frozenset(), place
        moved |= {component for _, component in outcome.moved}
    assert moved >= {"UNIT_PEOPLE", "UNIT_INDEX", "TIMELINESS", "QUALITY", "TRAINING_EFFECT"}


@pytest.fixture
def moving(scored: Workspace, tmp_path: Path) -> Iterator[World]:
    """Clerks held another position at the other counter before; their newer row hides it."""
    workspace = copied(scored, tmp_path)
    with connect(workspace.warehouse) as con:
        con.execute(_ELSEWHERE)
        yield open_world(workspace, con)


@pytest.fixture
def april(scored: Workspace, tmp_path: Path) -> Iterator[World]:
    """The days of April that are known are scored too, so that a case can be one of March or of April."""
    workspace = copied(scored, tmp_path)
    score(workspace, "2026-04")
    with connect(workspace.warehouse) as con:
        yield open_world(workspace, con)


def _excused(world: World, one: Alteration, period: str) -> set[str]:
    """For what reasons figures of the period move that do not list the record; without one none does."""
    outcome = tried(world, one, period)
    assert outcome is not None
    assert outcome.unlisted == frozenset()
    return {*outcome.excused}
