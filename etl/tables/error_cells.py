"""Where a workbook shows an error (`#N/A`, `#REF!`) in place of a value.

calamine gives such a cell as a blank one, and a lookup that found nothing would become "until further notice" or
"not reported". So they are found again: in the raw XML of an XLSX, by xlrd in an XLS.
"""

import posixpath
import re
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

import xlrd

Errors = dict[int, dict[int, str]]
"""Row, from 1 -> column, from 0 -> what the cell shows."""
_IS_ERROR = re.compile(rb"""\bt=["']e["']""")
_LONGEST_MARK = 8
_SHARED_STRINGS, _DIMENSIONS = 0x00FC, 0x0200
_RECORD_HEAD, _WIDE_DIMENSIONS = 4, 14
_MOST_ROWS, _MOST_COLUMNS = 1 << 16, 1 << 8
_PIECE = 1 << 20
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


class _NotReadableError(ValueError):
    """The XML declares entities: never expanded."""


def xlsx_errors(path: Path) -> dict[str, Errors]:
    """Sheet -> its errors; a damaged workbook has none here, whoever reads it finds the damage."""
    try:
        with ZipFile(path) as archive:
            found = {name: _errors(archive, part) for name, part in _sheets(archive) if _has_errors(archive, part)}
    except (BadZipFile, zlib.error, KeyError, expat.ExpatError, EOFError, NotImplementedError, OSError, ValueError):
        return {}
    return found


def xls_errors(path: Path) -> dict[str, Errors]:
    """As `xlsx_errors`. Raises one of `XLRD_FAILURES` where the container is damaged, or states what cannot be."""
    content = path.read_bytes()
    book = xlrd.open_workbook(file_contents=content, logfile=BytesIO(), ragged_rows=True)
    _check_stated_sizes(content)
    return {sheet.name: _errors_of_xls(sheet) for sheet in book.sheets()}


def _check_stated_sizes(content: bytes) -> None:
    """For as many strings and cells as an XLS states calamine makes room at once: room for 800 GB ends the process."""
    container = xlrd.compdoc.CompDoc(content, logfile=BytesIO())
    stream = container.get_named_stream("Workbook") or container.get_named_stream("Book") or b""
    place = 0
    while place + _RECORD_HEAD <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        body = stream[place + _RECORD_HEAD : place + _RECORD_HEAD + size]
        if kind == _SHARED_STRINGS and max(struct.unpack_from("<II", body)) > len(stream):
            raise ValueError("more shared strings than bytes")
        if kind == _DIMENSIONS:
            _check_extent(*struct.unpack_from("<IIHH" if size == _WIDE_DIMENSIONS else "<HHHH", body))
        place += _RECORD_HEAD + size


def _check_extent(first_row: int, rows: int, first_column: int, columns: int) -> None:
    if first_row > rows or first_column > columns or rows > _MOST_ROWS or columns > _MOST_COLUMNS:
        raise ValueError("an extent that no sheet of an XLS has")


def error_shown(code: object) -> str:
    """What a spreadsheet shows for an error of an XLS."""
    return str(xlrd.error_text_from_code.get(code, "#ERROR!"))


def _errors_of_xls(sheet: xlrd.sheet.Sheet) -> Errors:
    errors: Errors = {}
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == xlrd.XL_CELL_ERROR:
                errors.setdefault(row + 1, {})[column] = error_shown(sheet.cell_value(row, column))
    return errors


def _sheets(archive: ZipFile) -> list[tuple[str, str]]:
    """Name and part of every sheet, as the workbook and its relations tell."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(_: str, attributes: dict[str, str]) -> None:
        if "Id" in attributes:
            targets[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            number = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            sheets.append((attributes["name"], targets.get(number, "")))

    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    _parse(archive, "xl/workbook.xml", sheet)
    return [(name, part) for name, part in sheets if part]


def _has_errors(archive: ZipFile, part: str) -> bool:
    """Most sheets have none, and looking for the mark costs next to nothing."""
    before = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            if _IS_ERROR.search(before + piece):
                return True
            before = piece[-_LONGEST_MARK:]
    return False


def _errors(archive: ZipFile, part: str) -> Errors:
    errors: Errors = {}
    place: tuple[int, int] | None = None
    text: list[str] | None = None

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal place, text
        element = name.rpartition(":")[2]
        if element == "c":
            place = _place(attributes.get("r", "")) if attributes.get("t") == "e" else None
        elif element == "v" and place is not None:
            text = []

    def data(more: str) -> None:
        if text is not None:
            text.append(more)

    def end(name: str) -> None:
        nonlocal place, text
        if text is not None and place is not None and name.rpartition(":")[2] == "v":
            errors.setdefault(place[0], {})[place[1]] = "".join(text).strip()
            place = text = None

    _parse(archive, part, start, end, data)
    return errors


def _place(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column - 1


def _parse(
    archive: ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    data: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)  # noqa: FBT003 - expat takes it by position only
    parser.Parse(b"", True)  # noqa: FBT003 - as above


def _refuse_doctype(*_: object) -> None:
    raise _NotReadableError
