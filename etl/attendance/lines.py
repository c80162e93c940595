"""Physical lines of a text file with their numbers, whatever is in them: damage must not shift a number."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

LONGEST = 4096
"""Bytes of the longest line a device or web server writes; a longer one is damage."""


def lines_of(path: Path, first_record_no: int = 1) -> pa.Table:
    """`record_no INTEGER, line VARCHAR, problem VARCHAR`: one row per physical line, without its line end.

    NUL bytes, which a USB copy leaves behind, are taken away. A line with bytes that are not UTF-8 has the problem
    BAD_ENCODING, a longer one than `LONGEST` TOO_LONG (its text is cut).
    """
    data = path.read_bytes().replace(b"\0", b"")
    ends = _line_ends(data)
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1)) if len(ends) else ends
    lengths = ends - starts
    text = _text(data, starts, np.minimum(lengths, LONGEST))
    problem = pc.if_else(pa.array(lengths > LONGEST), "TOO_LONG", text["problem"])
    numbers = np.arange(first_record_no, first_record_no + len(ends), dtype=np.int32)
    return pa.table({"record_no": numbers, "line": text["line"], "problem": problem})


Places = npt.NDArray[np.int64]


def _line_ends(data: bytes) -> Places:
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))
    if data and not data.endswith(b"\n"):
        ends = np.append(ends, len(data))
    return ends.astype(np.int64)


def _text(data: bytes, starts: Places, lengths: Places) -> pa.Table:
    lines = [data[start : start + length] for start, length in zip(starts.tolist(), lengths.tolist(), strict=True)]
    if data.isascii():
        return pa.table(
            {"line": pa.array(lines, pa.binary()).cast(pa.string()), "problem": pa.nulls(len(lines), pa.string())}
        )
    decoded = [_decoded(line) for line in lines]
    return pa.table(
        {
            "line": pa.array([line for line, _ in decoded], pa.string()),
            "problem": pa.array([problem for _, problem in decoded], pa.string()),
        }
    )


def _decoded(line: bytes) -> tuple[str, str | None]:
    try:
        return line.decode("utf-8"), None
    except UnicodeDecodeError:
        return line.decode("utf-8", "backslashreplace"), "BAD_ENCODING"
