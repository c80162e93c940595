"""Exports of other attendance devices and applications, one row per person and day or per punch.

Times stand either in one column of moments (`punched_at`), or in any number of cells beside a date (`punches` of
the mapping), each cell holding any number of times, even without a separator: `07:2516:01`. Cells follow each other in
time: one before the first time of its row is of the next day, as after a night shift. `item_no` numbers the punches of
a row. A row that names a person (and a date, or a moment column) but no time says that there was no
punch: it is ignored. Sources: formats 1.4, 1.5, 1.8.
"""

import duckdb

from etl.attendance.punch_cells import PunchTable, punches_sql, rows_without_punch_sql
from etl.errors import FileRefused
from etl.reading import FileToRead, Parsed
from etl.records import RECORDS, Column
from etl.settings import ColumnMapping
from etl.tables.conversion import convert
from etl.tables.parsed_rows import parsed_rows
from etl.tables.selection import read_selection

_TABLE = "attendance_table"
_PERSON = Column(
    "pin",
    "TEXT",
    "number of the person, as text",
    required=True,
    aliases=("no. id", "no id", "person id", "ac-no.", "emp no."),
)
_DATE = Column("date", "DATE", "date of the times in the punch cells", aliases=("tanggal",))
_MOMENT = Column("punched_at", "TEXT", "date and time of one punch", aliases=("scan date", "time", "waktu"))
_DEVICE = Column("device", "TEXT", "device as the application names it")
_USUAL_PUNCHES = ("scan masuk", "scan pulang")
"""Of the Indonesian "Attendance Management" report; others are named by the mapping."""


def read(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    """Raises `FileRefused` when the table cannot be opened, or holds no person or no times."""
    columns = columns_of(file.mapping)
    selection = read_selection(file, columns)
    cells = _punch_cells(columns, selection.layout.positions, file.mapping)
    connection.register(_TABLE, convert(selection.table, columns, file.mapping, connection))
    try:
        table = PunchTable(_TABLE, cells, file.source, file.mapping)
        items = connection.execute(punches_sql(table)).to_arrow_table()
        empty = connection.execute(rows_without_punch_sql(table)).fetchall()[0][0]
    finally:
        connection.unregister(_TABLE)
    return Parsed(parsed_rows(items, file, RECORDS["punch"]), selection.ignored + empty)


def columns_of(mapping: ColumnMapping) -> tuple[Column, ...]:
    """The columns looked for: person, times, device, and the cells of punches that the mapping names."""
    own = tuple(RECORDS["punch"].column(name) for name in ("verify_mode", "state", "work_code"))
    headings = mapping.punches or _USUAL_PUNCHES
    cells = tuple(
        Column(f"punch cell {number}", "TEXT", "times of one day", required=bool(mapping.punches), aliases=(heading,))
        for number, heading in enumerate(headings, start=1)
    )
    return (_PERSON, _DATE, _MOMENT, _DEVICE, *own, *cells)


def _punch_cells(columns: tuple[Column, ...], positions: dict[str, int], mapping: ColumnMapping) -> tuple[str, ...]:
    """The columns of this file that hold times; times beside no date can be no punches."""
    known = {*positions, *mapping.constants}
    cells = tuple(column.name for column in columns if column.name.startswith("punch cell") and column.name in known)
    if "date" in known:
        return _required(("punched_at", *cells) if "punched_at" in known else cells)
    return _required(("punched_at",) if "punched_at" in known else ())


def _required(cells: tuple[str, ...]) -> tuple[str, ...]:
    if not cells:
        raise FileRefused(
            "MISSING_COLUMN",
            expected="a column punched_at, or a date and punch cells",
            found="neither",
            todo="Name columns.punched_at, or columns.date and punches, in the column mapping; then: kinerja replay",
        )
    return cells
