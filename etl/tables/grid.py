"""A table as rows of cells in text, whatever file it came from."""

from collections.abc import Iterator
from dataclasses import dataclass

Row = tuple[int, list[str]]
"""`record_no` (physical line, or row of the sheet, from 1) and the cells."""

ROWS_BEFORE_HEADING = 10
"""The heading row is among the first ten rows."""


@dataclass(frozen=True)
class Grid:
    """`rows` in order, each exactly once, including titles, headings and blank rows."""

    rows: Iterator[Row]
    fixed_width: bool
    """Text: a row with another number of cells than headings is damaged. A sheet has no such rows."""
    rows_elsewhere: int = 0
    """Rows on sheets that the mapping does not name: counted, ignored."""


def without_trailing_blanks(rows: Iterator[Row]) -> Iterator[Row]:
    """A sheet ends with the last row that shows something; formats and borders below it are not rows."""
    waiting: list[Row] = []
    for row in rows:
        waiting.append(row)
        if not is_blank(row[1]):
            yield from waiting
            waiting.clear()


def is_blank(cells: list[str]) -> bool:
    return not "".join(cells).strip()
