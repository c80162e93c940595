"""HTML tables, which many applications export under the name `.xls`.

Rows are the `<tr>` tags of the whole page in order, from 1; tags that are never closed are usual. All tables
of a page are read as one: some exporters put the headings into a table of their own.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

from etl.errors import FileRefused
from etl.tables.decoding import error_handler
from etl.tables.grid import Grid

_MAX_SPAN = 100
_ROW_TAG = re.compile(r"<tr(?=[\s>/])", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
"""A comment that is never closed hides the rest of the page, as in a browser; HTMLParser shows it as text."""


def read_web_page(path: Path, encoding: str) -> Grid:
    markup = _COMMENT.sub("", path.read_bytes().decode(encoding, errors=error_handler(encoding)))
    parser = _TableParser()
    parser.feed(markup)
    parser.close()
    if parser.cells_outside_rows:
        raise _refused("table cells inside rows", f"{parser.cells_outside_rows} cells outside a row")
    if len(parser.rows) != len(_ROW_TAG.findall(markup)):
        raise _refused("every row as a tag of its own", "rows inside a damaged tag or a script")
    return Grid(iter(enumerate(parser.rows, start=1)), fixed_width=False)


def _refused(expected: str, found: str) -> FileRefused:
    todo = "Open the file in a spreadsheet program and save it as XLSX or CSV."
    return FileRefused("NOT_READABLE", expected=expected, found=found, todo=todo)


class _TableParser(HTMLParser):
    """Collects the text of cells; scripts and styles are never cells, nothing is fetched or run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.cells_outside_rows = 0
        self._text: list[str] | None = None
        self._columns = 1
        self._held: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag == "table":
            self._end_cell()
            self._held.clear()
        elif tag in ("td", "th"):
            self._end_cell()
            self._begin_cell(dict(attrs))
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        if not self.rows:
            self.cells_outside_rows += 1
            return
        self._skip_held()
        self._columns = _span(attributes.get("colspan"))
        rows_below = _span(attributes.get("rowspan")) - 1
        place = len(self.rows[-1])
        for column in range(place, place + self._columns):
            if rows_below:
                self._held[column] = len(self.rows) + rows_below
        self._text = []

    def _skip_held(self) -> None:
        """Columns that a cell of an earlier row covers stay blank, so that nothing shifts."""
        row = self.rows[-1]
        while self._held.get(len(row), 0) >= len(self.rows):
            row.append("")

    def _end_cell(self) -> None:
        if self._text is None:
            return
        self.rows[-1].extend(["".join(self._text).strip(), *[""] * (self._columns - 1)])
        self._text = None


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MAX_SPAN) if text is not None and text.isascii() and text.isdigit() else 1
