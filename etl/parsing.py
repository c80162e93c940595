"""Archived files into `parsed`, one row an item; what came of each file is a result, also where it cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from etl.errors import FileRefused
from etl.items import drop_file, insert_rows, make_tables, read_quickly
from etl.kinds import KINDS
from etl.reading import FileToRead
from etl.records import Nature, Record

NAME_IT = "put it into the inbox once more under a name with the day of export (2026-07-01), then run: kinerja replay"
"""What helps where the moment of a picture cannot be told."""
_OF_THE_BYTES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    duckdb.DataError,
)
"""What code raises on bytes that nobody thought of. A full disk, no memory, a wrong setting are not of them."""
_REPORT_IT = "a fault of the program, which knows no such file; report it, and once it is mended: kinerja replay"


@dataclass
class FileResult:
    """What staging found of one file; the counts are of its own bytes, without the prefix it shares."""

    file_id: int
    records: int
    ignored: int
    refused: int = 0
    rows: int = 0
    as_at: str | None = None
    reason_code: str | None = None
    reason: str | None = None
    prefix_records: int = 0


def read_files(staging: duckdb.DuckDBPyConnection, record: Record, files: Sequence[FileToRead]) -> list[FileResult]:
    """Read archived files of one record type into `parsed`: undamaged dumps together, other files one by one."""
    make_tables(staging, record)
    counts = {file.file_id: _records_in(file) for file in files}
    taken = read_quickly(staging, files, counts)
    return [
        _result(file, counts[file.file_id])
        if file.file_id in taken
        else _read_file(staging, record, file, counts[file.file_id])
        for file in files
    ]


def _records_in(file: FileToRead) -> int:
    """The independent count; 0 where the counter itself fails on the bytes, which refuses the file."""
    try:
        return KINDS[file.source.kind].count()(file.path)
    except _OF_THE_BYTES:
        return 0


def _read_file(staging: duckdb.DuckDBPyConnection, record: Record, file: FileToRead, records: int) -> FileResult:
    """A file that cannot be read at all is a result, too."""
    result = _result(file, records)
    try:
        parsed = KINDS[file.source.kind].read()(file, staging)
    except FileRefused as refusal:
        refuse(staging, result, refusal.reason_code, str(refusal))
        return result
    except _OF_THE_BYTES as fault:
        # one file that the program does not survive must not keep every other out, night after night
        refuse(staging, result, "READER_FAULT", f"{type(fault).__name__}: {_REPORT_IT}")
        return result
    insert_rows(staging, parsed.rows)
    result.ignored = parsed.ignored
    result.as_at = _iso(parsed.as_at) or result.as_at
    if record.nature is Nature.SNAPSHOT and result.as_at is None:
        refuse(
            staging,
            result,
            "NO_AS_AT",
            f"neither its content, its name nor a .done file says the moment of export; {NAME_IT}",
        )
    return result


def _result(file: FileToRead, records: int) -> FileResult:
    return FileResult(file.file_id, records, 0, as_at=_iso(file.as_at), prefix_records=file.first_record_no - 1)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.replace(tzinfo=None).isoformat()


def refuse(staging: duckdb.DuckDBPyConnection, result: FileResult, reason_code: str, reason: str) -> None:
    """Take none of the file's rows."""
    drop_file(staging, result.file_id)
    result.reason_code, result.reason = reason_code, reason
