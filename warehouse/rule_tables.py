"""The rulebooks of an agency as relations that models read."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from etl.rulebook import PATTERNS, WEEKDAYS, Band, InForce

FOREVER = date(9999, 12, 31)
LAST_MINUTE = 10_000_000
"""Stands for "and more" in an open band."""

_PERCENT = pa.decimal128(9, 4)
_TABLES = {
    "rulebook": pa.schema(
        [("rulebook", pa.string()), ("valid_from", pa.date32()), ("valid_to", pa.date32())]
        + [
            (name, pa.int32())
            for name in ("join_gap", "in_early", "reach", "min_span", "flexi_tolerance", "device_days")
        ]
        + [(name, _PERCENT) for name in ("no_in", "no_out", "absent")]
    ),
    "rule_hours": pa.schema(
        [("rulebook", pa.string()), ("work_pattern", pa.string())]
        + [
            (name, pa.int32())
            for name in ("ramadan", "weekday", "start_minute", "end_minute", "break_start_minute", "break_end_minute")
        ]
    ),
    "rule_band": pa.schema(
        [
            ("rulebook", pa.string()),
            ("cause", pa.string()),
            ("from_minute", pa.int32()),
            ("to_minute", pa.int32()),
            ("percent", _PERCENT),
        ]
    ),
}


def make_rule_tables(warehouse: duckdb.DuckDBPyConnection, books: Sequence[InForce]) -> None:
    """TEMP `rulebook` (a row per rulebook), `rule_hours` (per pattern, season and weekday), `rule_band` (per band)."""
    _make(warehouse, "rulebook", [_rulebook(book) for book in books])
    _make(warehouse, "rule_hours", [row for book in books for row in _hours(book)])
    _make(warehouse, "rule_band", [row for book in books for row in _bands(book)])


def _make(warehouse: duckdb.DuckDBPyConnection, name: str, rows: list[Mapping[str, Any]]) -> None:
    warehouse.register("rule_rows", pa.Table.from_pylist(rows, schema=_TABLES[name]))
    try:
        warehouse.execute(f"create or replace temp table {name} as from rule_rows")
    finally:
        warehouse.unregister("rule_rows")


def _rulebook(book: InForce) -> Mapping[str, Any]:
    rules = book.rulebook
    validity = {"rulebook": rules.name, "valid_from": rules.valid_from, "valid_to": book.valid_to or FOREVER}
    flat = {"no_in": rules.deduction.no_in, "no_out": rules.deduction.no_out, "absent": rules.deduction.absent}
    return validity | rules.attendance.model_dump(exclude={"basis"}) | flat


def _hours(book: InForce) -> list[Mapping[str, Any]]:
    return [
        {
            "rulebook": book.rulebook.name,
            "work_pattern": pattern.upper(),
            "ramadan": ramadan,
            "weekday": number,
            "start_minute": day.start,
            "end_minute": day.end,
            "break_start_minute": day.break_start,
            "break_end_minute": day.break_end,
        }
        for pattern in PATTERNS
        for ramadan, season in enumerate(("usual", "ramadan"))
        for number, weekday in enumerate(WEEKDAYS, start=1)
        if (day := getattr(getattr(getattr(book.rulebook.hours, pattern), season), weekday)) is not None
    ]


def _bands(book: InForce) -> list[Mapping[str, Any]]:
    table = book.rulebook.deduction
    causes = {"LATE": table.late, "EARLY": table.early}
    return [_band(book.rulebook.name, cause, band) for cause, bands in causes.items() for band in bands]


def _band(rulebook: str, cause: str, band: Band) -> Mapping[str, Any]:
    return {
        "rulebook": rulebook,
        "cause": cause,
        "from_minute": band.from_,
        "to_minute": LAST_MINUTE if band.to is None else band.to,
        "percent": band.percent,
    }
