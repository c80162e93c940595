"""`ledger/ledger.jsonl`: the log outside the warehouse, an entry a line; and `ledger/checkpoint` beside it.

Written after every commit. What a killed command left undone the next one does: an export behind the warehouse is a
lag. An export ahead of it means that the warehouse was rolled back.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import duckdb

from etl.durable import fsync_file, write_durably
from etl.errors import IntegrityBroken
from etl.ledger.canonical import parse
from etl.ledger.checkpoint import Checkpoint, SigningKey, checkpoint_of, origin_of, parse_checkpoint, signing_key
from etl.ledger.entries import entries_after, size_of
from etl.ledger.merkle import grow
from etl.settings import Workspace

_STEP = 1 << 16


@dataclass(frozen=True)
class _Exported:
    """How far the export reaches: its last entry, where that line ends, and what an interrupted write left after it."""

    size: int
    last: bytes
    end: int
    rest: bytes


def export_path(workspace: Workspace) -> Path:
    return workspace.ledger / "ledger.jsonl"


def checkpoint_path(workspace: Workspace) -> Path:
    return workspace.ledger / "checkpoint"


def begin_export(workspace: Workspace) -> None:
    """An empty export of an empty log, and its checkpoint: from now on a missing one was taken away."""
    workspace.ledger.mkdir(mode=0o700, exist_ok=True)
    empty = checkpoint_of(origin_of(workspace), 0, [], signing_key(workspace))
    write_durably(checkpoint_path(workspace), empty.note.encode())
    write_durably(export_path(workspace), b"")


def export(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Bring the export and its checkpoint up to the log. Raises IntegrityBroken as `check_export` does."""
    exported, checkpoint = check_export(warehouse, workspace)
    lines = [entry.encode() + b"\n" for _, _, entry, _ in entries_after(warehouse, exported.size)]
    if lines or exported.rest:
        _append(export_path(workspace), exported.end, b"".join(lines))
    _write_checkpoint(warehouse, workspace, checkpoint)


def check_export(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> tuple[_Exported, Checkpoint | None]:
    """Whether what was exported is still the beginning of the log; looks at its end only, whatever the history.

    Raises IntegrityBroken when the export is ahead, differs, was cut, or its checkpoint was altered.
    """
    exported, checkpoint, size = _read_end(export_path(workspace)), read_checkpoint(workspace), size_of(warehouse)
    if checkpoint is not None and checkpoint.size > exported.size:
        raise _broken(
            f"ledger/ledger.jsonl, line {exported.size + 1}",
            f"{checkpoint.size} entries, as its checkpoint says",
            f"{exported.size}: it was cut",
            "Bring the file back from a copy; then kinerja verify.",
        )
    if exported.size > size:
        raise _broken(
            f"audit.ledger, seq {size + 1}",
            f"the {exported.size} entries that were exported",
            f"{size}: the warehouse was rolled back to an older state",
            "Bring the newest warehouse back, or make it anew from archive and export; nothing was written.",
        )
    if exported.size:
        rows = warehouse.execute("select entry from audit.ledger where seq = ?", [exported.size]).fetchall()
        if [(entry.encode(),) for (entry,) in rows] != [(exported.last,)]:
            raise _forked(exported.size)
    if exported.rest:
        following = entries_after(warehouse, exported.size)[:1]
        if not any((entry.encode() + b"\n").startswith(exported.rest) for _, _, entry, _ in following):
            raise _forked(exported.size + 1)
    return exported, checkpoint


def read_checkpoint(workspace: Workspace) -> Checkpoint | None:
    """The newest checkpoint; None where none was written yet."""
    path = checkpoint_path(workspace)
    try:
        return parse_checkpoint(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        raise _broken(
            "ledger/checkpoint",
            "origin, size, root, peaks and perhaps a signature",
            "a file that was altered",
            "Keep it as evidence and move it away; then kinerja verify. The next command writes it anew.",
        ) from None


def newest_entries(workspace: Workspace, count: int) -> list[dict[str, Any]]:
    """The last entries that were exported, the newest first; no lock is needed to read them.

    Raises IntegrityBroken when there is no export.
    """
    try:
        with open(export_path(workspace), "rb") as handle:
            lines = _last_lines(handle, count)
    except FileNotFoundError:
        raise _taken_away() from None
    return [parse(line) for line in reversed(lines)]


def _last_lines(handle: BinaryIO, count: int) -> list[bytes]:
    """Whole lines from the end of a file, in their order; what an interrupted write left after them is left out."""
    end, tail = handle.seek(0, os.SEEK_END), b""
    while end > 0 and tail.count(b"\n") <= count:
        start = max(0, end - _STEP)
        handle.seek(start)
        tail, end = handle.read(end - start) + tail, start
    return tail.split(b"\n")[:-1][-count:]


def newest_tree(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> Checkpoint:
    """Size and root of the log with the entries of the transaction at work; not signed."""
    return _grown(warehouse, workspace, read_checkpoint(workspace), None)


def _grown(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, standing: Checkpoint | None, key: SigningKey | None
) -> Checkpoint:
    start = (standing.peaks, standing.size) if standing is not None else ((), 0)
    leaves = (bytes.fromhex(leaf) for _, _, _, leaf in entries_after(warehouse, start[1]))
    peaks, size = grow(*start, leaves)
    return checkpoint_of(origin_of(workspace), size, peaks, key)


def _write_checkpoint(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, standing: Checkpoint | None) -> None:
    fresh = _grown(warehouse, workspace, standing, signing_key(workspace))
    if fresh != standing:
        write_durably(checkpoint_path(workspace), fresh.note.encode())


def _append(path: Path, end: int, content: bytes) -> None:
    with open(path, "r+b") as handle:
        handle.seek(end)
        handle.write(content)
        handle.truncate()
        handle.flush()
        os.fsync(handle.fileno())
    fsync_file(path.parent)


def _read_end(path: Path) -> _Exported:
    """Raises IntegrityBroken when there is no export, or its last line is no entry."""
    try:
        with open(path, "rb") as handle:
            end = handle.seek(0, os.SEEK_END)
            tail = b""
            while end > 0 and tail.count(b"\n") <= 1:
                start = max(0, end - _STEP)
                handle.seek(start)
                tail, end = handle.read(end - start) + tail, start
    except FileNotFoundError:
        raise _taken_away() from None
    whole, newline, rest = tail.rpartition(b"\n")
    if not newline:
        return _Exported(0, b"", 0, rest)
    last = whole.rpartition(b"\n")[2]
    return _Exported(_seq_of(last), last, end + len(whole) + 1, rest)


def _seq_of(line: bytes) -> int:
    try:
        return int(parse(line)["seq"])
    except (ValueError, TypeError, KeyError):
        raise _broken(
            "ledger/ledger.jsonl, last line",
            "an entry in canonical JSON",
            "something else",
            "Bring the file back from a copy; then kinerja verify.",
        ) from None


def _taken_away() -> IntegrityBroken:
    return _broken(
        "ledger/ledger.jsonl",
        "the export of the log",
        "none: it was taken away",
        "Bring it back from a copy. If there is none, see docs/runbooks/evidence.md.",
    )


def _forked(seq: int) -> IntegrityBroken:
    return _broken(
        f"audit.ledger, seq {seq}",
        "the entry that was exported under this number",
        "another one",
        "Two histories exist. Run kinerja verify, and compare with the anchors kept outside.",
    )


def _broken(where: str, expected: str, found: str, todo: str) -> IntegrityBroken:
    return IntegrityBroken(where, expected=expected, found=found, todo=todo)
