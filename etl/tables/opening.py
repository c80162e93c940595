"""Opens a table: looks at its bytes, checks its cost, gives its rows."""

from collections.abc import Callable

from etl.errors import FileRefused, WrongUsage
from etl.reading import FileToRead
from etl.tables.decoding import encoding_of
from etl.tables.delimited import find_delimiter, read_rows
from etl.tables.formats import TableFormat, format_of
from etl.tables.grid import Grid, Row
from etl.tables.limits import check_workbook
from etl.tables.web_page import read_web_page
from etl.tables.workbook import read_biff2, read_workbook


def open_grid(file: FileToRead, score: Callable[[list[Row]], int]) -> Grid:
    """`score` says how many of our columns some first rows name; it decides the delimiter of text."""
    if file.path.stat().st_size == 0:
        raise FileRefused("EMPTY_FILE", expected="a table", found="no byte", todo="Export the table again.")
    match format_of(file.path):
        case TableFormat.XLSX:
            check_workbook(file.path)
            return read_workbook(file.path, file.mapping.sheet, file.mapping.decimal)
        case TableFormat.XLS:
            return read_workbook(file.path, file.mapping.sheet, file.mapping.decimal)
        case TableFormat.BIFF2:
            return read_biff2(file.path, file.mapping.sheet, file.mapping.decimal)
        case TableFormat.HTML:
            return read_web_page(file.path, encoding_of(file))
        case TableFormat.TEXT:
            return _text_grid(file, score)


def _text_grid(file: FileToRead, score: Callable[[list[Row]], int]) -> Grid:
    encoding = encoding_of(file)
    delimiter = _configured_delimiter(file) or find_delimiter(file.path, encoding, score)
    return Grid(read_rows(file.path, encoding, delimiter), fixed_width=True)


def _configured_delimiter(file: FileToRead) -> str | None:
    delimiter = file.mapping.delimiter
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise WrongUsage(
            f"mapping of source {file.source.name}, delimiter",
            expected="one character",
            found=repr(delimiter),
            todo='Write delimiter = ";" or "\\t" in the mapping.',
        )
    return delimiter
