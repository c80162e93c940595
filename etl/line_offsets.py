"""Lines of an archived text by number, without reading it whole: where every `STEP`th begins is kept.

The offsets follow from the bytes: losing them costs the next reader one pass.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from etl.archive import object_path, read_range
from etl.durable import write_durably
from etl.settings import Workspace

STEP = 1024
"""Lines between two offsets kept: 8 bytes for so many records."""
LARGE = 1 << 20
"""Smaller files are read whole: that takes less than a thousandth of a second."""
_BLOCK = 1 << 24


def lines_of(workspace: Workspace, sha256: str, indexes: Sequence[int]) -> dict[int, bytes]:
    """Lines of an archive object by their index from 0, without their ends; those it does not have are left out."""
    path = object_path(workspace.archive, sha256)
    if path.stat().st_size < LARGE:
        lines = path.read_bytes().split(b"\n")
        return {index: lines[index].rstrip(b"\r") for index in indexes if 0 <= index < len(lines)}
    offsets = offsets_of(workspace, sha256)
    return {index: line for index in indexes if (line := _line(path, offsets, index)) is not None}


def offsets_of(workspace: Workspace, sha256: str) -> npt.NDArray[np.int64]:
    """Where lines 0, STEP, 2 * STEP, ... begin, and the size of the object; kept where the workspace may be written."""
    kept = workspace.home / "offsets" / sha256
    if kept.is_file():
        return np.frombuffer(kept.read_bytes(), np.int64)
    offsets = _find_offsets(object_path(workspace.archive, sha256))
    try:
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        write_durably(kept, offsets.tobytes())
    except OSError:
        return offsets
    return offsets


def _find_offsets(path: Path) -> npt.NDArray[np.int64]:
    found = [np.zeros(1, np.int64)]
    begun, seen = 0, 0
    with path.open("rb", buffering=0) as handle:
        while block := handle.read(_BLOCK):
            ends = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n")).astype(np.int64)
            # the line after end number k (from 1) has index k
            first = -(seen + 1) % STEP
            found.append(ends[first::STEP] + (begun + 1))
            begun += len(block)
            seen += len(ends)
    return np.concatenate([*found, np.array([begun], np.int64)])


def _line(path: Path, offsets: npt.NDArray[np.int64], index: int) -> bytes | None:
    place, further = divmod(index, STEP)
    if index < 0 or place >= len(offsets) - 1:
        return None
    start, end = int(offsets[place]), int(offsets[place + 1])
    lines = read_range(path, start, end - start).split(b"\n")
    return lines[further].rstrip(b"\r") if further < len(lines) else None
