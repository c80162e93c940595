"""`GLG_001.TXT`, `AGL_001.TXT`: general and all attendance logs of clone devices (formats 1.3).

TAB-separated with a heading that is often shifted against the data, so fields are found by their number: No, device
number (TMNo) and person (EnNo) come first, the time last. Rows of person 0 are fingers the device did not know. `ASL`
logs record what supervisors did at the device, not attendance.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from etl.attendance.lines import lines_of
from etl.errors import FileRefused
from etl.reading import FileToRead, Parsed

_TIMES = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%m-%d-%Y  %I:%M:%S%p", "%m-%d-%Y %I:%M:%S%p")
_MODE_AT = {6: 4, 7: 5, 9: 5, 10: 5}
"""Number of fields in a row of data -> place of the mode; name and GMNo share one field where there are six."""
_DIRECTION_AT = {7: 4, 9: 6, 10: 6}
_HEADING = re.compile(r"\bEnNo\b", re.IGNORECASE)
_SUPERVISORS = re.compile(r"\bSEnNo\b", re.IGNORECASE)
_SCHEMA = pa.schema(
    [
        *((name, pa.int32()) for name in ("file_id", "record_no", "item_no")),
        ("device_id", pa.string()),
        ("pin", pa.string()),
        ("punched_at", pa.timestamp("us")),
        ("timezone", pa.string()),
        ("verify_mode", pa.int32()),
        ("state", pa.int32()),
        *((name, pa.string()) for name in ("work_code", "problem", "problem_column", "problem_value")),
    ]
)


def read(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    """Raises `FileRefused`: NOT_ATTENDANCE for a supervisors' log, NOT_THIS_KIND when no row is a punch."""
    del connection
    lines = lines_of(file.path, file.first_record_no)
    rows = list(_rows(file, lines.to_pylist()))
    wrong_shape = ("WRONG_COLUMN_COUNT", "BAD_ENCODING", "TOO_LONG")
    if rows and all(row.get("problem") in wrong_shape for row in rows):
        raise FileRefused(
            "NOT_THIS_KIND",
            expected="TAB-separated rows of 6, 7, 9 or 10 fields, the person third and the time last",
            found="not one such row",
            todo=f"Check that the file belongs to the source {file.source.name}.",
        )
    return Parsed(pa.Table.from_pylist(rows, schema=_SCHEMA), lines.num_rows - len(rows))


def _rows(file: FileToRead, lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for line in lines:
        text = line["line"].rstrip("\r")
        if line["problem"] is None and (not text.strip() or text.startswith("#")):
            continue
        if _SUPERVISORS.search(text):
            raise FileRefused(
                "NOT_ATTENDANCE",
                expected="an attendance log (GLG, AGL)",
                found="the log of supervisors' work at the device (ASL)",
                todo="Leave this file out.",
            )
        if not _HEADING.search(text):
            place = {"file_id": file.file_id, "record_no": line["record_no"], "item_no": 1}
            yield place | {"timezone": file.source.timezone} | _punch(file, text, line["problem"])


def _punch(file: FileToRead, text: str, damage: str | None) -> dict[str, Any]:
    fields = text.split("\t")
    if damage is not None:
        return _problem(damage)
    if len(fields) not in _MODE_AT:
        return _problem("WRONG_COLUMN_COUNT", None, str(len(fields)))
    pin = fields[2].strip().lstrip("0")
    row = {
        "device_id": f"source:{file.source.name}/{fields[1].strip()}".rstrip("/"),
        "pin": pin,
        "verify_mode": _integer(fields[_MODE_AT[len(fields)]]),
        "state": _integer(fields[_DIRECTION_AT[len(fields)]]) if len(fields) in _DIRECTION_AT else None,
    }
    if not pin:
        return row | _problem("NOT_ATTENDANCE", "pin", fields[2])
    moment = _moment(fields[-1].strip())
    return row | ({"punched_at": moment} if moment else _problem("NOT_A_DATE", "punched_at", fields[-1]))


def _moment(text: str) -> datetime | None:
    for form in _TIMES:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - wall time of the device, the zone is a column
        except ValueError:
            continue
    return None


def _integer(text: str) -> int | None:
    """Letters (S, E, FP, DutyOff) mean something else on every firmware and are not kept."""
    stripped = text.strip()
    return int(stripped) if re.fullmatch("[0-9]{1,5}", stripped) else None


def _problem(code: str, column: str | None = None, value: str | None = None) -> dict[str, str | None]:
    return {"problem": code, "problem_column": column, "problem_value": value and value[:200]}
