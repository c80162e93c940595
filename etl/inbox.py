"""What lies in the inbox: which file belongs to which source, and whether it has fully arrived."""

import errno
import fcntl
import fnmatch
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from etl.settings import Source, Workspace

SETTLE_SECONDS = 2.0
"""A file that has not changed for so long, does not change while it is read, and that nobody writes, has arrived."""
DONE = ".done"


@dataclass(frozen=True)
class Waiting:
    """A file in the inbox. `path` is relative to the inbox and may hold any byte a file name can."""

    source: str
    path: str
    size: int
    mtime_ns: int
    inode: int
    done: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def still_the_same(self, inbox: Path) -> bool:
        try:
            found = (inbox / self.path).lstat()
        except FileNotFoundError:
            return False
        return (found.st_size, found.st_mtime_ns, found.st_ino) == (self.size, self.mtime_ns, self.inode)


@dataclass(frozen=True)
class Scan:
    """The complete files, the ones still arriving, those no source claims, and what is no file to be read."""

    waiting: list[Waiting]
    arriving: list[str]
    unclaimed: list[str]
    unreadable: list[str]


def scan(workspace: Workspace, sources: Sequence[Source], all_sources: Sequence[Source]) -> Scan:
    """Look at the inbox once. `sources` are the ones to load now, `all_sources` those that may claim a file."""
    found, unreadable = _files_below(workspace.inbox)
    claimed = [(path, _owner(path, all_sources)) for path in found]
    wanted = {source.name for source in sources}
    candidates = [_waiting(workspace.inbox, path, owner) for path, owner in claimed if owner in wanted]
    complete, arriving = _settle(workspace.inbox, [one for one in candidates if one is not None])
    rank = {source.name: place for place, source in enumerate(all_sources)}
    complete.sort(key=lambda one: (rank[one.source], os.fsencode(one.path)))
    return Scan(complete, arriving, [path for path, owner in claimed if owner is None], unreadable)


def _files_below(inbox: Path) -> tuple[list[str], list[str]]:
    """Plain files, and what is none: links and devices are never followed or read; hidden files are the tools' own."""
    paths: list[str] = []
    others: list[str] = []

    def unreadable(fault: OSError) -> None:
        others.append(str(Path(fault.filename).relative_to(inbox)))

    for folder, folders, names in os.walk(inbox, followlinks=False, onerror=unreadable):
        folders.sort()
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in sorted((*links, *names)):
            if not _is_of_a_tool(name) and not name.endswith(DONE):
                path = Path(folder, name)
                kept = paths if _is_readable(path) else others
                kept.append(str(path.relative_to(inbox)))
    return paths, others


def _is_of_a_tool(name: str) -> bool:
    """Hidden, as copying programs call what they have begun; `..` at the beginning is only an odd name."""
    return name.startswith(".") and not name.startswith("..")


def _is_readable(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and os.access(path, os.R_OK)


def _owner(path: str, sources: Sequence[Source]) -> str | None:
    return next((source.name for source in sources if _matches(path, source.path)), None)


def _matches(path: str, pattern: str) -> bool:
    """A pattern without a folder part after its last slash matches that folder only, not those below."""
    parts, wanted = path.split("/"), pattern.split("/")
    if wanted and wanted[-1] == "**":
        head = wanted[:-1]
        return len(parts) > len(head) and all(map(fnmatch.fnmatchcase, parts, head))
    return len(parts) == len(wanted) and all(map(fnmatch.fnmatchcase, parts, wanted))


def _waiting(inbox: Path, path: str, source: str | None) -> Waiting | None:
    try:
        found = (inbox / path).lstat()
    except FileNotFoundError:
        return None
    done = (inbox / (path + DONE)).exists()
    return Waiting(str(source), path, found.st_size, found.st_mtime_ns, found.st_ino, done)


def _settle(inbox: Path, candidates: list[Waiting]) -> tuple[list[Waiting], list[str]]:
    # a moment ahead of the clock, the machine's or a file server's, tells no age: such a file may be growing
    ages = [max(time.time_ns() - one.mtime_ns, 0) / 1e9 for one in candidates if not one.done]
    pause = SETTLE_SECONDS - min(ages, default=SETTLE_SECONDS)
    if pause > 0:
        time.sleep(pause)
    complete: list[Waiting] = []
    arriving: list[str] = []
    for one in candidates:
        if one.done or (one.still_the_same(inbox) and not is_being_written(inbox / one.path)):
            complete.append(one)
        else:
            arriving.append(one.path)
    return complete, arriving


def is_being_written(path: Path) -> bool:
    """Whether a program of this machine has the file open to write: a copy over a slow line stands still for minutes.

    The kernel grants the lease of a reader only where nobody writes. False where it cannot tell: a file of somebody
    else's, or one on a file server.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        # should a writer come in this very moment: a signal that does nothing, the one by default ends the process
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as refused:
        return refused.errno == errno.EAGAIN
    finally:
        os.close(descriptor)
    return False


def remove(inbox: Path, waiting: Waiting, *, keep_open: bool = False) -> int | None:
    """Take an archived file out of the inbox, unless something else lies under its name by now, or is being written.

    `keep_open`: returns a descriptor of it. Its name is gone at once, its blocks are freed by who closes that: of dumps
    of years this takes longer than all else of the removal.
    """
    if not waiting.still_the_same(inbox) or is_being_written(inbox / waiting.path):
        return None
    path = inbox / waiting.path
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC) if keep_open else None
    path.unlink()
    (inbox / (waiting.path + DONE)).unlink(missing_ok=True)
    return descriptor
