"""From the inbox to the archive: hash, recognise, keep."""

import json
import os
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from etl import archive
from etl.archive import Archived, BySize, ChangedWhileRead, Digest
from etl.inbox import DONE, Waiting
from etl.kinds import KINDS
from etl.load_folder import ARRIVING, NEW, OTHER_SOURCE, REPEATED, Arrival
from etl.records import RECORDS, Nature
from etl.settings import Source, Workspace

NEAREST = 30
"""With how many shorter dumps a growing one is compared: the last month's."""
_SHORT = ""
"""In place of the digest of a beginning: of dumps shorter than it, which may be the beginning of any."""
_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")

_OWNED_ELSEWHERE = "source <> ? and status <> 'WITHDRAWN' and reason_code is distinct from 'OTHER_SOURCE'"


def archive_files(
    workspace: Workspace, source: Source, files: Sequence[tuple[int, Waiting]], warehouse: duckdb.DuckDBPyConnection
) -> list[Arrival]:
    """Archive one source's files, shortest first, so that a growing dump finds its beginning in the same load.

    Files that begin alike may continue each other and are taken one after the other; those that begin otherwise
    meanwhile. Very short ones come before all: they may be the beginning of any. On return everything is on disk.
    """
    heads = {file_id: _head_of(workspace.inbox / waiting.path) for file_id, waiting in files}
    known = _Known(source, {(heads[file_id], waiting.size) for file_id, waiting in files}, warehouse)

    def archive_all(alike: Iterable[tuple[int, Waiting]]) -> list[Arrival]:
        return [_archive_one(workspace, source, file_id, waiting, known) for file_id, waiting in alike]

    short, groups = _alike(files, heads)
    arrivals = archive_all(short)
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:  # one hashes while another waits for the disk
        arrivals += [arrival for part in pool.map(archive_all, groups) for arrival in part]
    archive.settle(workspace.archive, {one.archive_sha256 for one in arrivals if one.archive_sha256})
    return arrivals


def _alike(
    files: Sequence[tuple[int, Waiting]], heads: dict[int, str]
) -> tuple[list[tuple[int, Waiting]], list[list[tuple[int, Waiting]]]]:
    """The very short files, and the others by how they begin; each shortest first."""
    groups: dict[str, list[tuple[int, Waiting]]] = {}
    for file_id, waiting in sorted(files, key=lambda one: (one[1].size, one[0])):
        groups.setdefault(_SHORT if waiting.size < archive.HEAD else heads[file_id], []).append((file_id, waiting))
    return groups.pop(_SHORT, []), list(groups.values())


def _archive_one(workspace: Workspace, source: Source, file_id: int, waiting: Waiting, known: "_Known") -> Arrival:
    path = workspace.inbox / waiting.path
    arrival = Arrival(file_id, source.name, source.kind, printable_name(waiting.path), ARRIVING)
    try:
        found = archive.digest(path, known.candidates(path))
        arrival = _recognise(arrival, found, known)
        if arrival.outcome in (NEW, OTHER_SOURCE):
            arrival = _keep(workspace, waiting, arrival, found)
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


def _keep(workspace: Workspace, waiting: Waiting, arrival: Arrival, found: Digest) -> Arrival:
    path = workspace.inbox / waiting.path
    start = archive.last_line_end(path, found.continues.size) if found.continues and arrival.outcome == NEW else 0
    stored = archive.keep(workspace.archive, path, start=start, size=found.size - start)
    # where only the rest was kept its digest does not tell whether the file changed meanwhile
    if stored != found.sha256 if start == 0 else not waiting.still_the_same(workspace.inbox):
        raise ChangedWhileRead
    prefix = found.continues.file_id if found.continues and start else None
    return replace(arrival, archive_sha256=stored, prefix_file_id=prefix, prefix_bytes=start)


def _moment_of(workspace: Workspace, source: Source, waiting: Waiting) -> str | None:
    """`as_at` of a snapshot as its `.done` file says (ISO 8601), else its name (`2026-07-01` or `20260701`)."""
    if RECORDS[KINDS[source.kind].record].nature is not Nature.SNAPSHOT:
        return None
    return _moment_in(_text_of(workspace.inbox / (waiting.path + DONE))) or date_in(waiting.path)


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


def date_in(name: str) -> str | None:
    """The date in a file's name, as the moment of export of a snapshot."""
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
    """What the warehouse and this load know of files like those of one source that wait; asked once for all."""

    def __init__(
        self,
        source: Source,
        waiting: set[tuple[str, int]],
        warehouse: duckdb.DuckDBPyConnection,
    ) -> None:
        self.source = source
        sizes = ", ".join({str(size) for _, size in waiting}) or "null"
        self.here = _files(warehouse, "source = ?", sizes, source)
        self.elsewhere = _files(warehouse, _OWNED_ELSEWHERE, sizes, source)
        self.dumps: dict[str, dict[int, dict[str, Archived]]] = {_SHORT: {}}
        if KINDS[source.kind].cumulative:
            for head_sha256, one in _dumps(warehouse, source, waiting):
                self._note_dump(head_sha256, one)

    def outcome(self, sha256: str, size: int) -> tuple[str, int | None]:
        if sha256 in self.here:
            return REPEATED, self.here[sha256]
        there = self.elsewhere.get(sha256) if size else None
        return (NEW, None) if there is None else (OTHER_SOURCE, there)

    def candidates(self, path: Path) -> BySize:
        """The source's dumps that begin like this file or are very short, withdrawn ones left out."""
        if not KINDS[self.source.kind].cumulative:
            return {}
        return self.dumps[_SHORT] | self.dumps.get(archive.head_of(path), {})

    def add(self, arrival: Arrival) -> None:
        if arrival.outcome == NEW:
            self.here[arrival.sha256] = arrival.file_id
            if KINDS[self.source.kind].cumulative:
                self._note_dump(arrival.head_sha256, arrival.archived())

    def _note_dump(self, head_sha256: str, one: Archived) -> None:
        alike = self.dumps.setdefault(_SHORT if one.size < archive.HEAD else head_sha256, {})
        alike.setdefault(one.size, {})[one.sha256] = one


def _files(warehouse: duckdb.DuckDBPyConnection, condition: str, sizes: str, source: Source) -> dict[str, int]:
    """sha256 -> file_id of files of such sizes."""
    query = f"select sha256, min(file_id) from audit.source_file_now where {condition} and bytes in ({sizes})"
    return dict(warehouse.execute(f"{query} group by sha256", [source.name]).fetchall())


def _dumps(
    warehouse: duckdb.DuckDBPyConnection, source: Source, waiting: set[tuple[str, int]]
) -> list[tuple[str, Archived]]:
    """With the digest of its beginning: every dump of the source that begins like one that waits, or is very short.

    Of each waiting file only the `NEAREST` shorter ones: a device that has been read for years has thousands.
    """
    heads, sizes = zip(*sorted(waiting), strict=True) if waiting else ((), ())
    warehouse.register(
        "waiting", pa.table({"head_sha256": pa.array(heads, pa.string()), "size": pa.array(sizes, pa.int64())})
    )
    rows = warehouse.execute(
        "with dump as (select head_sha256, file_id, bytes, sha256 from audit.source_file_now "
        # what was destroyed does not come in again with a longer dump: that one goes on where it ended
        "where source = $source and (status = 'LOADED' or status = 'DESTROYED' and loaded + duplicate > 0)), "
        "nearest as (select dump.* from dump join waiting on waiting.head_sha256 = dump.head_sha256 and bytes < size "
        "qualify row_number() over (partition by waiting.head_sha256, size order by bytes desc, file_id) <= $nearest) "
        "select * from nearest union select * from dump where bytes < $head order by file_id",
        {"source": source.name, "nearest": NEAREST, "head": archive.HEAD},
    ).fetchall()
    warehouse.unregister("waiting")
    return [(head, Archived(*row)) for head, *row in rows]


def _head_of(path: Path) -> str:
    try:
        return archive.head_of(path)
    except OSError:
        return ""  # gone, or not to be read: what follows finds and reports it
