"""An empty place to do things again in: a workspace that shares nothing with the lived one but the archive."""

import fcntl
import fnmatch
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from etl.audit import CONFIGURATION
from etl.errors import IntegrityBroken
from etl.reperformance.told import read_kept
from etl.settings import Workspace


@contextmanager
def empty_folder(parent: Path) -> Iterator[Path]:
    """An empty folder below `parent`, taken away at the end; what a killed process left there is taken away before."""
    parent.mkdir(mode=0o700, exist_ok=True)
    with _held(parent):
        for left in parent.glob("*/"):
            with suppress(BlockingIOError), _held(left, fcntl.LOCK_NB):
                shutil.rmtree(left)
        folder = Path(mkdtemp(dir=parent))
        mine = ExitStack()
        mine.enter_context(_held(folder))
    with mine:
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


@contextmanager
def _held(folder: Path, how: int = 0) -> Iterator[None]:
    """Hold a folder by a file in it: the folder itself is what creating a warehouse holds. It ends with its process."""
    handle = os.open(folder / ".held", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(handle)


def make_place(folder: Path, archive: Path) -> Workspace:
    """Make the folder a workspace with an empty warehouse and the archive behind a link; the folder is empty."""
    from warehouse.migrate import create_warehouse

    place = Workspace(folder)
    (folder / "archive").symlink_to(archive.resolve(), target_is_directory=True)
    for path in (place.staged, place.quarantine, place.loads):
        path.mkdir(mode=0o700)
    create_warehouse(place.warehouse)
    return place


def lay_out(place: Workspace, files: Iterable[Mapping[str, Any]], patterns: Iterable[str] = CONFIGURATION) -> None:
    """Let settings, mappings and rulebooks be those named, as the archive keeps them; `patterns` are the ones meant."""
    for pattern in patterns:
        for old in place.home.glob(pattern):
            old.unlink()
    for one in files:
        name = str(one["name"])
        if not any(fnmatch.fnmatch(name, pattern) for pattern in patterns) or ".." in Path(name).parts:
            raise IntegrityBroken(
                f"ledger, file {name!r}",
                expected=f"one of {', '.join(patterns)}",
                found="another",
                todo="Run kinerja verify.",
            )
        path = place.home / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_bytes(read_kept(place.archive, str(one["sha256"])))
