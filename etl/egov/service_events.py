"""`service_events`: JSON lines, one object per event, with the keys of the record type `service_event`.

Other keys are left out: what an application also writes (applicants, comments) is not taken in. A time with an offset
becomes wall time of the source's zone; one without is wall time there already.
"""

import json
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from etl.reading import FileToRead, Parsed
from etl.tables.numbers import SCIENTIFIC, SERIAL_LOST
from etl.text_lines import foreign, tables_of_lines

LONGEST = 1 << 20
"""Bytes of a line: applications write whole forms beside the few keys that are taken."""
LONGEST_TEXT = 255
_SHOWN = 200
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d|\d{8}[Tt]\d{4}")
"""A date alone would become midnight, and one with an offset (2026-01-31+07:00) seven o'clock."""
_NIP_DIGITS = 18
_TEXTS = ("app", "case_id", "service_code", "event", "unit_code")
_KEYS = {*_TEXTS, "nip", "occurred_at"}
_TWICE = 0
"""No key of JSON: those are texts."""
_NO_EVENT = {"NOT_JSON", "CUT_LINE", "BAD_ENCODING", "NUL_BYTES", "TOO_LONG"}
_SCHEMA = pa.schema(
    [
        *((name, pa.int32()) for name in ("file_id", "record_no", "item_no")),
        *((name, pa.string()) for name in ("app", "case_id", "service_code", "event", "nip", "unit_code")),
        ("occurred_at", pa.timestamp("us")),
        *((name, pa.string()) for name in ("timezone", "problem", "problem_column", "problem_value")),
    ]
)


def read(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    """Raises `FileRefused` (NOT_THIS_KIND) when no line of the file is a JSON object."""
    del connection
    zone = ZoneInfo(file.source.timezone)
    parts: list[pa.Table] = []
    lines_read, any_of_kind = 0, False
    for lines in tables_of_lines(file.path, file.first_record_no, LONGEST):
        rows = [_row(file, zone, line) for line in lines.to_pylist() if line["problem"] or line["line"].strip()]
        lines_read += lines.num_rows
        any_of_kind |= not rows or any(row.get("problem") not in _NO_EVENT for row in rows)
        parts.append(pa.Table.from_pylist(rows, schema=_SCHEMA))
    if not any_of_kind and file.first_record_no == 1:
        raise foreign(file, "one JSON object on every line")
    table = pa.concat_tables(parts)
    return Parsed(table, lines_read - table.num_rows)


def _row(file: FileToRead, zone: ZoneInfo, line: dict[str, Any]) -> dict[str, Any]:
    row = {"file_id": file.file_id, "record_no": line["record_no"], "item_no": 1, "timezone": file.source.timezone}
    if line["problem"]:
        return row | _problem(line["problem"])
    event = _object(line["line"])
    if event is None:
        return row | _problem("CUT_LINE" if _is_cut(line["line"]) else "NOT_JSON")
    if event.get(_TWICE) is not None:
        return row | _problem("KEY_TWICE", event[_TWICE])
    return row | {"app": file.source.app or file.source.name} | _content(event, zone)


def _content(event: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """The first key that is wrong tells the problem; the others stay."""
    found = [_text(name, event.get(name)) for name in _TEXTS]
    found += [_number(event.get("nip")), _moment(event.get("occurred_at"), zone)]
    content: dict[str, Any] = {}
    for part in reversed(found):
        content |= part
    return content


def _object(line: str) -> dict[Any, Any] | None:
    try:
        found = json.loads(line, object_pairs_hook=_of_pairs)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _of_pairs(pairs: list[tuple[str, Any]]) -> dict[Any, Any]:
    """An object; where one of our keys says two things, `_TWICE` names it: nobody can tell which was meant."""
    found: dict[Any, Any] = dict(pairs)
    if len(found) < len(pairs):
        found[_TWICE] = next((key for key, value in pairs if key in _KEYS and value != found[key]), None)
    return found


def _is_cut(line: str) -> bool:
    return line.lstrip().startswith("{") and not line.rstrip().endswith("}")


def _text(name: str, value: Any) -> dict[str, Any]:
    """Nothing for null and blanks; whole numbers are texts written without quotes."""
    if value is None:
        return {}
    if not isinstance(value, str | int) or isinstance(value, bool):
        return _problem("NOT_A_TEXT", name, type(value).__name__)
    text = str(value).strip()
    if not _is_storable(text):
        return _problem("BAD_ENCODING", name)
    if len(text) > LONGEST_TEXT:
        return _problem("TOO_LONG", name, text)
    return {name: text} if text else {}


def _is_storable(text: str) -> bool:
    """JSON can write NUL and halves of characters (surrogates), which no table holds."""
    return "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text)


def _number(nip: Any) -> dict[str, Any]:
    """A NIP is text. As a number it may have passed through a program that rounds beyond 2^53."""
    if isinstance(nip, float) or (isinstance(nip, str) and re.fullmatch(SCIENTIFIC, nip.strip(" '"))):
        return _problem("NIP_SCIENTIFIC_NOTATION", "nip", str(nip))
    if isinstance(nip, int) and len(str(nip)) == _NIP_DIGITS and int(float(nip)) == nip:
        return _problem("NIP_PRECISION_LOST", "nip", str(nip))
    found = _text("nip", nip)
    if "nip" not in found:
        return found
    number = found["nip"].translate(_GROUPING)
    if re.fullmatch(SERIAL_LOST, number):
        return _problem("NIP_PRECISION_LOST", "nip", number)
    return found | {"nip": number}


_GROUPING = str.maketrans("", "", " .'\u00a0")


def _moment(value: Any, zone: ZoneInfo) -> dict[str, Any]:
    if value is None or value == "":
        return {}
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and _MOMENT.match(value) else None
        local = moment.astimezone(zone).replace(tzinfo=None) if moment and moment.tzinfo else moment
    except (ValueError, OverflowError):
        local = None
    return {"occurred_at": local} if local else _problem("NOT_A_DATE", "occurred_at", json.dumps(value))


def _problem(code: str, column: str | None = None, value: str | None = None) -> dict[str, str | None]:
    """What is wrong; of a line that cannot be told apart nothing is shown, it may hold an applicant's data."""
    return {"problem": code, "problem_column": column, "problem_value": value and value[:_SHOWN]}
