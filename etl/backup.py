"""`kinerja backup` and `restore`: the whole workspace as it is between two steps, and a new workspace from it.

A backup is a folder of plain files and a manifest with the sha256 of each; the manifest comes last, so a folder without
one is no backup. Files that never change are linked to those of the backup before: a month of nightly backups costs
little more than one. What can be made anew is left out: copies for readers, what rebuild and
reproduce compare with, the lock.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from etl.durable import fsync_file, fsync_folder, read_json, sha256_of, write_json
from etl.errors import IntegrityBroken, KinerjaError, WrongUsage
from etl.locking import workspace_lock
from etl.settings import Workspace

MANIFEST = "backup.json"
_LEFT_OUT = ("serving", "faults", "rebuild", "reproduce", ".lock")
_NEVER_CHANGES = ("archive", "staged", "quarantine")
"""Written once under a name that is not used again (contract section 3): their digests need not be taken anew."""
_NEW = ".new"


@dataclass(frozen=True)
class Backup:
    """`entries`: size of the log in it; `copied` and `linked`: numbers of files, the new ones and those of before."""

    folder: Path
    entries: int
    copied: int
    linked: int


def backup(workspace: Workspace, to: Path, now: datetime | None = None) -> Backup:
    """Write a backup into a new folder below `to`; nothing else is at work meanwhile.

    Raises KinerjaError when there is no room, WrongUsage when `to` lies in the workspace.
    """
    from warehouse.engines.duckdb import take_in_log

    if to.resolve().is_relative_to(workspace.home.resolve()):
        raise WrongUsage(
            str(to), expected="a folder outside the workspace", found="one within", todo="Choose another disk."
        )
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    with workspace_lock(workspace):
        take_in_log(workspace.warehouse)
        try:
            return _write(workspace, to, now or datetime.now(UTC))
        except OSError as fault:
            raise KinerjaError(
                str(to),
                expected="room and permission for a backup",
                found=os.strerror(fault.errno or 0),
                todo="Make room or mend the permissions; the unfinished folder is no backup, the next one removes it.",
            ) from None


def backups(folder: Path) -> list[Path]:
    """Those that are whole, the oldest first."""
    return sorted(manifest.parent for manifest in folder.glob(f"[!.]*/{MANIFEST}"))


def _write(workspace: Workspace, to: Path, now: datetime) -> Backup:
    new = to / _NEW
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    before = _manifest_of(existing[-1]) if (existing := backups(to)) else {}
    files, linked = {}, 0
    for path in _files(workspace.home):
        name = str(path.relative_to(workspace.home))
        known = before.get("files", {}).get(name) if name.split("/", 1)[0] in _NEVER_CHANGES else None
        if known is not None and _link(existing[-1] / name, new / name, path):
            files[name], linked = known, linked + 1
        else:
            files[name] = _copy(path, new / name)
    entries = _entries(workspace)
    _sync_folders(new)
    write_json(
        new / MANIFEST, {"agency": workspace.agency().code, "at": now.isoformat(), "entries": entries, "files": files}
    )
    finished = _free_name(to, f"{now:%Y-%m-%dT%H%M%SZ}-{entries:08d}")
    new.rename(finished)
    fsync_folder(to)
    return Backup(finished, entries, len(files) - linked, linked)


def _free_name(to: Path, name: str) -> Path:
    """One that sorts after earlier backups of this second and log; two digits, so that -10 follows -09."""
    names = chain([name], (f"{name}-{number:02d}" for number in count(2)))
    return next(to / free for free in names if not (to / free).exists())


def _files(home: Path) -> Iterator[Path]:
    """Plain files, in the order of their names; links are never followed."""
    for folder, folders, names in os.walk(home, followlinks=False):
        folders[:] = sorted(name for name in folders if Path(folder) != home or name not in _LEFT_OUT)
        for name in sorted(names):
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink() and (Path(folder) != home or name not in _LEFT_OUT):
                yield path


def _link(before: Path, target: Path, source: Path) -> bool:
    """Whether the backup before has these bytes and shares them; a disk without links gets a copy."""
    if not before.is_file() or before.stat().st_size != source.stat().st_size:
        return False
    _make_private(target.parent)
    try:
        target.hardlink_to(before)
    except OSError:
        return False
    return True


def _copy(source: Path, target: Path) -> str:
    """The sha256 of what was written, which is on the disk."""
    _make_private(target.parent)
    shutil.copyfile(source, target)
    target.chmod(source.stat().st_mode & 0o700)
    fsync_file(target)
    return sha256_of(target)


def _make_private(folder: Path) -> None:
    """With the folders above it, which `parents=True` would let others read."""
    if not folder.is_dir():
        _make_private(folder.parent)
        folder.mkdir(mode=0o700)


def _sync_folders(root: Path) -> None:
    for folder, _, _ in os.walk(root):
        fsync_folder(Path(folder))


def _entries(workspace: Workspace) -> int:
    from etl.ledger.entries import size_of
    from warehouse.engines.duckdb import connect

    with connect(workspace.warehouse, read_only=True) as warehouse:
        return size_of(warehouse)


def restore(folder: Path, home: Path) -> Workspace:
    """Make the workspace `home` from a backup; it appears whole, after every file was compared with the manifest.

    Raises WrongUsage when `home` is there already or `folder` is no backup, IntegrityBroken when a file was altered.
    """
    manifest = _manifest_of(folder)
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise WrongUsage(
            str(home),
            expected="no workspace there yet",
            found="something",
            todo="Move it away: it is never overwritten.",
        )
    new = home.with_name(f"{home.name}.restoring")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700, parents=True)
    for name, sha256 in manifest["files"].items():
        _take_back(folder / name, new / name, sha256)
    _make_empty_folders(Workspace(new))
    _sync_folders(new)
    if home.exists():
        home.rmdir()
    new.rename(home)
    fsync_folder(home.parent)
    return Workspace(home)


def _make_empty_folders(workspace: Workspace) -> None:
    """A backup holds files: folders that were empty, such as those in which files arrive, are made again."""
    from etl.workspace import make_folders, make_inboxes

    make_folders(workspace)
    with suppress(WrongUsage):  # settings that were wrong are brought back as they were
        make_inboxes(workspace)


def _take_back(source: Path, target: Path, sha256: str) -> None:
    if not source.is_file():
        raise _not_as_it_was(source, "no file")
    if _copy(source, target) != sha256:
        raise _not_as_it_was(source, "other bytes")


def _not_as_it_was(source: Path, found: str) -> IntegrityBroken:
    return IntegrityBroken(
        str(source),
        expected="the bytes that the manifest names",
        found=found,
        todo="Take another backup; of files below archive/ any copy will do whose sha256 is the name.",
    )


def _manifest_of(folder: Path) -> Mapping[str, Any]:
    try:
        manifest: dict[str, Any] = read_json(folder / MANIFEST)
        names = list(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError):
        names = [".."]
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in names):
        raise WrongUsage(
            str(folder),
            expected=f"a backup: a folder with {MANIFEST}, written by kinerja backup",
            found="none",
            todo="Name one of the folders that kinerja backup printed.",
        )
    return manifest
