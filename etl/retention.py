"""`kinerja retention`: which files of the archive have been kept as long as the rulebook in force asks.

Whether they are destroyed is decided by people, and the decision has a number; until then nothing is written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from etl.destruction.destroy import destroy
from etl.freshness import readable
from etl.kinds import KINDS
from etl.locking import workspace_lock
from etl.progress import Tick
from etl.records import RECORDS
from etl.rulebook.retention import Retention
from etl.rulebook.telling import in_force
from etl.settings import Workspace
from etl.workspace import upgrade_workspace

_FILES = """
select file_id, source, kind, received_at from audit.source_file_now where status <> 'DESTROYED'
and file_id not in (select file_id from core.snapshot where in_force) order by source, file_id
"""
"""A register in force is in use, however long ago it came."""


@dataclass(frozen=True)
class Due:
    """One file whose time is over; `kept_through`: the last day it had to be kept."""

    file_id: int
    source: str
    received_on: date
    kept_through: date


def files_due(workspace: Workspace, on: date) -> list[Due]:
    """By source and file_id; none where the rulebook in force on that day sets no time."""
    agency = workspace.agency()
    retention = in_force(agency.code, on, workspace.home / "rulebooks").rulebook.retention
    if retention is None:
        return []
    with readable(workspace) as warehouse:
        files = warehouse.execute(_FILES).fetchall()
    return [due for due in _kept(files, retention, ZoneInfo(agency.timezone)) if due.kept_through < on]


def destroy_due(workspace: Workspace, on: date, decision: str, tick: Tick) -> tuple[int, int]:
    """Destroy what is due by one decision, file by file; returns how many files, and how many days were computed anew.

    Killed at any point: run again, what is destroyed is not due any more.
    """
    with workspace_lock(workspace):
        upgrade_workspace(workspace)
    due = files_due(workspace, on)
    days = destroy(workspace, [one.file_id for one in due], decision, tick) if due else 0
    return len(due), days


def _kept(files: Sequence[tuple[int, str, str, datetime]], retention: Retention, zone: ZoneInfo) -> Iterator[Due]:
    for file_id, source, kind, received_at in files:
        years = retention.years_of(RECORDS[KINDS[kind].record].family)
        if years is not None:
            received_on = received_at.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).date()
            yield Due(file_id, source, received_on, date(received_on.year + years, 12, 31))


def print_due(due: Sequence[Due]) -> None:
    """By source: how many, which, received when."""
    from etl.status import print_rows, wide_console

    if not due:
        wide_console().print(
            "No file has been kept longer than the rulebook asks, or it sets no time ([retention]).", markup=False
        )
        return
    rows = []
    for source, group in groupby(due, attrgetter("source")):
        files = list(group)
        received = [one.received_on for one in files]
        rows.append((source, len(files), files[0].file_id, files[-1].file_id, min(received), max(received)))
    names = ["source", "files", "first file_id", "last file_id", "received from", "received to"]
    print_rows("Kept as long as the rulebook asks", names, rows)
