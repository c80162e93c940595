"""Which row holds the headings, and which heading is which of our columns.

A column is found by the heading its mapping names; else by its own name; else by the other headings seen in the
field (`Column.aliases`). Capitals, blanks, line breaks, underscores and a running number in front make no
difference. Position never decides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from etl.errors import FileRefused, WrongUsage
from etl.records import Column
from etl.settings import ColumnMapping
from etl.tables.grid import ROWS_BEFORE_HEADING, Row, is_blank

_NO_DIFFERENCE = re.compile(r"[\s_\u00a0\ufeff\u200b]+")
_RUNNING_NUMBER = re.compile(r"^\s*(?:u?\d{1,2}\s*[.):\u2013-]|u\d{1,2}\s)\s*(?=\D)", re.IGNORECASE)
"""`8. Penanganan Pengaduan` and `U8 Penanganan Pengaduan` are headings by their words."""
_NAMES_THAT_TELL = 2
"""A row that names two of our columns is the heading row; one name may be chance."""
_HEADINGS_SHOWN = 60


@dataclass(frozen=True)
class Layout:
    """`heading_no`: record_no of the (last) heading row; `positions`: our column -> place in a row, from 0."""

    heading_no: int
    headings: tuple[str, ...]
    positions: dict[str, int]


def folded(heading: str) -> str:
    """A heading without what makes no difference, for comparing."""
    return _NO_DIFFERENCE.sub("", _RUNNING_NUMBER.sub("", heading)).casefold()


def score(rows: Sequence[Row], columns: Sequence[Column], mapping: ColumnMapping) -> int:
    """How many of our columns the best of these rows names."""
    return max((_named(cells, columns, mapping) for _, cells in _candidates(rows)), default=0)


def find_layout(rows: Sequence[Row], columns: Sequence[Column], mapping: ColumnMapping) -> Layout:
    """Raises `FileRefused` when there is no heading row, a column is missing, or one is there twice."""
    _check_mapping(columns, mapping)
    number, headings = _heading_row(rows, columns, mapping)
    found = {column.name: place for column in columns if (place := _place(column, headings, mapping)) is not None}
    _check_complete(found, columns, headings, mapping)
    return Layout(number, tuple(headings), found)


def _check_mapping(columns: Sequence[Column], mapping: ColumnMapping) -> None:
    known = {column.name for column in columns}
    unknown = sorted({*mapping.columns, *mapping.constants, *mapping.values} - known)
    if unknown:
        raise WrongUsage(
            "column mapping",
            expected=f"columns of the record: {', '.join(sorted(known))}",
            found=", ".join(unknown),
            todo="Mend the mapping of the source.",
        )


def _heading_row(rows: Sequence[Row], columns: Sequence[Column], mapping: ColumnMapping) -> Row:
    if mapping.header_row is not None:
        return _configured_row(rows, mapping.header_row)
    candidates = list(_candidates(rows))
    best = max(candidates, key=lambda row: _named(row[1], columns, mapping), default=None)
    enough = min(_NAMES_THAT_TELL, len(_looked_for(columns, mapping)))
    if best is None or _named(best[1], columns, mapping) < enough:
        raise _no_heading(columns, mapping, f"none in the first {ROWS_BEFORE_HEADING} rows")
    return best


def _configured_row(rows: Sequence[Row], number: int) -> Row:
    for row in rows:
        if row[0] == number:
            return row
    raise FileRefused(
        "HEADER_NOT_FOUND",
        expected=f"headings in row {number}, as the mapping says",
        found="no row that begins there",
        todo="Mend header_row in the mapping.",
    )


def _no_heading(columns: Sequence[Column], mapping: ColumnMapping, found: str) -> FileRefused:
    return FileRefused(
        "HEADER_NOT_FOUND",
        expected=f"a row of headings that names {', '.join(_looked_for(columns, mapping)[:_HEADINGS_SHOWN])}",
        found=found,
        todo="Check that the file belongs to this source; name the headings and the delimiter in its column mapping.",
    )


def _candidates(rows: Sequence[Row]) -> Iterator[Row]:
    """Single rows, then merged headings of two rows, where a blank cell below continues the cell above."""
    filled = [row for row in rows[:ROWS_BEFORE_HEADING] if not is_blank(row[1])]
    yield from filled
    for (_, above), (number, below) in pairwise(filled):
        width = max(len(above), len(below))
        pairs = zip(_padded(above, width), _padded(below, width), strict=True)
        yield number, [low if low.strip() else high for high, low in pairs]


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _named(cells: list[str], columns: Sequence[Column], mapping: ColumnMapping) -> int:
    present = {folded(cell) for cell in cells} - {""}
    return sum(any(not present.isdisjoint(names) for names in _names(column, mapping)) for column in columns)


def _names(column: Column, mapping: ColumnMapping) -> tuple[tuple[str, ...], ...]:
    """The folded headings of a column, the surest first; what the mapping names is the only one."""
    if column.name in mapping.constants:
        return ()
    if column.name in mapping.columns:
        return ((folded(mapping.columns[column.name]),),)
    return (folded(column.name),), tuple(folded(alias) for alias in column.aliases)


def _place(column: Column, headings: list[str], mapping: ColumnMapping) -> int | None:
    for names in _names(column, mapping):
        places = [place for place, heading in enumerate(headings) if folded(heading) in names]
        if len(places) > 1:
            raise FileRefused(
                "COLUMN_TWICE",
                expected=f"one column for {column.name}",
                found=f"{len(places)}: {', '.join(repr(headings[place]) for place in places)}",
                todo="Name the right heading in the column mapping, or rename one in the file.",
            )
        if places:
            return places[0]
    return None


def _looked_for(columns: Sequence[Column], mapping: ColumnMapping) -> list[str]:
    return [mapping.columns.get(column.name, column.name) for column in columns if column.name not in mapping.constants]


def _check_complete(
    found: dict[str, int], columns: Sequence[Column], headings: Sequence[str], mapping: ColumnMapping
) -> None:
    needed = [c.name for c in columns if c.required or c.name in mapping.columns]
    missing = [name for name in needed if name not in found and name not in mapping.constants]
    if missing:
        raise FileRefused(
            "MISSING_COLUMN",
            expected="a heading for " + ", ".join(_described(name, mapping) for name in missing),
            found="the headings " + ", ".join(repr(h) for h in headings[:_HEADINGS_SHOWN] if h.strip()),
            todo="If it was renamed, name the new heading in the column mapping; then run: kinerja replay",
        )


def _described(name: str, mapping: ColumnMapping) -> str:
    return f"{name} ({mapping.columns[name]!r} in the mapping)" if name in mapping.columns else name
