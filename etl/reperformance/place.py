"""An empty place to do things again in: a workspace that shares nothing with the lived one but the archive."""

import fnmatch
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from etl.audit import CONFIGURATION
from etl.errors import IntegrityBroken
from etl.reperformance.told import read_kept
from etl.settings import Workspace


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
