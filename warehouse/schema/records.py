"""`core.<record>`: events and reference rows as they count, one table per record type of `etl.records`."""

import re
from typing import Any

from sqlalchemy import DATE, TIMESTAMP, BigInteger, Boolean, Integer, MetaData, Numeric, Text
from sqlalchemy import Column as TableColumn
from sqlalchemy.types import TypeEngine

from etl.records import RECORDS, Column, Nature, Record
from warehouse.schema.definition import column, table

PROVENANCE = (
    ("load_id", "load that brought the row"),
    ("file_id", "file the row comes from"),
    ("record_no", "line of the file or row of the sheet where the record begins, the first is 1"),
    ("item_no", "number of the item within the record, from 1"),
)
"""The way back from a fact to the source line; not part of what the fact says (contract section 3)."""


def add_tables(tables: MetaData) -> None:
    """Add one table per record type, and the registers of snapshots and of what devices cover."""
    for record in RECORDS.values():
        table(tables, f"core.{record.name}", _comment(record), *_columns(record))
    _add_snapshot(tables)
    _add_device_coverage(tables)


def sql_type(one: Column) -> TypeEngine[Any]:
    """Translate the type of a column of the dictionary to SQLAlchemy, the same in size and scale."""
    decimal = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", one.type)
    if decimal:
        return Numeric(int(decimal[1]), int(decimal[2]))
    types: dict[str, TypeEngine[Any]] = {
        "TEXT": Text(),
        "INTEGER": Integer(),
        "CLOCK": Integer(),
        "BIGINT": BigInteger(),
        "DATE": DATE(),
        "TIMESTAMP": TIMESTAMP(),
        "BOOLEAN": Boolean(),
    }
    return types[one.type]


def _comment(record: Record) -> str:
    union = "copies are one row" if record.nature is Nature.EVENT else "the newest export in force counts"
    return f"Each row is {record.grain}. Key: {', '.join(record.key)}; {union}."


def _columns(record: Record) -> list[TableColumn[Any]]:
    columns = [column(name, Integer, meaning, required=True) for name, meaning in PROVENANCE]
    columns += [column(one.name, sql_type(one), _meaning(one), required=one.required) for one in record.columns]
    if record.name == "punch":
        columns.append(
            column("device_address", Text, "device as its file names it: source:<name>/<number>", required=True)
        )
    return columns


def _meaning(one: Column) -> str:
    return f"{one.meaning} ({', '.join(one.allowed)})" if one.allowed else one.meaning


def _add_snapshot(tables: MetaData) -> None:
    table(
        tables,
        "core.snapshot",
        "Each row is one picture of a snapshot kind, and whether it counts; decided again at every commit.",
        column("source", Text, "source of sources.toml", required=True),
        column("record", Text, "record type", required=True),
        column("file_id", Integer, "file that holds the picture", required=True),
        column("load_id", Integer, "load that brought it", required=True),
        column("as_at", TIMESTAMP, "moment of the picture, wall time", required=True),
        column("sha256", Text, "sha256 of the file: decides between equal moments, the greater wins", required=True),
        column("rows", BigInteger, "rows of the picture, number", required=True),
        column("in_force", Boolean, "the picture that counts for its source", required=True),
        column("verdict", Text, "IN_FORCE, OLDER, SHRUNK or WITHDRAWN; NEW within a commit", required=True),
    )


def _add_device_coverage(tables: MetaData) -> None:
    table(
        tables,
        "core.device_coverage",
        "Each row is the stretch of time for which one committed file speaks of one device. "
        "Key: file_id, device_address.",
        column("file_id", Integer, "file", required=True),
        column("device_address", Text, "device as its file names it: source:<name>/<number>", required=True),
        column("first_punched_at", TIMESTAMP, "earliest punch in the file, clock of the device", required=True),
        column("last_punched_at", TIMESTAMP, "latest punch in the file, clock of the device", required=True),
        column(
            "cumulative",
            Boolean,
            "the file repeats the device's whole log: it covers all time before too",
            required=True,
        ),
    )
