"""Cells that are no value: bytes outside the encoding, NUL characters, texts too long, errors of a spreadsheet."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

MAX_CHARACTERS = 32_767
"""What a cell of a spreadsheet can hold at most; longer text is a torn file."""
SHOWN_CHARACTERS = 200

_ERROR_SHOWN = r"^\s*#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|ERROR!|GETTING_DATA|#+)\s*$"
"""What a spreadsheet shows where it has no value to show; `####` is a value too wide for its column."""

_DAMAGE = re.compile("[\ud800-\udfff\x00]")


class Fault(NamedTuple):
    """Why a row cannot be a record."""

    problem: str
    problem_column: str | None
    problem_value: str | None


def readable(cells: list[str], note: Callable[[int, str, str], None]) -> pa.Array:
    """The cells of a column as Arrow text; damaged ones are noted by index and made harmless."""
    try:
        text = pa.array(cells, pa.string())
    except UnicodeEncodeError:
        text = None
    if text is None or _any(pc.match_substring_regex(text, "[\\x00\ufffd]")):
        cells = _without_damage(cells, note)
        text = pa.array(cells, pa.string())
    if _any(pc.greater(pc.utf8_length(text), MAX_CHARACTERS)):
        text = pa.array(_without_excess(cells, note), pa.string())
    errors = pc.match_substring_regex(text, _ERROR_SHOWN)
    if _any(errors):
        for index in pc.indices_nonzero(errors).to_pylist():
            note(index, "CELL_ERROR", cells[index].strip())
    return text


def fault_columns(faults: dict[int, Fault], rows: int) -> dict[str, pa.Array]:
    """`problem, problem_column, problem_value`, null where the row has no fault."""
    columns = {}
    for field in Fault._fields:
        values = [getattr(faults.get(row), field, None) for row in range(rows)] if faults else [None] * rows
        columns[field] = pa.array(values, pa.string())
    return columns


def _any(flags: pa.Array) -> bool:
    return bool(pc.any(flags).as_py())


def _without_damage(cells: list[str], note: Callable[[int, str, str], None]) -> list[str]:
    cleaned = []
    for index, cell in enumerate(cells):
        if _DAMAGE.search(cell) or "\ufffd" in cell:
            shown = _DAMAGE.sub(_escaped, cell)
            note(index, "BAD_ENCODING", shown[:SHOWN_CHARACTERS])
            cleaned.append(shown)
        else:
            cleaned.append(cell)
    return cleaned


def _escaped(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]) & 0xFF:02x}"


def _without_excess(cells: list[str], note: Callable[[int, str, str], None]) -> list[str]:
    for index, cell in enumerate(cells):
        if len(cell) > MAX_CHARACTERS:
            note(index, "TOO_LONG", cell[:SHOWN_CHARACTERS])
    return ["" if len(cell) > MAX_CHARACTERS else cell for cell in cells]
