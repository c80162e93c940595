"""`service_events`: JSON lines, one object per event, with the keys of the record type `service_event`.

Other keys are left out: what an application also writes (applicants, comments) is not taken in. A time with an offset
becomes wall time of the source's zone; one without is wall time there already.
"""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from etl.attendance.lines import lines_of
from etl.errors import FileRefused
from etl.reading import FileToRead, Parsed

_TEXTS = ("case_id", "service_code", "event", "unit_code")
_SCHEMA = pa.schema(
    [
        *((name, pa.int32()) for name in ("file_id", "record_no", "item_no")),
        *((name, pa.string()) for name in ("app", *_TEXTS[:3], "nip", "unit_code")),
        ("occurred_at", pa.timestamp("us")),
        *((name, pa.string()) for name in ("timezone", "problem", "problem_column", "problem_value")),
    ]
)
_SHOWN = 200


def read(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    """Raises `FileRefused` (NOT_THIS_KIND) when no line of the file is a JSON object."""
    del connection
    zone = ZoneInfo(file.source.timezone)
    lines = lines_of(file.path, file.first_record_no)
    written = [row for row in lines.to_pylist() if row["problem"] or row["line"].strip(" \t\r")]
    rows = [_row(file, zone, row) for row in written]
    if rows and all(row.get("problem") == "NOT_JSON" for row in rows):
        raise FileRefused(
            "NOT_THIS_KIND",
            expected="one JSON object on every line",
            found="not one such line",
            todo=f"Check that the file belongs to the source {file.source.name}.",
        )
    return Parsed(pa.Table.from_pylist(rows, schema=_SCHEMA), lines.num_rows - len(rows))


def _row(file: FileToRead, zone: ZoneInfo, line: dict[str, Any]) -> dict[str, Any]:
    row = {"file_id": file.file_id, "record_no": line["record_no"], "item_no": 1, "timezone": file.source.timezone}
    if line["problem"]:
        return row | _problem(line["problem"])
    event = _object(line["line"])
    if event is None:
        return row | _problem("NOT_JSON")
    row |= {name: _text(event.get(name)) for name in _TEXTS}
    row |= {"app": _text(event.get("app")) or file.source.app or file.source.name}
    return row | _number(event.get("nip")) | _moment(event.get("occurred_at"), zone)


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def _number(nip: Any) -> dict[str, Any]:
    """A NIP is text; as a number of JSON it survives only while it is whole."""
    if isinstance(nip, float):
        return _problem("NIP_SCIENTIFIC_NOTATION", "nip", str(nip))
    text = _text(nip)
    return {"nip": None if text is None else "".join(one for one in text if one not in " .'")}


def _moment(value: Any, zone: ZoneInfo) -> dict[str, Any]:
    if value is None:
        return {"occurred_at": None}
    try:
        moment = datetime.fromisoformat(str(value))
        local = moment if moment.tzinfo is None else moment.astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return _problem("NOT_A_DATE", "occurred_at", str(value))
    return {"occurred_at": local}


def _problem(code: str, column: str | None = None, value: str | None = None) -> dict[str, str | None]:
    """What is wrong; of a line that cannot be told apart nothing is shown, it may hold an applicant's data."""
    return {"problem": code, "problem_column": column, "problem_value": value and value[:_SHOWN]}
