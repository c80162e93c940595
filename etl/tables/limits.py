"""What a workbook may cost: refused before any library unpacks it.

A zip of 194 KB can hold 200 MB of zeros, and a sheet with two cells in opposite corners asks a reader for 17
billion. Sizes are measured by unpacking in pieces, because the sizes that a zip states about itself can lie.
"""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from etl.errors import FileRefused

MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 1_000_000_000
MAX_RATIO = 200
"""Unpacked to packed bytes; a roster of a million equal rows reaches about 40."""
RATIO_MATTERS_FROM_BYTES = 10_000_000
MAX_CELLS = 25_000_000
"""Rows times columns of the rectangle that holds all cells of a sheet."""

_PIECE = 1 << 20
_LOCAL_HEADER_BYTES = 30
_NAME_IS_UTF_8 = 0x800
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


def check_workbook(path: Path) -> None:
    """Raises `FileRefused` when an XLSX is no workbook, or too large, too dense or damaged to be opened."""
    try:
        with ZipFile(path) as archive, path.open("rb") as file:
            _check_entries(archive)
            _check_contents(file, archive.infolist())
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise _refused("NOT_READABLE", "a whole workbook", "a damaged zip container") from None


def _check_entries(archive: ZipFile) -> None:
    names = archive.namelist()
    if len(names) > MAX_ENTRIES:
        raise _refused("TOO_LARGE", f"at most {MAX_ENTRIES} parts", f"{len(names)} parts")
    if "xl/workbook.xml" not in names:
        raise _refused("UNKNOWN_FORMAT", "an XLSX workbook", "another kind of zip container")


def _check_contents(file: IO[bytes], entries: list[ZipInfo]) -> None:
    unpacked = 0
    for entry in entries:
        columns, rows = 0, 0
        size, checksum = 0, 0
        for piece in _pieces(file, entry):
            size += len(piece)
            unpacked += len(piece)
            checksum = zlib.crc32(piece, checksum)
            _check_size(size, unpacked, entry)
            if entry.filename.startswith("xl/worksheets/"):
                columns, rows = _extent(piece, columns, rows)
        _check_part(entry, checksum, rows * columns)


def _check_part(entry: ZipInfo, checksum: int, cells: int) -> None:
    if checksum != entry.CRC:
        raise _refused("NOT_READABLE", "a whole workbook", "a part with a wrong checksum")
    if cells > MAX_CELLS:
        raise _refused("TOO_LARGE", f"a sheet of at most {MAX_CELLS} cells", f"a rectangle of {cells}")


def _pieces(file: IO[bytes], entry: ZipInfo) -> Iterator[bytes]:
    """Unpacked bytes of one part, read past the size that the container states."""
    file.seek(entry.header_offset)
    header = file.read(_LOCAL_HEADER_BYTES)
    name = file.read(int.from_bytes(header[26:28], "little"))
    if name != entry.orig_filename.encode("utf-8" if entry.flag_bits & _NAME_IS_UTF_8 else "cp437"):
        raise _refused("NOT_READABLE", "one name for each part", "a part that is named differently in the directory")
    file.seek(int.from_bytes(header[28:30], "little"), 1)
    if entry.compress_type == ZIP_STORED:
        yield from _stored(file, entry.compress_size)
    elif entry.compress_type == ZIP_DEFLATED:
        yield from _inflated(file, entry.compress_size)
    else:
        raise _refused("UNKNOWN_FORMAT", "an XLSX workbook packed by deflate", "another packing method")


def _stored(file: IO[bytes], remaining: int) -> Iterator[bytes]:
    while remaining > 0 and (piece := file.read(min(_PIECE, remaining))):
        remaining -= len(piece)
        yield piece


def _inflated(file: IO[bytes], packed: int) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in _stored(file, packed):
        waiting = piece
        while waiting and not unpacker.eof:
            yield unpacker.decompress(waiting, _PIECE)
            waiting = unpacker.unconsumed_tail
    yield unpacker.flush()


def _check_size(size: int, unpacked: int, entry: ZipInfo) -> None:
    if unpacked > MAX_UNPACKED_BYTES:
        raise _refused("TOO_LARGE", f"at most {MAX_UNPACKED_BYTES} bytes when unpacked", "more")
    if size > RATIO_MATTERS_FROM_BYTES and size > MAX_RATIO * max(entry.compress_size, 1):
        raise _refused("TOO_LARGE", f"parts packed at most {MAX_RATIO} times", "a zip bomb")


def _extent(piece: bytes, columns: int, rows: int) -> tuple[int, int]:
    """Widest column and last row named so far; a reference cut between two pieces is beside another of its row."""
    letters = {match[0] for match in _CELL.findall(piece)}
    last = max((int(match[1]) for match in _CELL.findall(piece)), default=0)
    return max([columns, *map(_column_number, letters)]), max(rows, last)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _refused(reason_code: str, expected: str, found: str) -> FileRefused:
    todo = "Save the table alone as a new XLSX or CSV file and deliver that."
    return FileRefused(reason_code, expected=expected, found=found, todo=todo)
