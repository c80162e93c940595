"""One record of a loaded agency altered or taken away, and all that follows from it computed anew; then rolled back.

The facts follow as a commit lets them follow: the touched days, then the period. What a record is worth to a figure is
told by `kinerja impact`, before and after; so a figure that moves must be told on one of the two sides.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unittest.mock import patch

import duckdb

from etl.commit import places_of
from etl.loads import latest_through_at
from etl.records import RECORDS, Nature
from etl.rulebook import InForce, rulebooks_of
from etl.score import known_through
from etl.settings import Workspace
from etl.standing import resolve_devices_anew
from expectations.severity import Severity
from expectations.suites import suite_of
from tests.worlds.attendance import nothing_changed, refresh
from tests.worlds.computed_figures import Figures, computed_figures
from tests.worlds.excused import OPENS, Figure, Side, excused_by_cases, told_of
from warehouse.attendance import facts_read
from warehouse.devices import name_addresses
from warehouse.lineage.impact import find_impact
from warehouse.people import refresh_people
from warehouse.scoring.period import parse_period
from warehouse.scoring.revisions import MAPS, replace_map

_LATER = 1_000_000
"""A revision after all that are stored."""


@dataclass(frozen=True)
class Alteration:
    """The records at a place: one column of them says something else; without a column they are taken away."""

    record: str
    file_id: int
    record_no: int
    column: str | None = None
    value: Any = None

    @property
    def place(self) -> str:
        return f"file_id = {self.file_id} and record_no = {self.record_no}"


@dataclass(frozen=True)
class Outcome:
    """Figures of a period that moved, and those that the record stands behind before and after."""

    moved: frozenset[Figure]
    listed: frozenset[Figure]
    excused: Mapping[str, frozenset[Figure]]
    """Those that moved and need not list the record, by the name of the reason in `EXCUSED`."""

    @property
    def unlisted(self) -> frozenset[Figure]:
        return self.moved - self.listed - frozenset().union(*self.excused.values())


@dataclass(frozen=True)
class World:
    """A loaded and scored agency on a connection that may write; `before` are its figures by period."""

    workspace: Workspace
    con: duckdb.DuckDBPyConnection
    books: Sequence[InForce]
    through: date | None
    before: dict[str, Figures] = field(default_factory=dict)


def open_world(workspace: Workspace, con: duckdb.DuckDBPyConnection) -> World:
    """The world of a workspace by a warehouse of its own; nothing that is tried stays in it."""
    return World(workspace, con, rulebooks_of(workspace.home / "rulebooks"), known_through(con, workspace))


def tried(world: World, one: Alteration, period: str) -> Outcome | None:
    """What moves in a period with an alteration, and what lists it; None where no load would take such a record."""
    if period not in world.before:
        world.before[period] = computed_figures(world.con, world.books, world.through, period)
    before, listed = world.before[period], _listed(world, one, period)
    first_day = _first_day(world)
    with _undone(world.con):
        try:
            if not _alter(world, one):
                return None
        except duckdb.ConstraintException:
            return None
        _follow(world, one)
        opens = _first_day(world) != first_day
        after = computed_figures(world.con, world.books, world.through, period)
        _store(world, period)
        listed |= _listed(world, one, period)
    moved = frozenset(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    excused: Mapping[str, frozenset[Figure]] = {}
    if moved - listed:
        excused = {OPENS: moved - _moved_anyhow(world, one, period, first_day)} if opens else {}
        excused = excused | _excused_by_cases(world, one, period)
    return Outcome(moved, frozenset(listed), {reason: moved & figures for reason, figures in excused.items()})


def _moved_anyhow(world: World, one: Alteration, period: str, first_day: date | None) -> frozenset[Figure]:
    """The figures that the alteration moves though the first day of all stays where it was."""
    with _undone(world.con), patch("warehouse.attendance.first_day", return_value=first_day):
        _alter(world, one)
        _follow(world, one)
        held = computed_figures(world.con, world.books, world.through, period)
    before = world.before[period]
    return frozenset(key for key in before.keys() | held.keys() if before.get(key) != held.get(key))


@contextmanager
def _undone(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    con.execute("begin transaction")
    try:
        yield
    finally:
        con.execute("rollback")


def _alter(world: World, one: Alteration) -> bool:
    """Let the records say something else; whether the expectations of a load would let them in."""
    con, table = world.con, f"core.{one.record}"
    nothing_changed(con)
    if one.record == "punch":
        _note_punches(con, one)
    elif RECORDS[one.record].nature is Nature.SNAPSHOT:
        con.execute(f"create or replace temp table old_{one.record} as from {table}")
    if one.column is None:
        con.execute(f"delete from {table} where {one.place}")
    else:
        refused = _refused(world, one.record)
        con.execute(f'update {table} set "{one.column}" = $1 where {one.place}', [one.value])
        if _refused(world, one.record) > refused:
            return False
    if one.record == "punch":
        _note_punches(con, one)
    return True


def _note_punches(con: duckdb.DuckDBPyConnection, one: Alteration) -> None:
    con.execute(
        f"insert into changed_punch select device_address, device_id, pin, punched_at from core.punch where {one.place}"
    )


def _refused(world: World, record: str) -> int:
    """How many rows do not meet what is expected of them."""
    through = latest_through_at(world.con)
    assert through is not None
    suite = [one for one in suite_of(record) if one.severity is not Severity.WARN]
    counted = " + ".join(one.count_sql(f"core.{record}", through) for one in suite) or "0"
    ((count,),) = world.con.execute(f"select {counted} from core.{record}").fetchall()
    return int(count)


def _follow(world: World, one: Alteration) -> None:
    """Persons and days as they follow from the altered record."""
    con, through = world.con, latest_through_at(world.con)
    assert through is not None
    if one.record == "employees":
        refresh_people(con)
    if one.record == "devices":
        name_addresses(con)
        resolve_devices_anew(con, world.workspace)
    if f"core.{one.record}" in facts_read():
        refresh(con, through, through, places_of(world.workspace), world.workspace.home / "rulebooks")


def _first_day(world: World) -> date | None:
    found = world.con.execute("select min(work_date) from core.attendance_day").fetchone()
    return found[0] if found else None


def _excused_by_cases(world: World, one: Alteration, period: str) -> Mapping[str, frozenset[Figure]]:
    if one.record != "service_event":
        return {}

    def computed(name: str) -> None:
        computed_figures(world.con, world.books, world.through, name)
        _store(world, name)

    @contextmanager
    def altered() -> Iterator[None]:
        with _undone(world.con):
            _alter(world, one)
            _follow(world, one)
            yield

    before, after = (Side(world.con, opened, computed) for opened in (lambda: _undone(world.con), altered))
    through = world.through or parse_period(period).last
    return excused_by_cases((one.file_id, one.record_no), period, through, before, after)


def _store(world: World, period: str) -> None:
    """The computed rows as the newest revision."""
    world.con.execute(
        f"insert into mart.performance_period by name select *, {_LATER} as revision, 0 as as_of_seq "
        "from performance_period"
    )
    for table in ("unit_period", "training_effect", "fairness"):
        world.con.execute(f"insert into mart.{table} by name select *, {_LATER} as revision from {table}")
    for table in ("recommendation", "incentive"):
        world.con.execute(
            f"insert into mart.{table} by name select part.*, owner.agency, owner.nip, owner.period, "
            f"{_LATER} as revision from {table} as part join performance_period as owner using (person_id)"
        )
    for name, key in MAPS.items():
        replace_map(world.con, name, key, period)


def _listed(world: World, one: Alteration, period: str) -> set[Figure]:
    found = find_impact(world.con, one.record, one.file_id, one.record_no)
    return {told_of(row) for row in found if row["period"] == period}
