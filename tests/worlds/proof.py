"""`make proof`: the SQL models of day and accounts against the naive computation, on as many worlds as time allows.

`python -m tests.worlds.proof [--worlds N] [--jobs N]`. Worlds come in shards, each computed in one warehouse by one to
three loads in shuffled order, under the process time zones in turn. What is done is noted, so a stopped run goes on
where it was, until models, rules or worlds change. The first differing world is made small and printed; exit code 1.
`--shard K --size N` does that one again.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from pprint import pprint
from typing import Annotated

import duckdb
import typer

from tests.worlds.crowd import Shard, Tables, computed, differing, expected, smallest, worlds_of
from warehouse.engines.duckdb import connect
from warehouse.migrate import create_warehouse

ROOT = Path(__file__).resolve().parents[2]
ZONES = ("UTC", "Asia/Jakarta", "Asia/Jayapura", "America/New_York")
_DECIDES = ("warehouse/**/*.py", "warehouse/**/*.sql", "etl/rulebook/*.py", "tests/worlds/**/*", "rulebooks/**/*.toml")


def main(
    worlds: Annotated[int, typer.Option(help="How many worlds, over all zones.")] = 10_000,
    size: Annotated[int, typer.Option(help="Worlds computed together.")] = 250,
    jobs: Annotated[int, typer.Option(help="Zones at once.")] = 1,
    shard: Annotated[int | None, typer.Option(help="Only this one, in this process.")] = None,
    zone: Annotated[str | None, typer.Option(help="Only the shards of this zone, in this process.")] = None,
) -> None:
    shards = [Shard(number, size) for number in range(-(-worlds // size))]
    if shard is not None:
        sys.exit(_prove([Shard(shard, size)], note=False))
    if zone is not None:
        sys.exit(_prove(shards[ZONES.index(zone) :: len(ZONES)], note=True))
    with ThreadPoolExecutor(jobs) as pool:
        failed = any([*pool.map(lambda one: _in_zone(one, worlds, size), ZONES)])
    print("A world differs." if failed else f"{len(shards) * size} worlds agree, in {len(shards)} shards.", flush=True)
    sys.exit(1 if failed else 0)


def _in_zone(zone: str, worlds: int, size: int) -> int:
    command = [sys.executable, "-m", "tests.worlds.proof", f"--worlds={worlds}", f"--size={size}", f"--zone={zone}"]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"TZ": zone}, check=False).returncode


def _prove(shards: list[Shard], *, note: bool) -> int:
    done = notes_of("worlds", _DECIDES)
    with tempfile.TemporaryDirectory(prefix="kinerja-proof-") as folder:
        path = Path(folder) / "warehouse.duckdb"
        create_warehouse(path)
        with connect(path) as warehouse:
            for shard in shards:
                line = f"{shard.number}/{shard.size}"
                if note and line in done.read_text(encoding="utf-8").split():
                    continue
                began = time.monotonic()
                crowd = worlds_of(shard)
                places = differing(warehouse, shard, crowd, shard.loads)
                if places:
                    _tell(warehouse, shard, crowd, places)
                    return 1
                _progress(shard, len(crowd), time.monotonic() - began)
                if note:
                    with done.open("a", encoding="utf-8") as notes:
                        notes.write(f"{line}\n")
    return 0


def notes_of(name: str, decides: Iterable[str]) -> Path:
    """What is done already, by these very files."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in decides for path in ROOT.glob(pattern) if path.is_file()):
        if "__pycache__" not in path.parts:
            digest.update(path.read_bytes())
    notes = ROOT / ".proof" / f"{name}-{digest.hexdigest()[:16]}"
    notes.parent.mkdir(exist_ok=True)
    notes.touch()
    return notes


def _progress(shard: Shard, count: int, seconds: float) -> None:
    zone = os.environ.get("TZ", "zone of the machine")
    print(f"shard {shard.number}: {count} worlds agree after {shard.loads} loads, {zone}, {seconds:.0f} s", flush=True)


def _tell(warehouse: duckdb.DuckDBPyConnection, shard: Shard, crowd: list[Tables], places: list[int]) -> None:
    print(f"shard {shard.number} of size {shard.size}: {len(places)} worlds differ; the first, made small:")
    world = crowd[places[0]]
    loads = next((loads for loads in (1, shard.loads) if differing(warehouse, shard, [world], loads)), None)
    if loads is None:
        print(f"world {places[0]} differs only among the others, after {shard.loads} loads")
        return
    world = smallest(warehouse, shard, world, loads)
    pprint({name: rows for name, rows in world.items() if rows and name not in ("units", "shifts")}, width=160)
    print(f"after {loads} loads through {shard.through}, rulebook {shard.book.name}")
    found, wanted = computed(warehouse, shard, [world], loads), next(expected(shard, [world]))
    for name, shown, told in zip(("day", "deduction", "discipline"), found, wanted, strict=True):
        for row in sorted({*shown} ^ {*told}, key=str):
            print(name, "models:" if row in shown else "naive: ", *row)


if __name__ == "__main__":
    typer.run(main)
