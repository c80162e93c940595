"""What the log and the archive tell of one load: its own rows of `audit`, its files, and what it refused."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.archive import object_path
from etl.errors import IntegrityBroken
from etl.ledger.canonical import parse
from etl.ledger.log_check import Entry
from etl.load_folder import NEW, OTHER_SOURCE, Arrival, Plan

Row = dict[str, Any]


@dataclass(frozen=True)
class Lost:
    """Files whose bytes are lawfully gone -> what the log tells of their destruction; `records`: their record types."""

    files: Mapping[int, Row] = field(default_factory=dict)
    records: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ToldLoad:
    """A committed load as its entries tell it. `files` are rows of `audit.source_file`, `withdrawn` of `withdrawal`.

    `destroyed` are rows of `destruction`, with what became of staged files.
    """

    content: Row
    files: tuple[Row, ...]
    arrivals: tuple[Row, ...]
    withdrawn: tuple[Row, ...]
    destroyed: tuple[Row, ...]
    quarantine: tuple[tuple[Any, ...], ...]
    """file_id, record_no, item_no, record_type, column_name, reason_code of every refused item."""
    lost: Lost

    @property
    def load_id(self) -> int:
        return int(self.content["load_id"])

    @property
    def through_at(self) -> datetime:
        return datetime.fromisoformat(self.content["through_at"]).replace(tzinfo=UTC)

    @property
    def started_at(self) -> datetime:
        return datetime.fromisoformat(self.content["started_at"]).replace(tzinfo=UTC)

    def plan(self) -> Plan:
        return Plan(self.load_id, self.through_at, (), {}, started_at=self.started_at)


def told_load(archive: Path, entries: Sequence[Entry], lost: Lost) -> ToldLoad:
    """Put together the entries of one load: those of its files, and that of its commit, which is the last."""
    *files, committed = entries
    private = parse(read_kept(archive, committed.content["kept"]))
    names = {file_id: {"original_name": name, "reason": reason} for file_id, name, reason in private["files"]}
    arrived = dict(map(tuple, private["arrivals"]))
    reasons = dict(map(tuple, private["withdrawals"]))
    return ToldLoad(
        committed.content,
        tuple(one.content | names[one.content["file_id"]] for one in files if one.content["file_id"] in names),
        tuple(one | {"original_name": arrived[one["arrival_no"]]} for one in committed.content["arrival"]),
        tuple(
            {name: one.content[name] for name in ("file_id", "load_id", "withdrawn_at")}
            | {"reason": reasons[one.content["file_id"]]}
            for one in files
            if one.kind == "FILE_WITHDRAWN"
        ),
        tuple(one.content for one in files if one.kind == "FILE_DESTROYED"),
        tuple(map(tuple, private["quarantine"])),
        lost,
    )


def arrivals_of(told: ToldLoad) -> list[Arrival]:
    """The new files of a load as its archiving left them."""
    outcomes = {one["file_id"]: one["outcome"] for one in told.arrivals if one["outcome"] in (NEW, OTHER_SOURCE)}
    return [
        Arrival(
            file_id=file["file_id"],
            source=file["source"],
            kind=file["kind"],
            original_name=file["original_name"] or "",
            outcome=outcomes[file["file_id"]],
            sha256=file["sha256"],
            head_sha256=file["head_sha256"],
            bytes=file["bytes"],
            archive_sha256=file["archive_sha256"],
            prefix_file_id=file.get("prefix_file_id"),
            prefix_bytes=file["prefix_bytes"],
            as_at=file.get("as_at"),
        )
        for file in told.files
    ]


def read_kept(archive: Path, sha256: str) -> bytes:
    """What was kept under its sha256. Raises IntegrityBroken where it is gone or another."""
    try:
        content = object_path(archive, sha256).read_bytes()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise IntegrityBroken(
            f"archive/{sha256[:12]}",
            expected="the bytes that were kept",
            found="others, or none",
            todo="Bring the object back from a copy: its name is its sha256. Then run again.",
        )
    return content
