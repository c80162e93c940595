"""The reader of every table that holds one record a row: complaints, e-Kinerja exports and all reference sets."""

from datetime import datetime

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from etl.kinds import KINDS
from etl.reading import FileToRead, Parsed
from etl.records import RECORDS, Column, Nature, Record
from etl.tables.conversion import convert
from etl.tables.parsed_rows import parsed_rows
from etl.tables.selection import read_selection

_AS_AT = Column("as_at", "TIMESTAMP", "moment of the export", aliases=("waktu unduh",))
"""Any snapshot may say in a column when it was taken, even where the record does not keep that column."""


def read(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    """Raises `FileRefused` when the table cannot be opened or a required column is missing."""
    record = RECORDS[KINDS[file.source.kind].record]
    columns = columns_of(record)
    selection = read_selection(file, columns)
    items = convert(selection.table, columns, file.mapping, connection)
    as_at = _as_at(items) if "as_at" in items.column_names else None
    return Parsed(parsed_rows(_dated(items, as_at or file.as_at), file, record), selection.ignored, as_at)


def columns_of(record: Record) -> tuple[Column, ...]:
    """The columns looked for: those of the record, and the moment a snapshot may tell."""
    if record.nature is Nature.SNAPSHOT and "as_at" not in record.column_names:
        return (*record.columns, _AS_AT)
    return record.columns


def _as_at(items: pa.Table) -> datetime | None:
    """The moment that all rows name alike; rows that differ say nothing about the whole."""
    moments = pc.unique(items["as_at"].combine_chunks()).drop_null().to_pylist()
    return moments[0] if len(moments) == 1 else None


def _dated(items: pa.Table, as_at: datetime | None) -> pa.Table:
    """Rows without an own `as_at` stand as at the moment of the file."""
    if as_at is None or "as_at" not in items.column_names:
        return items
    place = items.column_names.index("as_at")
    filled = pc.fill_null(items["as_at"], pa.scalar(as_at, pa.timestamp("us")))
    return items.set_column(place, "as_at", filled)
