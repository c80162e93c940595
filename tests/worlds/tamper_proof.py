"""`make proof`, second part: seeded alterations are all found in their place, honest lives raise no alarm.

`python -m tests.worlds.tamper_proof [--alterations N] [--clean N]`. One workspace lives (tests/worlds/life.py); each
seed alters a copy of it. What is done is noted, so a stopped run goes on where it was, until program or alterations
change. `--seed K` does one again.
"""

import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from etl.anchor import anchor
from etl.ledger.export import checkpoint_path, export_path
from etl.score import score
from etl.settings import Workspace
from etl.verify import verify
from etl.workspace import make_workspace, upgrade_workspace
from tests.worlds.life import live
from tests.worlds.proof import notes_of
from tests.worlds.tampering import copy_of, is_found, tried

_DECIDES = ("warehouse/**/*.py", "warehouse/**/*.sql", "etl/**/*.py", "tests/worlds/life.py", "tests/worlds/tamp*.py")
_EVERY = 100


def main(
    alterations: Annotated[int, typer.Option(help="How many alterations.")] = 10_000,
    clean: Annotated[int, typer.Option(help="How many lives without one.")] = 1_000,
    seed: Annotated[int | None, typer.Option(help="Only this alteration.")] = None,
) -> None:
    notes = notes_of("tampering", _DECIDES)
    done = set(notes.read_text(encoding="utf-8").split())
    with tempfile.TemporaryDirectory(prefix="kinerja-tampering-") as folder:
        home, target = Path(folder) / "lived", Path(folder) / "altered"
        workspace = Workspace(home)
        make_workspace(workspace, "kepahiang")
        live(workspace)
        todo = [(False, number) for number in range(alterations)] + [(True, number) for number in range(clean)]
        if seed is not None:
            todo, done = [(False, seed)], set()
        began = time.monotonic()
        for honest, number in todo:
            line = f"{'clean' if honest else 'altered'}-{number}"
            if line in done:
                continue
            fault = _honest(home, target, number) if honest else _altered(home, target, number)
            if fault:
                print(f"{line}: {fault}", flush=True)
                sys.exit(1)
            if seed is None:
                with notes.open("a", encoding="utf-8") as handle:
                    handle.write(f"{line}\n")
            if number % _EVERY == 0:
                print(f"{line}, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{alterations} alterations found in their place, {clean} honest lives without an alarm.", flush=True)


def _altered(home: Path, target: Path, seed: int) -> str:
    """Why the alteration was not found; empty: it was."""
    alteration, found = tried(home, target, seed)
    if is_found(alteration, found):
        return ""
    return f"{alteration.done} was not found: {[*map(str, found.broken[:3]), *map(str, found.incomplete[:3])]}"


def _honest(home: Path, target: Path, seed: int) -> str:
    """What a verification complains of after a few things that honest people and killed commands do; empty: nothing."""
    chance = random.Random(seed)
    workspace = copy_of(home, target)
    try:
        kept: list[Path] = []
        for _ in range(chance.randrange(1, 4)):
            act = chance.randrange(4)
            if act == 0:
                kept.append(anchor(workspace, target / "anchors").files[0])
            elif act == 1:
                score(workspace, chance.choice(("2026-07", "2026-08", "2026-Q3")))
            elif act == 2:
                _interrupt(workspace, chance)
            else:
                upgrade_workspace(workspace)
        return "; ".join(map(str, verify(workspace, kept).broken))
    finally:
        shutil.rmtree(target)


def _interrupt(workspace: Workspace, chance: random.Random) -> None:
    """As a kill leaves it after a commit: a part of the last lines is missing, and the checkpoint is not there yet."""
    content = export_path(workspace).read_bytes()
    checkpoint_path(workspace).unlink()
    export_path(workspace).write_bytes(content[: len(content) - chance.randrange(len(content) // 2)])
    upgrade_workspace(workspace)


if __name__ == "__main__":
    typer.run(main)
