"""Whether the log is whole: numbers without a gap, entries in their one form, leaves, export, checkpoint, anchors."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from etl.errors import IntegrityBroken, WrongUsage
from etl.ledger.canonical import parse
from etl.ledger.checkpoint import Checkpoint, is_signed_by, origin_of, parse_checkpoint
from etl.ledger.entries import entries_after
from etl.ledger.export import export_path, read_checkpoint
from etl.ledger.finding import Finding
from etl.ledger.merkle import leaf_hash, root_of
from etl.settings import Workspace


@dataclass(frozen=True)
class Entry:
    """An entry as its line tells it."""

    seq: int
    kind: str
    at: str
    content: dict[str, Any]


@dataclass(frozen=True)
class Log:
    """The log of the warehouse, or its export: its lines, and what they say as far as they can be read."""

    lines: tuple[bytes, ...]
    entries: tuple[Entry, ...]
    broken: tuple[Finding, ...]
    leaves: tuple[bytes, ...] = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.lines)

    def until(self, size: int) -> "Log":
        """The log as it was when it had `size` entries: what was known then."""
        return Log(self.lines[:size], self.entries[:size], self.broken, self.leaves[:size])

    def of_kind(self, *kinds: str) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.kind in kinds)


def read_log(warehouse: duckdb.DuckDBPyConnection) -> Log:
    """Read all of `audit.ledger`; what is wrong in it becomes findings."""
    rows = [(seq, kind, text.encode(), leaf) for seq, kind, text, leaf in entries_after(warehouse, 0)]
    return _log_of(rows, "audit.ledger, seq")


def read_exported_log(workspace: Workspace) -> Log:
    """Read the export as far as its lines are whole, and hold it against its checkpoint; needs no warehouse."""
    try:
        *lines, _ = export_path(workspace).read_bytes().split(b"\n")
    except FileNotFoundError:
        missing = Finding("ledger/ledger.jsonl", "the export of the log", "none: it was taken away")
        return Log((), (), (missing,), ())
    log = _log_of([_told_of(line) for line in lines], "ledger/ledger.jsonl, line")
    return replace(log, broken=(*log.broken, *_check_checkpoint(log, workspace)))


def _told_of(line: bytes) -> tuple[int, str, bytes, str]:
    """An exported line in the columns of `audit.ledger`; what cannot be read is found by whoever parses it again."""
    try:
        said = parse(line)
        seq, kind = int(said["seq"]), str(said["kind"])
    except (ValueError, KeyError, TypeError):
        seq, kind = 0, ""
    return seq, kind, line, leaf_hash(line).hex()


def _log_of(rows: Iterable[tuple[int, str, bytes, str]], where_it_is: str) -> Log:
    lines, entries, broken = [], [], []
    for place, (seq, kind, line, leaf) in enumerate(rows, start=1):
        where = f"{where_it_is} {place}"
        if seq != place:
            broken.append(Finding(where, f"number {place}", f"number {seq}: an entry is missing, or there twice"))
        if leaf_hash(line).hex() != leaf:
            broken.append(Finding(where, "an entry that gives its leaf hash", "another one: entry or hash was edited"))
        try:
            said = parse(line)
            entry = Entry(said["seq"], said["kind"], said["at"], said["content"])
        except (ValueError, KeyError, TypeError):
            broken.append(Finding(where, "an entry in canonical JSON", "another text"))
        else:
            if (entry.seq, entry.kind) != (place, kind):
                broken.append(Finding(where, f"entry {place}, {kind}", f"entry {entry.seq}, {entry.kind}"))
            entries.append(entry)
        lines.append(line)
    return Log(tuple(lines), tuple(entries), tuple(broken), tuple(map(leaf_hash, lines)))


def check_log(log: Log, workspace: Workspace) -> Iterator[Finding]:
    """The log itself, then its export, then its checkpoint."""
    yield from log.broken
    if not log.size:
        yield Finding("audit.ledger", "at least the entry that begins it", "no entry")
    yield from _check_export(log, workspace)
    yield from _check_checkpoint(log, workspace)


def _check_export(log: Log, workspace: Workspace) -> Iterator[Finding]:
    try:
        *lines, rest = export_path(workspace).read_bytes().split(b"\n")
    except FileNotFoundError:
        yield Finding("ledger/ledger.jsonl", "the export of the log", "none: it was taken away")
        return
    for place, (exported, logged) in enumerate(zip(lines, log.lines, strict=False), start=1):
        if exported != logged:
            yield Finding(
                f"ledger/ledger.jsonl, line {place}", f"entry {place} of audit.ledger", "another one: one was edited"
            )
            return
    if len(lines) > log.size:
        yield Finding(
            f"audit.ledger, seq {log.size + 1}",
            f"the {len(lines)} entries that were exported",
            f"{log.size}: the warehouse was rolled back",
        )
    elif rest and not any((line + b"\n").startswith(rest) for line in log.lines[len(lines) : len(lines) + 1]):
        yield Finding(
            f"ledger/ledger.jsonl, line {len(lines) + 1}", "no further line", "one that the log does not know"
        )


def _check_checkpoint(log: Log, workspace: Workspace) -> Iterator[Finding]:
    exported = exported_entries(workspace)
    try:
        checkpoint = read_checkpoint(workspace)
    except IntegrityBroken as error:
        yield Finding(error.where, error.expected, error.found)
        return
    if checkpoint is None:
        if exported:
            yield Finding("ledger/checkpoint", "the checkpoint of the export", "none: it was taken away")
        return
    if checkpoint.size > exported:
        where = f"ledger/ledger.jsonl, line {exported + 1}"
        yield Finding(where, f"{checkpoint.size} entries, as its checkpoint says", f"{exported}: it was cut")
    if checkpoint.origin != origin_of(workspace):
        yield Finding("ledger/checkpoint", f"origin {origin_of(workspace)}", f"origin {checkpoint.origin}")
    yield from _check_against(log, checkpoint, "ledger/checkpoint")


def check_anchor(log: Log, file: Path) -> Iterator[Finding]:
    """Whether the log still begins with what a checkpoint kept outside says. Raises WrongUsage for another file."""
    try:
        anchor = parse_checkpoint(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise WrongUsage(
            str(file), expected="a checkpoint that kinerja anchor wrote", found="another file, or none", todo="Name it."
        ) from None
    yield from _check_against(log, anchor, f"anchor {file.name}")


def _check_against(log: Log, checkpoint: Checkpoint, where: str) -> Iterator[Finding]:
    if checkpoint.size > log.size:
        yield Finding(
            f"audit.ledger, seq {log.size + 1}",
            f"{checkpoint.size} entries, as {where} says",
            f"{log.size}: the log was rolled back",
        )
    elif root_of(log.leaves[: checkpoint.size]) != checkpoint.root:
        yield Finding(
            f"audit.ledger, seq 1 to {checkpoint.size}", f"the root of {where}", "another one: two histories exist"
        )
    yield from _check_signature(log, checkpoint, where)


def _check_signature(log: Log, checkpoint: Checkpoint, where: str) -> Iterator[Finding]:
    """By the key that the log had adopted by then; a checkpoint of before the first key has none."""
    keys = [str(one.content["verifier"]) for one in log.of_kind("KEY_ADOPTED") if one.seq <= checkpoint.size]
    if not keys:
        return
    if not checkpoint.signature:
        yield Finding(where, "a signature", "none")
    elif not is_signed_by(checkpoint, keys[-1]):
        yield Finding(where, f"a signature by the key {keys[-1].split('+')[1]}", "another one")


def exported_entries(workspace: Workspace) -> int:
    """Whole lines of the export."""
    path = export_path(workspace)
    return path.read_bytes().count(b"\n") if path.exists() else 0


def remarks_on_log(log: Log, workspace: Workspace) -> Iterator[Finding]:
    """What is not wrong but not complete: a lag, clocks that went back, entries that nobody outside can vouch for."""
    exported = exported_entries(workspace)
    if exported < log.size:
        where = f"ledger/ledger.jsonl, line {exported + 1}"
        yield Finding(where, f"{log.size} entries", f"{exported}: the next command exports the rest")
    else:
        yield from _checkpoint_behind(log, workspace)
    yield from _clocks_set_back(log.entries)
    anchored = max((int(one.content["size"]) for one in log.of_kind("ANCHORED")), default=0)
    recorded = sum(1 for one in log.entries if one.seq > anchored and one.kind != "ANCHORED")
    if recorded:
        since = f"since entry {anchored}" if anchored else "since the log began"
        yield Finding("anchors", "a checkpoint kept outside", f"{recorded} entries without one {since}: kinerja anchor")


def _checkpoint_behind(log: Log, workspace: Workspace) -> Iterator[Finding]:
    try:
        checkpoint = read_checkpoint(workspace)
    except IntegrityBroken:
        return
    if checkpoint is not None and checkpoint.size < log.size:
        yield Finding("ledger/checkpoint", f"{log.size} entries", f"{checkpoint.size}: the next command writes it anew")


def _clocks_set_back(entries: Sequence[Entry]) -> Iterator[Finding]:
    for before, after in pairwise(entries):
        if after.at < before.at:
            yield Finding(f"audit.ledger, seq {after.seq}", f"a time not before {before.at}", f"{after.at}: set back")
