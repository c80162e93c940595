"""What a reader is given and what it gives back."""

from collections.abc import Callable, Sequence
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


@dataclass(frozen=True)
class QuickRead:
    """Undamaged files of one layout, parsed by one query into a TEMP table, a row per record and in their order."""

    table: str
    """Holds `file_index`, which counts `files` from 0, and what the reader needs of a record."""
    files: tuple[FileToRead, ...]
    columns: str
    """SELECT list of the record type's columns, in the order of `etl.records`: of `quick`, which is the table, and
    of `quick_file`, which has `source` and `timezone` of the file."""


Reader = Callable[[FileToRead, duckdb.DuckDBPyConnection], Parsed]
"""Reads one file; raises `FileRefused` when it cannot be taken at all. Opens nothing but `file.path`."""

Counter = Callable[[Path], int]
"""Counts the records of a file (physical lines, or rows of a sheet) without any code of the readers."""

QuickReader = Callable[[Sequence[FileToRead], duckdb.DuckDBPyConnection], list[QuickRead]]
"""Reads many files at once, leaving out those that look damaged or of another kind. Who calls it counts the rows of
every file: one of which any record is missing is read again alone."""
