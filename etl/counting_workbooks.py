"""Counts the rows of workbooks: every worksheet, hidden ones too, down to the last row that shows something.

The readers use calamine (XLSX, XLS) and xlrd (BIFF2); here XLSX is counted from its raw XML, XLS by xlrd and BIFF2
from its raw records, so that no two of them share code.
"""

import posixpath
import struct
import zlib
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

import xlrd

_MAX_STATED_BYTES = 1_000_000_000
_MAX_RATIO = 1_000
_PIECE = 1 << 20
_BIFF_CELLS = {0x02, 0x03, 0x05, 0x06}
_BIFF_LABEL = 0x04
_BIFF_END = 0x0A
_XLRD_FAILURES = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
)
"""xlrd checks little: what a damaged stream raises depends on where the damage is."""


class _NotCountableError(ValueError):
    """The XML declares entities, or the container states an absurd size: never expanded, never followed."""


def xlsx_rows(path: Path) -> int:
    try:
        with ZipFile(path) as archive:
            _check_stated_sizes(archive)
            blank = _blank_strings(archive)
            return sum(_SheetRows(blank).count(archive, part) for part in _worksheets(archive))
    except (BadZipFile, zlib.error, KeyError, expat.ExpatError, EOFError, NotImplementedError, OSError, ValueError):
        return 0


def xls_rows(path: Path) -> int:
    try:
        book = xlrd.open_workbook(file_contents=path.read_bytes(), logfile=StringIO())
        return sum(_last_row(sheet) for sheet in book.sheets())
    except _XLRD_FAILURES:
        return 0


def _last_row(sheet: xlrd.sheet.Sheet) -> int:
    shown = (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE, xlrd.XL_CELL_BOOLEAN, xlrd.XL_CELL_ERROR)
    for row in range(sheet.nrows, 0, -1):
        if any(cell.ctype in shown and str(cell.value).strip() for cell in sheet.row(row - 1)):
            return row
    return 0


def biff2_rows(content: bytes) -> int:
    """Cells of a raw BIFF2 stream: type and length, then the row number as a 16-bit integer from 0."""
    last = 0
    for kind, body in _biff_records(content):
        if kind in _BIFF_CELLS or (kind == _BIFF_LABEL and body[8:].strip()):
            last = max(last, struct.unpack_from("<H", body)[0] + 1)
    return last


def _biff_records(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, place)
        if kind == _BIFF_END:
            return
        body = content[place + 4 : place + 4 + size]
        if len(body) >= 2:  # noqa: PLR2004 - shorter records hold no row number
            yield kind, body
        place += 4 + size


def _check_stated_sizes(archive: ZipFile) -> None:
    """Python unpacks no more of a part than the container states, so the stated sizes bound the work."""
    parts = archive.infolist()
    stated = sum(part.file_size for part in parts)
    if stated > _MAX_STATED_BYTES or stated > _MAX_RATIO * max(sum(part.compress_size for part in parts), 1):
        raise _NotCountableError


def _worksheets(archive: ZipFile) -> list[str]:
    """The parts that are worksheets, as the relations of the workbook name them."""
    found: list[str] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith("/worksheet"):
            found.append(posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/"))

    _parse(archive, "xl/_rels/workbook.xml.rels", start)
    return found


def _blank_strings(archive: ZipFile) -> frozenset[int]:
    """Numbers of the shared strings that show nothing."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return frozenset()
    shown: list[bool] = []
    inside: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        inside.append(_local(name))
        if inside[-1] == "si":
            shown.append(False)

    def text(data: str) -> None:
        if inside and inside[-1] == "t" and "rPh" not in inside and data.strip():
            shown[-1] = True

    _parse(archive, "xl/sharedStrings.xml", start, lambda _: inside.pop(), text)
    return frozenset(number for number, visible in enumerate(shown) if not visible)


class _SheetRows:
    """The last row of one worksheet that has a cell with something to show."""

    def __init__(self, blank_strings: frozenset[int]) -> None:
        self._blank = blank_strings
        self._row = self._last = 0
        self._kind = ""
        self._text: list[str] | None = None

    def count(self, archive: ZipFile, part: str) -> int:
        self._row = self._last = 0
        _parse(archive, part, self._start, self._end, self._data)
        return self._last

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = _local(name)
        if element == "row":
            self._row = int(attributes.get("r", self._row + 1))
        elif element == "c":
            self._kind = attributes.get("t", "n")
        elif element in ("v", "t"):
            self._text = []

    def _data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _end(self, name: str) -> None:
        if self._text is not None and _local(name) in ("v", "t"):
            if self._shows("".join(self._text).strip()):
                self._last = max(self._last, self._row)
            self._text = None

    def _shows(self, text: str) -> bool:
        if self._kind == "s":
            return text.isdigit() and int(text) not in self._blank
        return bool(text)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _parse(
    archive: ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], object] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open(part) as stream:
        _feed(parser, stream)


def _feed(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    while piece := stream.read(_PIECE):
        parser.Parse(piece, False)  # noqa: FBT003 - expat takes it by position only
    parser.Parse(b"", True)  # noqa: FBT003 - as above


def _refuse_doctype(*_: object) -> None:
    """No workbook has a document type; one that has wants to declare entities."""
    raise _NotCountableError
