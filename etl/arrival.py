"""From the inbox to the archive: hash, recognise, keep."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb

from etl import archive
from etl.archive import Archived, ChangedWhileRead, Digest
from etl.inbox import DONE, Waiting
from etl.kinds import KINDS
from etl.load_folder import ARRIVING, NEW, OTHER_SOURCE, REPEATED, Arrival
from etl.records import RECORDS, Nature
from etl.settings import Source, Workspace

_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")

_OWNED_ELSEWHERE = "source <> ? and status <> 'WITHDRAWN' and reason_code is distinct from 'OTHER_SOURCE'"


def archive_files(
    workspace: Workspace, source: Source, files: Sequence[tuple[int, Waiting]], warehouse: duckdb.DuckDBPyConnection
) -> list[Arrival]:
    """Archive one source's files, shortest first, so that a growing dump finds its beginning in the same load."""
    known = _Known(warehouse, source)
    return [
        _archive_one(workspace, source, file_id, waiting, known)
        for file_id, waiting in sorted(files, key=lambda one: (one[1].size, one[0]))
    ]


def _archive_one(workspace: Workspace, source: Source, file_id: int, waiting: Waiting, known: "_Known") -> Arrival:
    path = workspace.inbox / waiting.path
    arrival = Arrival(file_id, source.name, source.kind, printable_name(waiting.path), ARRIVING)
    try:
        candidates = known.candidates(path) if KINDS[source.kind].cumulative else []
        found = archive.digest(path, candidates)
        arrival = _recognise(arrival, found, known)
        if arrival.outcome in (NEW, OTHER_SOURCE):
            arrival = _keep(workspace, path, arrival, found)
            arrival = replace(arrival, as_at=_moment_of(workspace, source, waiting))
    except (ChangedWhileRead, FileNotFoundError):
        return replace(arrival, outcome=ARRIVING)
    known.add(arrival)
    return arrival


def _recognise(arrival: Arrival, found: Digest, known: "_Known") -> Arrival:
    outcome, same_as = known.outcome(found.sha256, found.size)
    return replace(
        arrival,
        outcome=outcome,
        same_as=same_as,
        sha256=found.sha256,
        head_sha256=found.head_sha256,
        bytes=found.size,
    )


def _keep(workspace: Workspace, path: Path, arrival: Arrival, found: Digest) -> Arrival:
    start = archive.last_line_end(path, found.continues.size) if found.continues and arrival.outcome == NEW else 0
    stored = archive.keep(workspace.archive, path, start=start, size=found.size - start)
    if start == 0 and stored != found.sha256:
        raise ChangedWhileRead
    prefix = found.continues.file_id if found.continues and start else None
    return replace(arrival, archive_sha256=stored, prefix_file_id=prefix, prefix_bytes=start)


def _moment_of(workspace: Workspace, source: Source, waiting: Waiting) -> str | None:
    """`as_at` of a snapshot as its `.done` file says (ISO 8601), else its name (`2026-07-01` or `20260701`)."""
    if RECORDS[KINDS[source.kind].record].nature is not Nature.SNAPSHOT:
        return None
    return _moment_in(_text_of(workspace.inbox / (waiting.path + DONE))) or _date_in(waiting.path)


def _text_of(marker: Path) -> str:
    try:
        return marker.read_bytes()[:200].decode("ascii", "ignore").strip()
    except FileNotFoundError:
        return ""


def _moment_in(text: str) -> str | None:
    try:
        return datetime.fromisoformat(text.removeprefix("as_at=")).replace(tzinfo=None).isoformat()
    except ValueError:
        return None


def _date_in(name: str) -> str | None:
    for found in _DATE_IN_NAME.finditer(name.rsplit("/", 1)[-1]):
        try:
            return datetime(*map(int, found.groups())).isoformat()  # type: ignore[arg-type] # three numbers
        except ValueError:
            continue
    return None


def printable_name(path: str) -> str:
    """The name as text for people: whatever is no plain character is written as an escape."""
    name = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in name)


class _Known:
    """What the warehouse and this load know of one source's files."""

    def __init__(self, warehouse: duckdb.DuckDBPyConnection, source: Source) -> None:
        self.warehouse, self.source = warehouse, source
        self.added: dict[str, int] = {}
        self.dumps: dict[str, list[Archived]] = {}

    def outcome(self, sha256: str, size: int) -> tuple[str, int | None]:
        here = self.added.get(sha256) or self._file("source = ?", sha256)
        if here is not None:
            return REPEATED, here
        there = self._file(_OWNED_ELSEWHERE, sha256) if size else None
        return (NEW, None) if there is None else (OTHER_SOURCE, there)

    def _file(self, condition: str, sha256: str) -> int | None:
        query = f"select min(file_id) from audit.source_file_now where {condition} and sha256 = ?"
        found = self.warehouse.execute(query, [self.source.name, sha256]).fetchone()
        return found[0] if found else None

    def candidates(self, path: Path) -> list[Archived]:
        """The source's dumps that begin like this file, withdrawn ones left out."""
        head = archive.head_of(path)
        if head not in self.dumps:
            rows = self.warehouse.execute(
                "select file_id, bytes, sha256 from audit.source_file_now "
                "where source = ? and status = 'LOADED' and (head_sha256 = ? or bytes < ?)",
                [self.source.name, head, archive.HEAD],
            ).fetchall()
            self.dumps[head] = [Archived(*row) for row in rows]
        short = [one for dumps in self.dumps.values() for one in dumps if one.size < archive.HEAD]
        return sorted({*self.dumps[head], *short}, key=lambda one: one.file_id)

    def add(self, arrival: Arrival) -> None:
        if arrival.outcome == NEW:
            self.added[arrival.sha256] = arrival.file_id
            self.dumps.setdefault(arrival.head_sha256, []).append(arrival.archived())
