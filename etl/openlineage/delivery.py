"""Events from the outbox to where they are wanted, at least once, after the run and never in its way.

The default is `lineage/events.jsonl` of the workspace. With a `[lineage] url` in agency.toml (or KINERJA_LINEAGE_URL)
they go to an HTTP endpoint instead; a key for it comes from KINERJA_LINEAGE_API_KEY only. What cannot be delivered
waits for the next run, or for `kinerja lineage`.
"""

import gzip
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl.archive import last_line_end
from etl.durable import fsync_folder, write_durably
from etl.errors import KinerjaError
from etl.locking import workspace_lock
from etl.openlineage import outbox
from etl.openlineage.endpoint import Endpoint, endpoint_of
from etl.settings import Workspace
from etl.workspace import upgrade_workspace
from warehouse.engines.duckdb import connect

Waiting = list[tuple[int, str]]

LARGE = 32 << 20
"""Size of the file, bytes, from which it is put away: about a month of nights."""
PATIENCE_SECONDS = 5.0
"""Whoever holds the workspace longer than that delivers at its own end."""


@dataclass(frozen=True)
class Delivery:
    """How many events went out now, and how many still wait, for which place."""

    delivered: int
    waiting: int
    place: str


def deliver(workspace: Workspace, environ: Mapping[str, str] = os.environ) -> Delivery | None:
    """Deliver what waits; None where the workspace or its disk cannot be written now. Never raises for an endpoint."""
    with suppress(KinerjaError, OSError):
        return _deliver(workspace, environ)
    return None


def deliver_to_file(workspace: Workspace, environ: Mapping[str, str] = os.environ) -> bool:
    """Within a step, which holds workspace and warehouse: its events into the file; whether nothing is left to deliver.

    For an endpoint they wait until the step is over: nobody waits for the network.
    """
    with suppress(KinerjaError, OSError):
        if endpoint_of(workspace, environ) is None:
            _into_file(workspace)
            return True
    return False


def deliver_now(workspace: Workspace, environ: Mapping[str, str] = os.environ) -> Delivery:
    """The same for somebody who waits for it. Raises KinerjaError where something still waits afterwards."""
    upgrade_workspace(workspace)
    try:
        delivery = _deliver(workspace, environ)
    except OSError as fault:
        raise KinerjaError(
            str(events_file(workspace)),
            expected="a file that can be written",
            found=os.strerror(fault.errno or 0),
            todo="Make room or mend the permissions, then run again; the events wait.",
        ) from None
    if delivery.waiting:
        raise KinerjaError(
            delivery.place,
            expected=f"an endpoint that takes {delivery.delivered + delivery.waiting} events",
            found=f"one that took {delivery.delivered}",
            todo="Check its address, its key and that it runs, then run again; the others wait.",
        )
    return delivery


def _deliver(workspace: Workspace, environ: Mapping[str, str]) -> Delivery:
    endpoint = endpoint_of(workspace, environ)
    return _to_file(workspace) if endpoint is None else _to_endpoint(workspace, endpoint)


def events_file(workspace: Workspace) -> Path:
    return workspace.home / "lineage" / "events.jsonl"


def _to_file(workspace: Workspace) -> Delivery:
    with workspace_lock(workspace, patience=PATIENCE_SECONDS):
        return _into_file(workspace)


def _into_file(workspace: Workspace) -> Delivery:
    with connect(workspace.warehouse, vocabulary=False) as warehouse:
        waiting = outbox.waiting(warehouse)
        if waiting:
            _append(events_file(workspace), waiting)
            _note(warehouse, [number for number, _ in waiting])
    return Delivery(len(waiting), 0, str(events_file(workspace)))


def _to_endpoint(workspace: Workspace, endpoint: Endpoint) -> Delivery:
    """Nobody waits for the network: the workspace is held only to ask what waits and to note what arrived."""
    held = workspace_lock(workspace, shared=True, patience=PATIENCE_SECONDS)
    with held, connect(workspace.warehouse, read_only=True, vocabulary=False) as warehouse:
        waiting = outbox.waiting(warehouse)
    if not waiting:
        return Delivery(0, 0, endpoint.url)
    accepted = endpoint.send(waiting)
    if accepted:
        with (
            workspace_lock(workspace, patience=PATIENCE_SECONDS),
            connect(workspace.warehouse, vocabulary=False) as warehouse,
        ):
            _note(warehouse, accepted)
    return Delivery(len(accepted), len(waiting) - len(accepted), endpoint.url)


def _note(warehouse: duckdb.DuckDBPyConnection, numbers: list[int]) -> None:
    outbox.note_delivered(warehouse, numbers, datetime.now(UTC).replace(tzinfo=None))


def _append(path: Path, waiting: Waiting) -> None:
    """Add whole lines, safe from a power cut when this returns; a line that a kill tore is cut off first."""
    _put_away(path)
    is_new = not path.exists()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with open(handle, "r+b") as events:
        events.truncate(events.seek(_whole_lines(path)))
        events.writelines(_lines(waiting))
        events.flush()
        os.fsync(events.fileno())
    if is_new:
        fsync_folder(path.parent)


def _put_away(path: Path) -> None:
    """A large file is kept compressed, to a twentieth, under the next number; a kill on the way leaves both."""
    if not path.exists() or path.stat().st_size < LARGE:
        return
    number = 1 + len(list(path.parent.glob("events-*.jsonl.gz")))
    write_durably(path.with_name(f"events-{number:06d}.jsonl.gz"), gzip.compress(path.read_bytes(), mtime=0))
    path.unlink()
    fsync_folder(path.parent)


def _lines(waiting: Waiting) -> Iterator[bytes]:
    return (event.encode() + b"\n" for _, event in waiting)


def _whole_lines(path: Path) -> int:
    """Where the last whole line ends."""
    return last_line_end(path, path.stat().st_size)
