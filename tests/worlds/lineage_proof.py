"""`make proof`, third part: altered records move only figures that list them, of every agency and period kind.

`python -m tests.worlds.lineage_proof [--rounds N]`. One world an agency; a round alters one cell of every column of
every record type, and takes one record of each away: a second of a processor an alteration. What is done is noted, so
a stopped run goes on where it was, until models or joins change.
"""

import random
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

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
from tests.worlds.perturbed import Alteration, World, open_world, tried
from tests.worlds.proof import notes_of
from warehouse.engines.duckdb import connect

PERIODS = ("2026-03", "2026-Q1", "2026-H1", "2026")
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
    print(f"{rounds} rounds over every column: no figure moved that does not list the record.", flush=True)


def _made(home: Path, agency: str) -> Workspace:
    """Two months of twenty people, so that the month that is asked about has one before it."""
    workspace = Workspace(home)
    make_workspace(workspace, agency)
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
            print(f"{agency}, {period}: {one} moved {sorted(outcome.unlisted)[:3]}, which do not list it", flush=True)
            sys.exit(1)
    print(f"{agency}, round {number}: {record}, {len(chosen)} alterations", flush=True)


def _taken_away(con: duckdb.DuckDBPyConnection, record: str, luck: random.Random) -> list[Alteration]:
    return [Alteration(record, *place) for place in places_of_record(con, record, luck)[:1]]


if __name__ == "__main__":
    typer.run(main)
