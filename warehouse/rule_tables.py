"""The rulebooks of an agency as relations that models read."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from etl.rulebook import PATTERNS, WEEKDAYS, Band, InForce

FOREVER = date(9999, 12, 31)
LAST_MINUTE = 10_000_000
"""Stands for "and more" in an open band."""

_TABLES = {
    "rulebook": "rulebook varchar, valid_from date, valid_to date, join_gap integer, in_early integer, reach integer, "
    "min_span integer, flexi_tolerance integer, device_days integer, no_in decimal(9, 4), no_out decimal(9, 4), "
    "absent decimal(9, 4)",
    "rule_hours": "rulebook varchar, work_pattern varchar, ramadan integer, weekday integer, start_minute integer, "
    "end_minute integer, break_start_minute integer, break_end_minute integer",
    "rule_band": "rulebook varchar, cause varchar, from_minute integer, to_minute integer, percent decimal(9, 4)",
}


def make_rule_tables(warehouse: duckdb.DuckDBPyConnection, books: Sequence[InForce]) -> None:
    """TEMP `rulebook` (a row per rulebook), `rule_hours` (per pattern, season and weekday), `rule_band` (per band)."""
    _make(warehouse, "rulebook", [_rulebook(book) for book in books])
    _make(warehouse, "rule_hours", [row for book in books for row in _hours(book)])
    _make(warehouse, "rule_band", [row for book in books for row in _bands(book)])


def _make(warehouse: duckdb.DuckDBPyConnection, name: str, rows: list[Mapping[str, Any]]) -> None:
    warehouse.execute(f"create or replace temp table {name} ({_TABLES[name]})")
    for row in rows:
        marks = ", ".join("?" for _ in row)
        warehouse.execute(f"insert into {name} ({', '.join(row)}) values ({marks})", list(row.values()))


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
