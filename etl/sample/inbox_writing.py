"""Writing sample files into the inbox: whole files under their final name, tables with fixed bytes."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Cell = str | int | float | None
Row = Sequence[Cell]

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_CHANGING = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</)")
_FIXED = rb"\g<1>2025-01-01T00:00:00Z\g<3>"


def write_file(path: Path, content: bytes) -> None:
    """The loader never sees half a file: hidden files are not looked at."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_bytes(content)
    temporary.replace(path)


def csv_bytes(headings: Sequence[str], rows: Iterable[Row], delimiter: str = ",") -> bytes:
    """UTF-8 without BOM, CR LF, cells quoted where needed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode()


def xlsx_bytes(sheet: str, rows: Iterable[Row]) -> bytes:
    """A workbook of one sheet; the same rows give the same bytes. Text stays text, numbers stay numbers."""
    workbook = Workbook(write_only=True)
    page = workbook.create_sheet(sheet)
    for row in rows:
        page.append([_cell(page, value) for value in row])
    packed = io.BytesIO()
    workbook.save(packed)
    return _with_fixed_times(packed)


def _cell(page: Any, value: Cell) -> Any:
    """A text that begins like a formula must not become one."""
    if isinstance(value, str) and value.startswith("="):
        cell = WriteOnlyCell(page, value)
        cell.data_type = "s"
        return cell
    return value


def _with_fixed_times(packed: io.BytesIO) -> bytes:
    """The moment of saving stands in the directory of the archive and in the document's properties."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _CHANGING.sub(_FIXED, content)
            member = zipfile.ZipInfo(name, _LONG_AGO)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, content)
    return fixed.getvalue()
