"""`kinerja retention`: which files of the archive have been kept as long as the rulebook in force asks; writes nothing.

Whether such a file is destroyed is decided by people, and the decision has a number. The log keeps its digest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from etl.freshness import readable
from etl.kinds import KINDS
from etl.records import RECORDS
from etl.rulebook.retention import Retention
from etl.rulebook.telling import in_force
from etl.settings import Workspace

_FILES = """
select file_id, source, kind, received_at from audit.source_file_now where status <> 'DESTROYED'
order by source, file_id
"""


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
