"""What a reader is given and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.settings import ColumnMapping, Source


@dataclass(frozen=True)
class FileToRead:
    """Archived bytes to parse: a whole file, or what a growing dump added to an archived one."""

    file_id: int
    path: Path
    original_name: str
    """As it arrived; only for messages and for what a name says (never for opening anything)."""
    first_record_no: int
    source: Source
    mapping: ColumnMapping
    as_at: datetime | None = None
    """Moment of a snapshot as its name or `.done` file says; the content may say it instead."""
    sha256: str = ""


@dataclass(frozen=True)
class Parsed:
    """Every item of every record of a file.

    `rows` has `file_id INTEGER, record_no INTEGER, item_no INTEGER`, then the record type's columns in the
    order and types of `etl.records`, then `problem, problem_column, problem_value` (VARCHAR): empty where the item is
    well-formed, else the reason code, in which column, and the value found. `ignored` counts the
    records that hold no item by design: blank lines and headings.
    """

    rows: pa.Table | duckdb.DuckDBPyRelation
    ignored: int
    as_at: datetime | None = None
    """Moment of a snapshot, where the content itself says it."""
    otherwise: "Callable[[], Parsed] | None" = None
    """For a quick way that holds only for undamaged files: taken instead when evaluating `rows` fails or gives
    another number of rows than the file has records."""


Reader = Callable[[FileToRead, duckdb.DuckDBPyConnection], Parsed]
"""Reads one file; raises `FileRefused` when it cannot be taken at all. Opens nothing but `file.path`."""

Counter = Callable[[Path], int]
"""Counts the records of a file (physical lines, or rows of a sheet) without any code of the readers."""
