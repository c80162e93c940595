"""The archive: the bytes as they arrived, for ever, addressed by their sha256 and read-only.

A cumulative dump that begins with an archived dump's bytes is kept as a reference to that dump plus
its own new bytes, cut at the last line end of the shorter dump: the archive grows with what is new.
"""

import hashlib
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from etl.durable import fsync_folder, write_durably

CHUNK = 1 << 20
_STEP = 1 << 12
HEAD = 4096
"""Bytes at the beginning by which dumps that may continue each other are found quickly."""


@dataclass(frozen=True)
class Digest:
    """sha256 of the whole, of its first `HEAD` bytes, and which archived dump it continues, if any."""

    sha256: str
    size: int
    head_sha256: str
    continues: "Archived | None"


@dataclass(frozen=True)
class Archived:
    """A dump that is in the archive, as a candidate for being the beginning of a longer one."""

    file_id: int
    size: int
    sha256: str


BySize = Mapping[int, Mapping[str, Archived]]
"""Candidates by their size and sha256: of thousands of the same size one look tells which, if any."""


class ChangedWhileRead(Exception):
    """The file grew or was replaced while it was read: it has not fully arrived."""


def object_path(archive: Path, sha256: str) -> Path:
    return archive / sha256[:2] / sha256


def head_of(path: Path) -> str:
    with open(path, "rb") as handle:
        return hashlib.sha256(handle.read(HEAD)).hexdigest()


def digest(path: Path, candidates: BySize = MappingProxyType({})) -> Digest:
    """Hash a file in one pass, comparing its beginning with every candidate's whole digest on the way.

    It goes on from the longest of them.
    """
    whole = hashlib.sha256()
    continues = None
    with open(path, "rb", buffering=0) as handle:
        before = os.fstat(handle.fileno())
        head_sha256 = hashlib.sha256(handle.read(HEAD)).hexdigest()
        handle.seek(0)
        fed = 0
        for size in sorted(size for size in candidates if 0 < size < before.st_size):
            _feed(whole, handle, size - fed)
            fed = size
            continues = candidates[size].get(whole.hexdigest(), continues)
        _feed(whole, handle, before.st_size - fed)
        if handle.read(1) or os.fstat(handle.fileno()).st_size != before.st_size:
            raise ChangedWhileRead
    return Digest(whole.hexdigest(), before.st_size, head_sha256, continues)


def _feed(whole: "hashlib._Hash", handle: BinaryIO, size: int) -> None:
    while size > 0:
        block = handle.read(min(size, CHUNK))
        if not block:
            raise ChangedWhileRead
        whole.update(block)
        size -= len(block)


def last_line_end(path: Path, size: int) -> int:
    """Where the last complete line among the first `size` bytes ends; 0 if there is none."""
    with open(path, "rb") as handle:
        end = size
        while end > 0:
            start = max(0, end - _STEP)
            handle.seek(start)
            place = handle.read(end - start).rfind(b"\n")
            if place >= 0:
                return start + place + 1
            end = start
    return 0


def read_range(path: Path, start: int, size: int) -> bytes:
    with open(path, "rb") as handle:
        handle.seek(start)
        return handle.read(size)


def keep(archive: Path, path: Path, *, start: int, size: int) -> str:
    """Store `size` bytes of `path` from `start`; returns the object's sha256. Safe to repeat at any point.

    Its bytes are on disk then, its name only after `settle`.
    """
    incoming = archive / ".incoming"
    incoming.mkdir(mode=0o700, exist_ok=True)
    temporary = incoming / f"{os.getpid()}-{threading.get_native_id()}.part"
    sha256 = hashlib.sha256()
    with open(temporary, "wb") as target:
        for block in _blocks(path, start, size):
            sha256.update(block)
            target.write(block)
        target.flush()
        os.fsync(target.fileno())
    final = object_path(archive, sha256.hexdigest())
    if final.exists():
        temporary.unlink()
    else:
        final.parent.mkdir(mode=0o700, exist_ok=True)
        temporary.chmod(0o400)
        temporary.replace(final)
    return sha256.hexdigest()


def keep_content(archive: Path, content: bytes) -> str:
    """Store small content of our own, complete and durable at once; returns its sha256. Kept before: nothing to do."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = object_path(archive, sha256)
    if not target.exists():
        target.parent.mkdir(mode=0o700, exist_ok=True)
        write_durably(target, content, mode=0o400)
    return sha256


def settle(archive: Path, objects: Iterable[str]) -> None:
    """Make the names of kept objects safe from a power cut: each folder is asked once for all of them."""
    folders = {object_path(archive, sha256).parent for sha256 in objects}
    for folder in sorted(folders):
        fsync_folder(folder)
    if folders:
        fsync_folder(archive)


def _blocks(path: Path, start: int, size: int) -> Iterator[bytes]:
    with open(path, "rb", buffering=0) as handle:
        handle.seek(start)
        while size > 0:
            block = handle.read(min(size, CHUNK))
            if not block:
                raise ChangedWhileRead
            size -= len(block)
            yield block


def sweep(archive: Path) -> None:
    """Throw away what a killed process left half-written."""
    for leftover in (archive / ".incoming").glob("*.part"):
        leftover.unlink(missing_ok=True)
