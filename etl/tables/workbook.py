"""Sheets of workbooks as rows of text. Formulas give their stored values; macros and links are never followed.

Numbers from 1e15 on are written with `.0`: a double no longer holds 18 digits, and `conversion` must see it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from io import BytesIO
from math import isfinite
from pathlib import Path

import xlrd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from etl.errors import FileRefused
from etl.tables.error_cells import Errors, error_shown, xls_errors, xlsx_errors
from etl.tables.formats import TableFormat, format_of
from etl.tables.grid import Grid, Row, without_trailing_blanks
from etl.tables.xlrd_failures import XLRD_FAILURES

EXACT_BELOW = 10**15
_DAY_ZERO = datetime(1899, 12, 31)
_FIRST_YEAR_OF_DATES = 1901
_HALF_A_SECOND = timedelta(microseconds=500_000)

Cell = str | bool | float | datetime | date | time | timedelta | None


def read_workbook(path: Path, sheet: str | None, decimal: str) -> Grid:
    """The one visible sheet that holds rows, or the one the mapping names."""
    errors = _error_cells(path)
    try:
        sheets = _sheets(CalamineWorkbook.from_path(str(path)))
    except (CalamineError, ValueError, OSError) as error:
        raise _not_readable(type(error).__name__) from None
    except BaseException as panic:
        # a panic of Rust code on damaged bytes is no Exception, and its type cannot be imported
        if type(panic).__name__ != "PanicException":
            raise
        raise _not_readable("PanicException") from None
    readers = {found.name: _reader(found.iter_rows, decimal, _within(found, errors)) for found, _ in sheets}
    return _chosen(readers, [found.name for found, visible in sheets if visible], sheet)


def _error_cells(path: Path) -> dict[str, Errors]:
    """Before calamine sees an XLS: of a damaged one it asks for 16 GB at once, and the process ends, not the file."""
    if format_of(path) is TableFormat.XLSX:
        return xlsx_errors(path)
    try:
        return xls_errors(path)
    except XLRD_FAILURES as error:
        raise _not_readable(type(error).__name__) from None


def _within(sheet: CalamineSheet, errors: dict[str, Errors]) -> Errors:
    """The errors of a sheet by their place in calamine's rows, which begin with the first column that is used."""
    first = sheet.start[1] if sheet.start else 0
    found = errors.get(sheet.name, {})
    return {row: {column - first: shown for column, shown in places.items()} for row, places in found.items()}


def _sheets(workbook: CalamineWorkbook) -> list[tuple[CalamineSheet, bool]]:
    """Worksheets and whether they are visible; charts and macro sheets hold no table."""
    return [
        (workbook.get_sheet_by_name(found.name), found.visible == SheetVisibleEnum.Visible)
        for found in workbook.sheets_metadata
        if found.typ == SheetTypeEnum.WorkSheet
    ]


def read_biff2(path: Path, sheet: str | None, decimal: str) -> Grid:
    """Raw Excel 2 streams, still written by attendance software; only xlrd reads them."""
    try:
        book = xlrd.open_workbook(file_contents=path.read_bytes(), encoding_override="cp1252", logfile=BytesIO())
    except XLRD_FAILURES as error:
        raise _not_readable(type(error).__name__) from None
    readers = {found.name: _reader(partial(_biff_rows, book, found), decimal) for found in book.sheets()}
    return _chosen(readers, list(readers), sheet)


def _biff_rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[list[Cell]]:
    for number in range(sheet.nrows):
        yield [_biff_cell(book, cell) for cell in sheet.row(number)]


def _biff_cell(book: xlrd.Book, cell: xlrd.sheet.Cell) -> Cell:
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment: Cell = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
        return moment if cell.value >= 1 else timedelta(days=cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER):
        value: str | float = cell.value
        return value
    return error_shown(cell.value) if cell.ctype == xlrd.XL_CELL_ERROR else None


def _reader(
    rows: Callable[[], Iterator[Sequence[Cell]]], decimal: str, errors: Errors | None = None
) -> Callable[[], Iterator[Row]]:
    def read() -> Iterator[Row]:
        numbered = enumerate(rows(), start=1)
        texts = ((number, [cell_text(cell, decimal) for cell in row]) for number, row in numbered)
        return without_trailing_blanks(_with_errors(texts, errors) if errors else texts)

    return read


def _with_errors(rows: Iterator[Row], errors: Errors) -> Iterator[Row]:
    """Calamine gives a cell that shows an error as a blank one."""
    for number, cells in rows:
        for column, shown in errors.get(number, {}).items():
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = shown
        yield number, cells


def _chosen(readers: dict[str, Callable[[], Iterator[Row]]], visible: list[str], sheet: str | None) -> Grid:
    filled = [name for name in visible if next(readers[name](), None) is not None]
    name = sheet or (filled[0] if len(filled) == 1 else None)
    if name not in readers:
        raise _sheet_refused(sheet, len(filled))
    elsewhere = sum(1 for other in readers if other != name for _ in readers[other]())
    return Grid(readers[name](), fixed_width=False, rows_elsewhere=elsewhere)


def _sheet_refused(sheet: str | None, filled: int) -> FileRefused:
    if sheet is None and filled == 0:
        return FileRefused("EMPTY_FILE", expected="a table", found="no row", todo="Export the table again.")
    expected = "one sheet with rows" if sheet is None else f"a sheet named {sheet!r}"
    todo = "Name the sheet in the column mapping (sheet = ...)."
    return FileRefused("SHEET_NOT_FOUND", expected=expected, found=f"{filled} visible sheets with rows", todo=todo)


def cell_text(cell: Cell, decimal: str) -> str:
    """A cell as people write it: dates in ISO form, times as HH:MM:SS, numbers with the mapping's decimal sign."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number_text(cell, decimal)
    if isinstance(cell, time):
        return _clock_text(
            timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond)
        )
    if isinstance(cell, timedelta):
        return _clock_text(cell)
    return _date_text(cell)


def _number_text(number: float, decimal: str) -> str:
    if not isfinite(number):
        return str(number)  # scripts write NaN where nothing was computed; it is no number of anything
    if abs(number) >= EXACT_BELOW:
        return f"{number:.0f}.0"
    if number == int(number):
        return str(int(number))
    return format(Decimal(repr(number)), "f").replace(".", decimal)


def _date_text(moment: date) -> str:
    if moment.year < _FIRST_YEAR_OF_DATES:
        return _clock_text(datetime.combine(moment, time()) - _DAY_ZERO + _time_of(moment))
    if isinstance(moment, datetime):
        return (moment + _HALF_A_SECOND).strftime("%Y-%m-%d %H:%M:%S")
    return moment.isoformat()


def _time_of(moment: date) -> timedelta:
    return moment - datetime.combine(moment, time()) if isinstance(moment, datetime) else timedelta()


def _clock_text(span: timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}"


def _not_readable(found: str) -> FileRefused:
    return FileRefused(
        "NOT_READABLE",
        expected="a workbook without a password",
        found=f"a damaged or protected one ({found})",
        todo="Open it in a spreadsheet program and save it as XLSX without a password.",
    )
