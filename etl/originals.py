"""The original lines of records, out of the archive: the record type's own columns; whatever else is masked."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import duckdb

from etl.archive import object_path
from etl.egov.access_log import COMBINED
from etl.errors import FileRefused, WrongUsage
from etl.kinds import KINDS
from etl.line_offsets import lines_of
from etl.reading import FileToRead
from etl.records import RECORDS, Column
from etl.settings import ColumnMapping, Source, Workspace
from etl.tables.grid import ROWS_BEFORE_HEADING
from etl.tables.headings import find_layout, score
from etl.tables.opening import open_grid
from warehouse.engines.duckdb import ask_rows

MASK = "***"
"""Stands for whatever else is in a line: a name, an address, a citizen's number."""
_ATTLOG_FIELDS = 6
_GLOG_OWN = {6: (1, 2, 4, 5), 7: (1, 2, 5, 6), 9: (1, 2, 5, 6, 8), 10: (1, 2, 5, 6, 9)}
"""Number of fields -> places of device, person, mode, in/out key and time."""
_FILES = """
select file.file_id, file.source, file.kind, file.original_name, file.sha256, file.archive_sha256, file.first_record_no,
    file.prefix_file_id, file.received_at, file.as_at, file.records, file.status, gone.decision, gone.destroyed_at
from audit.source_file_now as file
left join audit.destruction as gone on gone.file_id = file.file_id where file.file_id in (select unnest($files))
"""
Place = tuple[int, int]
"""file_id and record_no."""


@dataclass(frozen=True)
class Originals:
    """Files by number as `audit.source_file_now` tells of them, and the masked lines of records."""

    files: dict[int, dict[str, Any]]
    lines: dict[Place, str]


def read_originals(workspace: Workspace, warehouse: duckdb.DuckDBPyConnection, wanted: Iterable[Place]) -> Originals:
    """The lines of some records. A record whose line cannot be told apart any more has none."""
    places = sorted(set(wanted))
    files = _files(warehouse, {file_id for file_id, _ in places})
    sources = {source.name: source for source in workspace.sources()}
    lines: dict[Place, str] = {}
    for holder, numbers in _by_holder(files, places).items():
        file = files[holder]
        source = sources.get(file["source"])
        found = _lines(workspace, file, source, sorted(set(numbers.values()))) if source else {}
        lines |= {place: found[number] for place, number in numbers.items() if number in found}
    return Originals(files, lines)


def _files(warehouse: duckdb.DuckDBPyConnection, wanted: set[int]) -> dict[int, dict[str, Any]]:
    """The files, and those that they begin with."""
    files: dict[int, dict[str, Any]] = {}
    while wanted:
        found = ask_rows(warehouse, _FILES, {"files": sorted(wanted)})
        files |= {row["file_id"]: row for row in found}
        wanted = {row["prefix_file_id"] for row in found if row["prefix_file_id"] is not None} - {*files}
    return files


def _by_holder(files: Mapping[int, dict[str, Any]], places: Sequence[Place]) -> dict[int, dict[Place, int]]:
    """File whose own bytes hold the record -> the records asked for and their numbers."""
    held: dict[int, dict[Place, int]] = {}
    for file_id, number in places:
        holder = holder_of(files, file_id, number)
        if holder in files:
            held.setdefault(holder, {})[file_id, number] = number
    return held


def holder_of(files: Mapping[int, dict[str, Any]], file_id: int, number: int) -> int:
    """The file whose own bytes hold a record: of a growing dump perhaps one that it begins with."""
    while file_id in files and number < files[file_id]["first_record_no"] and files[file_id]["prefix_file_id"]:
        file_id = files[file_id]["prefix_file_id"]
    return file_id


def _lines(workspace: Workspace, file: dict[str, Any], source: Source, numbers: list[int]) -> dict[int, str]:
    if file["archive_sha256"] is None:
        return {}
    path = object_path(workspace.archive, file["archive_sha256"])
    if not path.exists():
        return {}
    if file["kind"] in _OF_LINE:
        first = file["first_record_no"]
        raw = lines_of(workspace, file["archive_sha256"], [number - first for number in numbers])
        mask = _OF_LINE[file["kind"]]
        return {index + first: mask(line.decode("utf-8", "backslashreplace")) for index, line in raw.items()}
    to_read = FileToRead(
        file["file_id"], path, file["original_name"] or "", file["first_record_no"], source, workspace.mapping(source)
    )
    with suppress(FileRefused, WrongUsage):
        return _rows(to_read, set(numbers))
    return {}


def _rows(file: FileToRead, numbers: set[int]) -> dict[int, str]:
    """Rows of a table as `heading: cell`, those of other columns masked."""
    columns = _columns_of(file.source.kind, file.mapping)
    grid = open_grid(file, partial(score, columns=columns, mapping=file.mapping))
    first = []
    found: dict[int, str] = {}
    last, wanted = max(numbers), max(ROWS_BEFORE_HEADING, file.mapping.header_row or 0)
    layout = None
    for number, cells in grid.rows:
        if layout is None:
            first.append((number, cells))
            if len(first) < wanted:
                continue
            layout = find_layout(first, columns, file.mapping)
            found |= {
                no: _row(layout.headings, {*layout.positions.values()}, row) for no, row in first if no in numbers
            }
        elif number in numbers:
            found[number] = _row(layout.headings, {*layout.positions.values()}, cells)
        if number >= last and layout is not None:
            break
    if layout is None and first:
        layout = find_layout(first, columns, file.mapping)
        found = {no: _row(layout.headings, {*layout.positions.values()}, row) for no, row in first if no in numbers}
    return found


def _row(headings: Sequence[str], own: set[int], cells: Sequence[str]) -> str:
    shown = [
        f"{heading.strip()}: {cells[place] if place in own else MASK}"
        for place, heading in enumerate(headings)
        if place < len(cells) and cells[place].strip()
    ]
    return " | ".join(shown)


def _columns_of(kind: str, mapping: ColumnMapping) -> tuple[Column, ...]:
    if kind == "attendance_table":
        from etl.attendance.attendance_table import columns_of

        return columns_of(mapping)
    if kind == "skm_table":
        from etl.surveys.skm_table import columns_of as survey_columns

        return survey_columns()
    from etl.tables.record_table import columns_of as record_columns

    return record_columns(RECORDS[KINDS[kind].record])


def _mask_attlog(line: str) -> str:
    fields = line.split("\t")
    if len(fields) == 1:
        return MASK
    return "\t".join(field if place < _ATTLOG_FIELDS else MASK for place, field in enumerate(fields))


def _mask_glog(line: str) -> str:
    fields = line.split("\t")
    own = _GLOG_OWN.get(len(fields), ())
    return "\t".join(field if place in own else MASK for place, field in enumerate(fields))


def _mask_event(line: str) -> str:
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return MASK
    if not isinstance(event, dict):
        return MASK
    own = RECORDS["service_event"].column_names
    return json.dumps({key: value if key in own else MASK for key, value in event.items()}, ensure_ascii=False)


def _mask_access(line: str) -> str:
    found = re.match(COMBINED, line)
    if found is None:
        return MASK
    user, moment, sign, hours, minutes, request, status, size = found.groups()[:8]
    request = re.sub(r"[?;#]\S*", MASK, request)
    request = re.sub(r"\d{16,}", MASK, request)
    return f'{MASK} {MASK} {user} [{moment} {sign}{hours}{minutes}] "{request}" {status} {size} "{MASK}" "{MASK}"'


_OF_LINE = {
    "zk_attlog": _mask_attlog,
    "zk_glog": _mask_glog,
    "service_events": _mask_event,
    "access_log": _mask_access,
}
"""Kinds whose records are lines, and what is left of one."""
