"""`loads/<load_id>/`: what an unfinished load has done so far, readable with `ls`.

plan.json               the files this load takes, with their reserved file_ids
archived-<source>.json  what became of each file of the source on its way into the archive
staged-<record>.json    what parsing and validation of a record type gave
(folder gone)           the load is finished, or was abandoned and swept
"""

import shutil
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from etl.archive import Archived
from etl.durable import read_json, write_json
from etl.errors import KinerjaError
from etl.inbox import Waiting
from etl.settings import Workspace

FAR_AHEAD = timedelta(days=366)
"""What is dated further ahead of the load is a slip of the pen in the year."""
NEW, REPEATED, OTHER_SOURCE, ARRIVING = "NEW", "REPEATED", "OTHER_SOURCE", "ARRIVING"


@dataclass(frozen=True)
class Plan:
    """What a load set out to do. `through_at` and `started_at` are instants in UTC."""

    load_id: int
    through_at: datetime
    sources: tuple[str, ...]
    files: dict[int, Waiting]
    arriving: tuple[str, ...] = ()
    unclaimed: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    started_at: datetime | None = None

    @property
    def seen_at(self) -> datetime:
        return seen_at(self.through_at, self.started_at)


def seen_at(through_at: datetime, started_at: datetime | None) -> datetime:
    """By when a record must have happened; days may be closed up to an earlier moment than the load's own."""
    return through_at if started_at is None else max(through_at, started_at)


@dataclass(frozen=True)
class Arrival:
    """What became of one file of the inbox.

    `archive_sha256` names the object that holds the file's own bytes, from byte `prefix_bytes` on; what is
    before stands in the file `prefix_file_id`, of which the first `prefix_records` records are shared.
    """

    file_id: int
    source: str
    kind: str
    original_name: str
    outcome: str
    same_as: int | None = None
    sha256: str = ""
    head_sha256: str = ""
    bytes: int = 0
    archive_sha256: str = ""
    prefix_file_id: int | None = None
    prefix_bytes: int = 0
    as_at: str | None = None

    def archived(self) -> Archived:
        return Archived(self.file_id, self.bytes, self.sha256)


def folder_of(workspace: Workspace, load_id: int) -> Path:
    return workspace.loads / f"{load_id:06d}"


def existing_folder(workspace: Workspace, load_id: int) -> Path:
    folder = folder_of(workspace, load_id)
    if not (folder / "plan.json").is_file():
        raise KinerjaError(
            f"load {load_id}",
            expected="its folder below loads/",
            found="none: it is finished, or a later load took over its files",
            todo="Start a new load.",
        )
    return folder


def write_plan(folder: Path, plan: Plan) -> None:
    files = {str(file_id): waiting.as_json() for file_id, waiting in plan.files.items()}
    started_at = None if plan.started_at is None else plan.started_at.isoformat()
    moments = {"through_at": plan.through_at.isoformat(), "started_at": started_at}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_json(folder / "plan.json", asdict(plan) | moments | {"files": files})


def read_plan(folder: Path) -> Plan:
    content = read_json(folder / "plan.json")
    return Plan(
        load_id=content["load_id"],
        through_at=datetime.fromisoformat(content["through_at"]),
        sources=tuple(content["sources"]),
        files={int(file_id): Waiting(**waiting) for file_id, waiting in content["files"].items()},
        arriving=tuple(content["arriving"]),
        unclaimed=tuple(content["unclaimed"]),
        unreadable=tuple(content.get("unreadable", ())),
        started_at=datetime.fromisoformat(content["started_at"]) if content.get("started_at") else None,
    )


def write_arrivals(folder: Path, source: str, arrivals: list[Arrival]) -> None:
    write_json(folder / f"archived-{source}.json", [asdict(arrival) for arrival in arrivals])


def read_arrivals(folder: Path) -> list[Arrival]:
    """The arrivals of all sources by file_id; of bytes that two sources sent in this load, the first one counts."""
    arrivals = [Arrival(**one) for path in folder.glob("archived-*.json") for one in read_json(path)]
    owner: dict[str, Arrival] = {}
    resolved: dict[int, Arrival] = {}
    for arrival in sorted(arrivals, key=lambda one: one.file_id):
        resolved[arrival.file_id] = _resolve(arrival, owner)
    return [_wait_for_prefix(arrival, resolved) for arrival in resolved.values()]


def _resolve(arrival: Arrival, owner: dict[str, Arrival]) -> Arrival:
    if arrival.outcome != NEW or not arrival.bytes:
        return arrival
    first = owner.setdefault(arrival.sha256, arrival)
    if first.source == arrival.source:
        return arrival
    return replace(arrival, outcome=OTHER_SOURCE, same_as=first.file_id)


def _wait_for_prefix(arrival: Arrival, resolved: dict[int, Arrival]) -> Arrival:
    """A dump whose beginning another source turned out to own stays in the inbox: the next load takes it whole."""
    prefix = resolved.get(arrival.prefix_file_id or 0)
    while prefix is not None:
        if prefix.outcome == OTHER_SOURCE:
            return replace(arrival, outcome=ARRIVING)
        prefix = resolved.get(prefix.prefix_file_id or 0)
    return arrival


def write_staged(folder: Path, record: str, content: dict[str, Any]) -> None:
    write_json(folder / f"staged-{record}.json", content)


def read_staged(folder: Path) -> dict[str, dict[str, Any]]:
    return {path.stem.removeprefix("staged-"): read_json(path) for path in sorted(folder.glob("staged-*.json"))}


def remove_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
