"""The second counter of tables: how many records a file holds, told without any code of the readers.

A record is a row as the file writes it, headings and blank rows included: of text, what ends at a line end outside
quotes; of a web page, a `<tr>`; of a workbook, every row of every worksheet down to the last that shows something.
A file that cannot be opened holds no record that could be told apart: 0.
"""

import mmap
import re
from pathlib import Path

from etl.counting_workbooks import biff2_rows, xls_rows, xlsx_rows

_SAMPLE_BYTES = 65_536
_PIECE = 1 << 24
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UTF_8_MARK = b"\xef\xbb\xbf"
_EXCEL_HINT = re.compile(rb"sep=(.)\s*?[\r\n]", re.IGNORECASE)
_SILENT = re.compile(rb"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TABLE_ROW = re.compile(rb"<tr(?=[\s>/])", re.IGNORECASE)


def count_table_rows(path: Path) -> int:
    """Records of a CSV, XLSX, XLS, BIFF2 or HTML table."""
    if path.stat().st_size == 0:
        return 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content[:4] == b"PK\x03\x04":
            return xlsx_rows(path)
        if content[:4] == b"\xd0\xcf\x11\xe0":
            return xls_rows(path)
        if content[:4] == b"\x09\x00\x04\x00":
            return biff2_rows(content[:])
        return _text_records(content)


def _text_records(content: mmap.mmap) -> int:
    if content[:2] in _UTF_16:
        return _records(content[:].decode("utf-16", errors="replace").encode(), 0)
    return _records(content, 3 if content[:3] == _UTF_8_MARK else 0)


def _records(text: bytes | mmap.mmap, begin: int) -> int:
    if text[begin : begin + _SAMPLE_BYTES].lstrip().startswith(b"<"):
        return len(_TABLE_ROW.findall(_SILENT.sub(b"", text[:])))
    if text.find(b'"') == -1:
        return _lines(text, begin)
    # an iterator, not a list: a large file must not become millions of match objects
    return sum(1 for _ in _record_pattern(_delimiter(text[begin : begin + _SAMPLE_BYTES])).finditer(text, begin))


def _lines(text: bytes | mmap.mmap, begin: int) -> int:
    """Line ends LF, CR LF and CR, and a last line without any; by pieces, as fast as the memory."""
    lines = 0
    last = b"\n"
    for start in range(begin, len(text), _PIECE):
        piece = text[start : start + _PIECE]
        lines += piece.count(b"\n") + piece.count(b"\r") - piece.count(b"\r\n")
        lines -= last == b"\r" and piece[:1] == b"\n"
        last = piece[-1:]
    return lines + (last not in (b"\n", b"\r"))


def _delimiter(sample: bytes) -> bytes:
    hint = _EXCEL_HINT.match(sample)
    if hint:
        return hint[1]
    return max((b";", b",", b"\t", b"|"), key=sample.count)


def _record_pattern(delimiter: bytes) -> re.Pattern[bytes]:
    """A quote opens a cell only as its first character; after the closing quote the cell goes on without quotes."""
    plain = rb"[^" + re.escape(delimiter) + rb"\r\n]*+"
    cell = rb'(?:"(?:[^"]++|"")*+(?:"' + plain + rb"|\Z)|" + plain + rb")"
    return re.compile(rb"(?!\Z)" + cell + rb"(?:" + re.escape(delimiter) + cell + rb")*+(?:\r\n|\r|\n|\Z)")
