"""`make proof`, third part: the lineage of every agency and period kind, by altered records.

Figures move only if they list the record; a listed one that is taken away moves a figure or has a declared reason.

`python -m tests.worlds.lineage_proof [--rounds N]`. One world an agency; a round alters one cell of every column of
every record type, and takes one record of each away: a second of a processor an alteration. What is done is noted, so
a stopped run goes on where it was, until models or joins change.
"""

import random
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import duckdb
import typer

from etl.nightly import load
from etl.records import RECORDS
from etl.sample.agencies import AGENCIES
from etl.sample.generating import generate
from etl.score import score
from etl.settings import Workspace
from etl.workspace import make_workspace
from tests.worlds.altered import alterations, places_of_record
from tests.worlds.perturbed import Alteration, Outcome, World, open_world, tried
from tests.worlds.proof import notes_of
from tests.worlds.small_units import show_small_units
from tests.worlds.unmoved import UNMOVED, make_grounds, reasons_of
from warehouse.engines.duckdb import connect

WHOLE = ("2026-Q1", "2026-H1", "2026")
"""Periods that hold every day of the world."""
PERIODS = ("2026-03", *WHOLE)
_DECIDES = ("warehouse/**/*.py", "warehouse/**/*.sql", "rulebooks/**/*.toml", "tests/worlds/altered.py")
_NIGHT = datetime.fromisoformat("2026-04-03T01:00:00+07:00")


def main(rounds: Annotated[int, typer.Option(help="How often every column of every record type.")] = 4) -> None:
    notes = notes_of("lineage", _DECIDES)
    for agency in AGENCIES:
        done = set(notes.read_text(encoding="utf-8").split())
        todo = [(number, record) for number in range(rounds) for record in RECORDS]
        todo = [one for one in todo if f"{agency}/{one[0]}/{one[1]}" not in done]
        if not todo:
            continue
        with tempfile.TemporaryDirectory(prefix="kinerja-lineage-") as folder:
            workspace = _made(Path(folder) / "home", agency)
            with connect(workspace.warehouse) as con:
                con.execute("create temp table behind_figures as select file_id, record_no from mart.figure_source")
                world = open_world(workspace, con)
                for number, record in todo:
                    _prove(world, agency, number, record)
                    with notes.open("a", encoding="utf-8") as handle:
                        handle.write(f"{agency}/{number}/{record}\n")
    print(f"{rounds} rounds over every column: figures that moved list the record, and none lists one for nothing.")


def _made(home: Path, agency: str) -> Workspace:
    """Two months of twenty people, so that the month that is asked about has one before it."""
    workspace = Workspace(home)
    make_workspace(workspace, agency)
    show_small_units(workspace)
    generate(workspace, agency, 20, date(2026, 2, 1), date(2026, 3, 31), 1)
    load(workspace, _NIGHT)
    for period in PERIODS:
        score(workspace, period)
    return workspace


def _prove(world: World, agency: str, number: int, record: str) -> None:
    luck = random.Random(f"{agency}/{number}/{record}")
    chosen = [*alterations(world.con, record, luck), *_taken_away(world.con, record, luck)]
    for one in chosen:
        period = luck.choice(PERIODS)
        outcome = tried(world, one, period)
        if outcome is not None and outcome.unlisted:
            _fail(f"{agency}, {period}: {one} moved {sorted(outcome.unlisted)[:3]}, which do not list it")
        if outcome is not None and _needless(world, one, period, outcome):
            _fail(f"{agency}, {period}: {one} is listed, moves nothing, and no reason is declared")
    print(f"{agency}, round {number}: {record}, {len(chosen)} alterations", flush=True)


def _needless(world: World, one: Alteration, period: str, outcome: Outcome) -> bool:
    """Whether a record was taken away that is listed for no reason."""
    if one.column is not None or outcome.moved or not outcome.listed:
        return False
    if period not in WHOLE or one.record not in UNMOVED:
        return False
    make_grounds(world.con, period, world.books, world.through)
    return not reasons_of(world.con, one.record)[one.file_id, one.record_no]


def _fail(message: str) -> NoReturn:
    print(message, flush=True)
    sys.exit(1)


def _taken_away(con: duckdb.DuckDBPyConnection, record: str, luck: random.Random) -> list[Alteration]:
    return [Alteration(record, *place) for place in places_of_record(con, record, luck)[:1]]


if __name__ == "__main__":
    typer.run(main)
