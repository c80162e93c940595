"""Physical lines of a text file with their numbers, whatever is in them: damage must not shift a number.

Files are read in blocks cut at line ends, so one of any size needs little memory. What is not plain text is
never decoded strictly: the line gets a problem, its neighbours do not notice.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from etl.errors import FileRefused
from etl.reading import FileToRead

BLOCK = 1 << 24
_BOM = b"\xef\xbb\xbf"
_NULS = re.compile(rb"\0+")
_ONLY_PADDING_LOST = re.compile(rb"\0+ [^\0]*")
_HEAD = 4096


def tables_of_lines(path: Path, first_record_no: int, longest: int) -> Iterator[pa.Table]:
    r"""`record_no INTEGER, line VARCHAR, problem VARCHAR`: one row per line without its line end; at least one table.

    NUL bytes, which a USB copy leaves behind, are taken away. A line that lost bytes to them has the problem
    NUL_BYTES; one with bytes that are not UTF-8 BAD_ENCODING (they stand as `\xNN`); one of more than `longest`
    bytes TOO_LONG (its text is cut).
    """
    for number, block in enumerate(_blocks(path, longest)):
        begins_file = number == 0 and first_record_no == 1 and block.startswith(_BOM)
        table = _table(block.removeprefix(_BOM) or b"\n" if begins_file else block, first_record_no, longest)
        first_record_no += table.num_rows
        yield table


def _blocks(path: Path, longest: int) -> Iterator[bytes]:
    """Bytes up to the last line end of every `BLOCK`; NULs after the last line end are no line."""
    rest, read = b"", 0
    with path.open("rb", buffering=0) as handle:
        while block := handle.read(BLOCK):
            read += 1
            end = block.rfind(b"\n") + 1
            if end:
                yield rest + block[:end]
                rest = block[end:]
            else:
                rest = _shortened(rest + block, longest)
    if rest.strip(b"\0") or not read:
        yield rest
    elif rest:
        yield b""


def _shortened(rest: bytes, longest: int) -> bytes:
    """A line that fills blocks, as much of it as tells its length and its NULs."""
    return _NULS.sub(b"\0", rest)[: 2 * longest + 2]


def _table(block: bytes, first_record_no: int, longest: int) -> pa.Table:
    ends = _line_ends(block)
    plain = block.isascii() and b"\0" not in block and np.diff(ends, prepend=-1).max(initial=0) <= longest + 1
    text = _plain_lines(block, ends) if plain else _judged_lines(block, longest)
    numbers = np.arange(first_record_no, first_record_no + len(ends), dtype=np.int32)
    return pa.table({"record_no": numbers, "line": text["line"], "problem": text["problem"]})


def _line_ends(block: bytes) -> npt.NDArray[np.int64]:
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n"))
    return np.append(ends, len(block)) if block and not block.endswith(b"\n") else ends


def _plain_lines(block: bytes, ends: npt.NDArray[np.int64]) -> pa.Table:
    """The lines as they lie in the block; only their ends are copied away."""
    offsets = np.concatenate(([0], np.minimum(ends + 1, len(block)))).astype(np.int32)
    lines = pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(block))
    return pa.table({"line": pc.ascii_rtrim(lines, "\r\n"), "problem": pa.nulls(len(ends), pa.string())})


def _judged_lines(block: bytes, longest: int) -> pa.Table:
    judged = [_judged(line, longest) for line in block.removesuffix(b"\n").split(b"\n")]
    return pa.table(
        {
            "line": pa.array([line for line, _ in judged], pa.string()),
            "problem": pa.array([problem for _, problem in judged], pa.string()),
        }
    )


def _judged(line: bytes, longest: int) -> tuple[str, str | None]:
    content = line.rstrip(b"\0\r")
    # what stands before and after NULs belongs to two lines: together they would be a punch that nobody made
    lost = b"\0" in content and not _ONLY_PADDING_LOST.fullmatch(content)
    text = content.replace(b"\0", b"")
    if len(text) > longest:
        return text[:longest].decode("utf-8", "backslashreplace"), "TOO_LONG"
    try:
        return text.decode("utf-8"), "NUL_BYTES" if lost else None
    except UnicodeDecodeError:
        return text.decode("utf-8", "backslashreplace"), "NUL_BYTES" if lost else "BAD_ENCODING"


def foreign(file: FileToRead, expected: str) -> FileRefused:
    """NOT_THIS_KIND, telling how the first line is built and nothing of what it says."""
    return FileRefused(
        "NOT_THIS_KIND",
        expected=expected,
        found=f"not one such line; the first has {_build_of(_first_line(file.path))}",
        todo=f"Check that the file belongs to the source {file.source.name} of kind {file.source.kind}.",
    )


def _first_line(path: Path) -> bytes:
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    return next((line for line in head.splitlines() if line.strip()), b"")


def _build_of(line: bytes) -> str:
    if b"\0" in line or b"\xff" in line:
        return f"{len(line)} bytes that are not text"
    marks = {"TABs": b"\t", "semicolons": b";", "commas": b",", "braces": b"{"}
    counts = ", ".join(f"{line.count(mark)} {name}" for name, mark in marks.items())
    return f"{len(line)} bytes with {counts}"


def fault_sql(code: str, column: str = "null", found: str = "null") -> str:
    """SQL of one fault of a line: its reason code, the column concerned and the value found, each an expression."""
    return f"struct_pack(code := {code}, name := {column}, found := ({found})::varchar)"
