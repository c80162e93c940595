"""A small agency written as ASCII tables, put into core.*, and its computed days.

| nip | work_date  |        Blank cells are null; `day 07:30` in a TIMESTAMP column is that date's wall time.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from etl.commit import make_change_log
from warehouse.attendance import refresh_attendance
from warehouse.devices import name_addresses
from warehouse.places import Places

RULEBOOKS = Path(__file__).resolve().parents[2] / "rulebooks"
STRICT = Path(__file__).resolve().parent / "rulebooks" / "strict"
"""Small numbers, so that a short world reaches every rule."""

PEOPLE = """
| person_id | nip  | unit_code | status | valid_from |
| sari      | 1001 | DINAS     | ACTIVE | 2025-01-01 |
"""
UNITS = """
| unit_code | name  | unit_type | work_pattern | valid_from |
| DINAS     | Dinas | OFFICE    | FIVE_DAY     | 2020-01-01 |
| PUSKES    | Pusk. | CLINIC    | SIX_DAY      | 2020-01-01 |
| RSUD      | RSUD  | HOSPITAL  | ROSTER       | 2020-01-01 |
"""
PINS = """
| device_id | pin | nip  | valid_from |
| *         | 1   | 1001 | 2025-01-01 |
"""
COVERED = """
| file_id | device_address | first_punched_at | last_punched_at  | cumulative |
| 1       | source:gate    | 2025-01-01 00:00 | 2027-12-31 00:00 | true       |
"""
USUAL = {"employees": PEOPLE, "units": UNITS, "pin_map": PINS, "device_coverage": COVERED}
Tables = Mapping[str, str | Sequence[Mapping[str, Any]]]
WIB = Places("Asia/Jakarta")
THROUGH = datetime(2026, 12, 31, tzinfo=UTC)


def rows_of(table: str) -> list[dict[str, str | None]]:
    """The rows of an ASCII table, blank cells as None."""
    lines = [line.strip() for line in table.strip().splitlines()]
    heading, *body = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [dict(zip(heading, (cell or None for cell in cells), strict=True)) for cells in body]


def ascii_table(heading: str, rows: Iterable[str]) -> str:
    """An ASCII table of a heading without its outer bars, and of whole rows."""
    return "\n".join([f"| {heading} |", *rows])


def punches(*times: str, pin: str = "1", device: str = "source:gate") -> str:
    """An ASCII table of punches of one PIN on one device."""
    lines = [f"| {device} | {pin} | {moment} |" for moment in times]
    return ascii_table("device_id | pin | punched_at", lines)


def put(warehouse: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """Add rows to core tables; provenance is numbered where a row does not tell it."""
    insert(warehouse, numbered(tables))


def numbered(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    """The rows of tables as core has them: with provenance, and what no test says."""
    return {
        name: [
            _filled(name, {"file_id": 1, "record_no": number, "item_no": 1, "load_id": 1} | dict(row))
            for number, row in enumerate(rows_of(table) if isinstance(table, str) else table, start=1)
        ]
        for name, table in tables.items()
    }


def insert(warehouse: duckdb.DuckDBPyConnection, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Add whole rows to core tables."""
    for name, rows in tables.items():
        _insert(warehouse, name, rows)


_CONSTANTS = {
    "punch": {"timezone": "Asia/Jakarta"},
    "calendar": {"name": "occasion", "decree": "decree"},
    "leave": {"part": "FULL", "approved": "true"},
    "permission": {"document_no": "letter", "approved": "true"},
    "muster": {"muster": "monday", "present": "false"},
    "punch_correction": {"approved_by": "198001012005011001", "document_no": "letter"},
    "correction": {
        "action": "DISREGARD",
        "expected_count": "1",
        "reason": "letter",
        "requested_by": "198001012005011001",
        "requested_at": "2026-02-10 08:00:00",
        "outcome": "ACCEPTED",
        "decided_by": "197811022005022003",
        "decided_at": "2026-02-11 08:00:00",
        "document_no": "letter",
    },
    "service_event": {"app": "desk", "timezone": "Asia/Jakarta"},
    "service_catalogue": {"name": "service", "valid_from": "2020-01-01"},
    "device_offset": {"evidence": "letter"},
    "device_confirmation": {"confirmed_by": "head", "evidence": "letter"},
}


def _filled(name: str, row: dict[str, Any]) -> dict[str, Any]:
    values = dict(_CONSTANTS.get(name, {})) | {column: value for column, value in row.items() if value is not None}
    if name == "punch":
        values.setdefault("device_address", values["device_id"])
    if name == "device_coverage":
        return {column: value for column, value in values.items() if column not in ("record_no", "item_no", "load_id")}
    return values


def _insert(warehouse: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """All rows at once: a statement per row would take most of a generated world's time."""
    if not rows:
        return
    columns = sorted({column for row in rows for column in row})
    added = pa.Table.from_pydict({column: [row.get(column) for row in rows] for column in columns})
    warehouse.register("added_rows", added)
    warehouse.execute(f"insert into core.{name} by name select * from added_rows")
    warehouse.unregister("added_rows")


def nothing_changed(warehouse: duckdb.DuckDBPyConnection) -> None:
    """The change log of a transaction, empty; the register's devices by address."""
    make_change_log(warehouse)
    name_addresses(warehouse)


def refresh(
    warehouse: duckdb.DuckDBPyConnection,
    through: datetime = THROUGH,
    previous: datetime | None = None,
    places: Places = WIB,
    rulebooks: Path = RULEBOOKS / "kepahiang",
    *,
    settings_changed: bool = False,
) -> int:
    """Compute the touched days; all of them where `previous` is None."""
    return refresh_attendance(
        warehouse,
        through_at=through,
        previous_through_at=previous,
        places=places,
        rulebooks=rulebooks,
        rulebooks_changed=False,
        settings_changed=settings_changed,
    )


def days(warehouse: duckdb.DuckDBPyConnection, columns: str, where: str) -> list[tuple[Any, ...]]:
    return warehouse.execute(
        f"select {columns} from core.attendance_day where {where} order by person_id, work_date, shift_no"
    ).fetchall()


def shown(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    """Cells as a table shows them: times without the date and zero seconds, null as nothing."""
    return [[_shown(cell) for cell in row] for row in rows]


def _shown(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%H:%M:%S").removesuffix(":00") if cell.second == 0 else cell.strftime("%H:%M:%S")
    return "" if cell is None else str(cell)
