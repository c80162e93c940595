"""Seeded alterations of a lived workspace (tests/worlds/life.py): one place is changed behind the program's back.

Each must be found by `kinerja verify`, in the place where it was done. In archive, staged files, warehouse, log and
rulebooks: edit, insert, delete, reorder, truncate, swap, roll back, fork.
"""

import random
import shutil
from pathlib import Path

from etl.settings import Workspace
from etl.verify import Verification, verify
from tests.worlds.tampered import Alter, Alteration
from tests.worlds.tampered_files import (
    change_a_staged_file,
    change_an_object,
    change_quarantine,
    change_settings,
    delete_an_object,
    exchange_objects,
    insert_an_object,
    replace_an_object,
)
from tests.worlds.tampered_log import alter_the_checkpoint, alter_the_export, alter_the_log, fork, roll_back
from tests.worlds.tampered_rows import alter_a_row
from tests.worlds.tampered_schema import alter_the_schema

ALTERATIONS: tuple[Alter, ...] = (
    change_an_object,
    change_an_object,
    delete_an_object,
    exchange_objects,
    insert_an_object,
    replace_an_object,
    change_a_staged_file,
    change_quarantine,
    alter_a_row,
    alter_a_row,
    alter_a_row,
    alter_a_row,
    alter_the_log,
    alter_the_log,
    alter_the_export,
    alter_the_checkpoint,
    roll_back,
    fork,
    change_settings,
    alter_the_schema,
)
_DERIVED = ("serving", ".lock")
"""Left out of the copies that are altered: what readers open has tests of its own (test_altered_copy.py)."""


def alter(workspace: Workspace, seed: int) -> Alteration:
    """Change one place of the workspace, chosen by the seed."""
    chance = random.Random(seed)
    return chance.choice(ALTERATIONS)(workspace, chance)


def tried(home: Path, target: Path, seed: int) -> tuple[Alteration, Verification]:
    """Alter a copy and verify it; of the copy that an earlier seed left only what is not as it was is copied anew."""
    workspace = copy_of(home, target)
    alteration = alter(workspace, seed)
    return alteration, verify(workspace, alteration.anchors)


def copy_of(home: Path, target: Path) -> Workspace:
    """A copy to alter, or one that was altered brought back to what `home` holds."""
    wanted = {path.relative_to(home) for path in home.rglob("*") if path.relative_to(home).parts[0] not in _DERIVED}
    present = {path.relative_to(target) for path in target.rglob("*")}
    for name in sorted(present - wanted, reverse=True):
        _remove(target / name)
    target.mkdir(mode=0o700, exist_ok=True)
    for name in sorted(wanted):
        _bring(home / name, target / name)
    return Workspace(target)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    else:
        path.unlink()


def _bring(source: Path, target: Path) -> None:
    if source.is_dir():
        target.mkdir(mode=0o700, exist_ok=True)
    elif not target.exists() or _look_of(source) != _look_of(target):
        if target.exists() or target.is_symlink():
            _remove(target)
        shutil.copy2(source, target)


def _look_of(path: Path) -> tuple[int, int, int]:
    """A copy keeps all three; whoever writes to it leaves another time."""
    found = path.lstat()
    return found.st_size, found.st_mtime_ns, found.st_mode
