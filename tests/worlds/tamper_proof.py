"""`make proof`, second part: seeded alterations are all found in their place, honest lives raise no alarm.

`python -m tests.worlds.tamper_proof [--alterations N] [--clean N] [--jobs N]`. One workspace lives
(tests/worlds/life.py); each seed alters a copy of it. What is done is noted, so a stopped run goes on where it was,
until program, alterations or lives change. `--seed K` or `--life K` does one again.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer

from etl.settings import Workspace
from etl.workspace import make_workspace
from tests.worlds.honest import ACTS_OF_A_LIFE, lived_honestly
from tests.worlds.life import live
from tests.worlds.proof import ROOT, notes_of
from tests.worlds.tampered import is_found, is_located
from tests.worlds.tampering import copy_of, tried

_WORLDS = ("tests/worlds/exports.py", "tests/worlds/life.py", "tests/worlds/honest.py", "tests/worlds/tamp*.py")
_DECIDES = ("warehouse/**/*.py", "warehouse/**/*.sql", "etl/**/*.py", *_WORLDS)
_EVERY = 100


def main(
    alterations: Annotated[int, typer.Option(help="How many alterations.")] = 10_000,
    clean: Annotated[int, typer.Option(help="How many verifications of honest lives.")] = 1_000,
    seed: Annotated[int | None, typer.Option(help="Only this alteration.")] = None,
    life: Annotated[int | None, typer.Option(help="Only this honest life.")] = None,
    jobs: Annotated[int, typer.Option(help="Processes at once.")] = 1,
    job: Annotated[int | None, typer.Option(help="Only the share of this one, in this process.")] = None,
) -> None:
    if seed is not None or life is not None:
        sys.exit(_try([(life is not None, seed if life is None else life)], None))
    todo = [(False, number) for number in range(alterations)]
    todo += [(True, number) for number in range(-(-clean // ACTS_OF_A_LIFE))]
    if job is not None:
        sys.exit(_try(todo[job::jobs], notes_of("tampering", _DECIDES)))
    command = [sys.executable, "-m", "tests.worlds.tamper_proof", f"--alterations={alterations}", f"--clean={clean}"]
    with ThreadPoolExecutor(jobs) as pool:
        failed = any([*pool.map(lambda one: _share(command, jobs, one), range(jobs))])
    _tell(notes_of("tampering", _DECIDES), todo)
    sys.exit(1 if failed else 0)


def _share(command: list[str], jobs: int, job: int) -> int:
    return subprocess.run([*command, f"--jobs={jobs}", f"--job={job}"], cwd=ROOT, check=False).returncode


def _try(todo: list[tuple[bool, int]], notes: Path | None) -> int:
    """Do what is not noted yet, each in a copy of one lived workspace; 1 at the first that is not as it must be."""
    done = _noted(notes) if notes else {}
    with tempfile.TemporaryDirectory(prefix="kinerja-tampering-") as folder:
        home, target = Path(folder) / "lived", Path(folder) / "altered"
        make_workspace(Workspace(home), "kepahiang")
        live(Workspace(home))
        began = time.monotonic()
        for honest, number in todo:
            line = f"{'clean' if honest else 'altered'}-{number}"
            if line in done:
                continue
            what, fault = _honest(home, target, number) if honest else _altered(home, target, number)
            if fault:
                print(f"{line}: {fault}", flush=True)
                return 1
            if notes:
                with notes.open("a", encoding="utf-8") as handle:
                    handle.write(f"{line}\t{what}\n")
            if number % _EVERY == 0:
                print(f"{line}, {time.monotonic() - began:.0f} s", flush=True)
    return 0


def _noted(notes: Path) -> dict[str, str]:
    """What is done, and what it was."""
    lines = notes.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def _tell(notes: Path, todo: list[tuple[bool, int]]) -> None:
    """How many alterations of each kind were made and found in their place; what was done in lives without an alarm."""
    asked = {f"{'clean' if honest else 'altered'}-{number}" for honest, number in todo}
    done = {line: what for line, what in _noted(notes).items() if line in asked}
    altered = Counter(what for line, what in done.items() if line.startswith("altered"))
    acts = Counter(act for line, what in done.items() if line.startswith("clean") for act in what.split(", "))
    for what, count in sorted(altered.items()):
        print(f"{what:<28}{count:>7} found and located")
    for what, count in sorted(acts.items()):
        print(f"{what:<28}{count:>7} verified, no alarm")
    print(f"{altered.total()} alterations found in their place", end=", ")
    print(f"{acts.total()} verifications of honest lives without an alarm.", flush=True)


def _altered(home: Path, target: Path, seed: int) -> tuple[str, str]:
    """Kind and place of the alteration, and why it was not found there; empty: it was."""
    alteration, found = tried(home, target, seed)
    what = f"{alteration.kind}, {alteration.place}"
    if is_located(alteration, found):
        return what, ""
    told = [*map(str, found.broken[:3]), *map(str, found.incomplete[:3])]
    return what, f"{what} ({alteration.done}) was not {'located' if is_found(found) else 'found'}: {told}"


def _honest(home: Path, target: Path, seed: int) -> tuple[str, str]:
    """What people and commands did, and what a verification complained of after the last of it; empty: nothing."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    done, fault = lived_honestly(copy_of(home, target / "home"), target, seed)
    shutil.rmtree(target)
    return ", ".join(done), fault and f"after {', '.join(done)}: {fault}"


if __name__ == "__main__":
    typer.run(main)
