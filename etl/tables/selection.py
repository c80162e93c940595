"""Our columns of a table as an Arrow table of text, one row per record; everything else stays in the archive.

A row becomes a record, or is ignored: blank rows, titles above the headings, the headings and their repetitions.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from etl.reading import FileToRead
from etl.records import Column
from etl.settings import ColumnMapping
from etl.tables.cell_faults import Fault, fault_columns, readable
from etl.tables.grid import ROWS_BEFORE_HEADING, Grid, Row, is_blank
from etl.tables.headings import Layout, find_layout, score
from etl.tables.opening import open_grid
from etl.tables.vocabulary import translated

_BLANKS = " \t\r\n\u00a0\ufeff\u200b"
_ROWS_AT_A_TIME = 8_192
"""Small enough that the cells in work stay few: faster than large batches, and any file size fits into memory."""

FAULTS = pa.schema([("problem", pa.string()), ("problem_column", pa.string()), ("problem_value", pa.string())])


@dataclass(frozen=True)
class Selection:
    """`table`: record_no, our columns as text (blank is null), and `FAULTS` of rows that are damaged as such."""

    table: pa.Table
    ignored: int
    layout: Layout


def read_selection(file: FileToRead, columns: Sequence[Column]) -> Selection:
    """Opens the table of a file and takes these columns of it; raises `FileRefused` when that cannot be done."""
    grid = open_grid(file, partial(score, columns=columns, mapping=file.mapping))
    return _select(grid, columns, file.mapping)


def _select(grid: Grid, columns: Sequence[Column], mapping: ColumnMapping) -> Selection:
    first = list(islice(grid.rows, max(ROWS_BEFORE_HEADING, mapping.header_row or 0)))
    layout = find_layout(first, columns, mapping)
    names = [column.name for column in columns]
    batches: list[pa.Table] = []
    seen = 0
    for rows in _batches(first, grid.rows):
        seen += len(rows)
        batches.append(_batch(_records(rows, layout), layout, names, fixed_width=grid.fixed_width))
    table = translated(pa.concat_tables(batches), mapping)
    return Selection(table, seen - table.num_rows + grid.rows_elsewhere, layout)


def _batches(first: list[Row], rest: Iterator[Row]) -> Iterator[list[Row]]:
    yield first
    while rows := list(islice(rest, _ROWS_AT_A_TIME)):
        yield rows


def _records(rows: list[Row], layout: Layout) -> list[Row]:
    headings = list(layout.headings)
    return [row for row in rows if row[0] > layout.heading_no and row[1] != headings and not is_blank(row[1])]


def _batch(rows: list[Row], layout: Layout, names: Sequence[str], *, fixed_width: bool) -> pa.Table:
    width = len(layout.headings)
    faults: dict[int, Fault] = {}
    for index, (_, cells) in enumerate(rows):
        if len(cells) != width:
            rows[index] = (rows[index][0], _fitted(cells, width, index, faults if fixed_width else None))
    columns = {"record_no": pa.array([number for number, _ in rows], pa.int32())}
    for name in names:
        columns[name] = _column(rows, layout.positions.get(name), _note(faults, name))
    columns.update(fault_columns(faults, len(rows)))
    return pa.table(columns)


def _fitted(cells: list[str], width: int, index: int, faults: dict[int, Fault] | None) -> list[str]:
    """A row of the heading's width. One that was cut or torn holds nothing: its cells may belong to other columns."""
    if faults is not None and (len(cells) < width or not is_blank(cells[width:])):
        faults[index] = Fault("WRONG_COLUMN_COUNT", None, str(len(cells)))
        return [""] * width
    return [*cells[:width], *[""] * (width - len(cells))]


def _note(faults: dict[int, Fault], name: str) -> Callable[[int, str, str], None]:
    def note(index: int, problem: str, value: str) -> None:
        faults.setdefault(index, Fault(problem, name, value))

    return note


def _column(rows: list[Row], place: int | None, note: Callable[[int, str, str], None]) -> pa.Array:
    if place is None:
        return pa.nulls(len(rows), pa.string())
    text = readable([cells[place] for _, cells in rows], note)
    trimmed = pc.utf8_trim(text, characters=_BLANKS)
    return pc.if_else(pc.equal(trimmed, ""), None, trimmed)
