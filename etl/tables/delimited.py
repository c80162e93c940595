"""Delimited text as rows of cells, each with the physical line on which it begins.

Line ends are LF, CR LF or CR. Quoted cells may hold delimiters and line breaks.
"""

import csv
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

from etl.errors import FileRefused
from etl.tables.decoding import error_handler
from etl.tables.grid import ROWS_BEFORE_HEADING, Row

DELIMITERS = (";", ",", "\t", "|")
_EXCEL_HINT = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
_END = "\x00end of the file\x00"


def read_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    """Raises `FileRefused` when a quotation mark is never closed: it would swallow the rest of the file."""
    csv.field_size_limit(sys.maxsize)  # cells that are too long are refused with their row, not with the file
    with path.open(encoding=encoding, errors=error_handler(encoding), newline="") as lines:
        reader = csv.reader(chain(lines, (_END,)), delimiter=delimiter)
        begin, waiting = 1, next(reader)
        end = reader.line_num
        for cells in reader:
            yield begin, waiting
            begin, waiting, end = end + 1, cells, reader.line_num
    if waiting != [_END] or begin != end:
        raise _unclosed(begin)


def _unclosed(line: int) -> FileRefused:
    """The mark behind the text would be a row and a line of its own, had no open quotation swallowed it."""
    return FileRefused(
        "UNCLOSED_QUOTE",
        expected="every quotation mark closed",
        found=f"one opened in the record of line {line} and never closed",
        todo="Export the file again, or mend the line.",
    )


def find_delimiter(path: Path, encoding: str, score: Callable[[list[Row]], int]) -> str:
    """The delimiter under which the first rows name most of our columns."""
    hinted = _hinted(path, encoding)
    if hinted:
        return hinted
    return max(DELIMITERS, key=lambda delimiter: _fit(path, encoding, delimiter, score))


def _hinted(path: Path, encoding: str) -> str | None:
    with path.open(encoding=encoding, errors=error_handler(encoding), newline="") as lines:
        hint = _EXCEL_HINT.match(lines.readline(16))
    return hint[1] if hint else None


def _fit(path: Path, encoding: str, delimiter: str, score: Callable[[list[Row]], int]) -> tuple[int, int]:
    rows: list[Row] = []
    with suppress(FileRefused):  # an open quote further down refuses the file, but its headings still tell
        rows.extend(islice(read_rows(path, encoding, delimiter), ROWS_BEFORE_HEADING))
    return score(rows), max((len(cells) for _, cells in rows), default=0)
