"""`kinerja impact`: every figure that a record, or any record of a file, contributed to."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import duckdb
from rich.text import Text

from etl.destruction.telling import destroyed_in_words
from etl.errors import WrongUsage
from etl.kinds import KINDS
from etl.locking import workspace_lock
from etl.originals import holder_of, read_originals
from etl.query import printable
from etl.settings import Workspace
from etl.status import print_json, print_rows, wide_console
from etl.workspace import require_current
from warehouse.engines.duckdb import connect
from warehouse.lineage.impact import find_impact

VERSION = 1
"""Of the shape of the answer (docs/explain.md)."""
_PLACE = re.compile(r"([1-9]\d{0,8})(?::([1-9]\d{0,8}))?")
_TOLD_OF_DESTROYED = ("file_id", "source", "kind", "sha256", "decision", "destroyed_at")
_LISTED = 60
"""More figures than that are counted; --json lists them all."""


@dataclass(frozen=True)
class Impact:
    """The file, the line of the record if one was named, and the figures.

    `destroyed`: the file that held the record, where it was lawfully destroyed.
    """

    file: dict[str, Any]
    record_no: int | None
    line: str | None
    figures: list[dict[str, Any]]
    destroyed: dict[str, Any] | None


def impact(workspace: Workspace, place: str) -> Impact:
    """Read `FILE_ID` or `FILE_ID:RECORD_NO` and find what rests on it. Raises WrongUsage for what names no file."""
    file_id, record_no = parse_place(place)
    with workspace_lock(workspace, shared=True), connect(workspace.warehouse, read_only=True) as warehouse:
        require_current(workspace, warehouse)
        return impact_from(warehouse, workspace, file_id, record_no)


def parse_place(place: str) -> tuple[int, int | None]:
    """The file, and the record where one is named."""
    found = _PLACE.fullmatch(place)
    if found is None:
        raise WrongUsage(
            "FILE_ID", expected="17 or 17:204", found=repr(place[:40]), todo="Name a file, or one record of it."
        )
    return int(found[1]), int(found[2]) if found[2] else None


def impact_from(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, file_id: int, record_no: int | None
) -> Impact:
    """The same by a warehouse that the caller holds open: the working one, or a copy that readers have."""
    originals = read_originals(workspace, warehouse, [(file_id, record_no or 1)])
    if file_id not in originals.files:
        raise WrongUsage(
            f"file {file_id}",
            expected="the number of a file that was taken in",
            found="none with it",
            todo='List them: kinerja sql "select file_id, original_name from audit.source_file_now"',
        )
    file = originals.files[file_id]
    figures = find_impact(warehouse, KINDS[file["kind"]].record, file_id, record_no)
    line = originals.lines.get((file_id, record_no)) if record_no else None
    holder = originals.files[holder_of(originals.files, file_id, record_no or file["first_record_no"])]
    return Impact(file, record_no, line, figures, holder if holder["status"] == "DESTROYED" else None)


def print_impact(found: Impact, *, as_json: bool) -> None:
    """For people a summary and, where they are few, the figures; for programs all of them."""
    if as_json:
        told = {
            "version": VERSION,
            "file_id": found.file["file_id"],
            "record_no": found.record_no,
            "status": found.file["status"],
            "line": found.line,
            "figures": found.figures,
            "destroyed": found.destroyed and {name: found.destroyed[name] for name in _TOLD_OF_DESTROYED},
        }
        print_json(told)
        return
    if found.line:
        wide_console().print("The record, as it stands in the archive (*** is not taken in):", markup=False)
        wide_console().print(Text(printable(found.line)), end="\n\n")
    counted = Counter((row["period"], row["component"]) for row in found.figures)
    rows = [(period, component, number) for (period, component), number in sorted(counted.items())]
    if found.destroyed:
        gone = destroyed_in_words(found.destroyed)
        wide_console().print(
            f"It was in {gone}: what rested on it cannot be told; what is published stays.", markup=False
        )
        return
    if not rows:
        wide_console().print(f"No figure rests on it. {_why_none(found)}".rstrip(), markup=False)
        return
    print_rows("Figures that rest on it", ["period", "component", "figures"], rows)
    if len(found.figures) <= _LISTED:
        keys = ["period", "component", "revision", "nip", "unit_code", "training_code", "via"]
        print_rows("Whose they are", keys, [tuple(row[key] for key in keys) for row in found.figures])


def _why_none(found: Impact) -> str:
    """What may be the reason that no figure is found; empty: nothing that is known."""
    if found.file["status"] == "WITHDRAWN":
        return (
            "The file was withdrawn: it counts no more, but revisions scored before may rest on it; "
            "mart.restatement tells what later ones changed."
        )
    if found.file["status"] == "REFUSED":
        return "The file was refused: nothing of it counts."
    if found.record_no is not None and found.line is None:
        return "No line of the file has this number, or none can be told apart any more."
    return ""
