"""Cells in which a spreadsheet shows an error: a lookup that found nothing was taken for an empty cell."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.unit.tables.conftest import Read

FIXTURES = Path(__file__).parent / "fixtures"
HEADINGS = ("nip", "unit_code", "status", "valid_from", "valid_to")
GOOD = ("198001012010011001", "DINAS", "ACTIVE", "2020-01-01", "")


def register(*rows: tuple[str, ...], left: int = 0, above: int = 0) -> bytes:
    """A workbook whose table begins so many columns and rows from the corner; `#` words are errors of formulas."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for number, row in enumerate((HEADINGS, *rows), start=above + 1):
        for column, value in enumerate(row, start=left + 1):
            if value:
                cell = sheet.cell(number, column, value)
                cell.data_type = "e" if value.startswith("#") else cell.data_type
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def problems(parsed) -> list[tuple[object, ...]]:
    names = ("record_no", "problem", "problem_column", "problem_value")
    return [tuple(row[name] for name in names) for row in parsed.rows.to_pylist() if row["problem"]]


@pytest.mark.parametrize(("left", "above"), [(0, 0), (2, 3)])
def test_a_lookup_that_found_nothing_is_no_empty_cell(read: Read, left: int, above: int) -> None:
    """The person would have been in service "until further notice"."""
    gone = ("198102022011012002", "DINAS", "ACTIVE", "2020-01-01", "#N/A")
    parsed = read("employees", register(GOOD, gone, left=left, above=above))
    assert problems(parsed) == [(above + 3, "CELL_ERROR", "valid_to", "#N/A")]


def test_a_row_of_nothing_but_errors_is_a_row(read: Read) -> None:
    parsed = read("employees", register(GOOD, ("#REF!",) * 5))
    assert problems(parsed) == [(3, "CELL_ERROR", "nip", "#REF!")]


@pytest.mark.parametrize("shown", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "########"])
def test_an_error_exported_as_text_is_no_unit(read: Read, shown: str) -> None:
    """CSV holds what the cell showed; `####` is a value too wide for its column."""
    parsed = read("employees", f"{','.join(HEADINGS)}\n198001012010011001,{shown},ACTIVE,2020-01-01,\n")
    assert problems(parsed) == [(2, "CELL_ERROR", "unit_code", shown)]


def test_a_number_sign_within_a_text_is_text(read: Read) -> None:
    parsed = read("employees", f"{','.join(HEADINGS)}\n198001012010011001,#1 DINAS,ACTIVE,2020-01-01,\n")
    assert problems(parsed) == []


def test_errors_of_an_xls_are_found_too(read: Read, tmp_path: Path) -> None:
    """The scans of row 2 become BOOLERR (BIFF8, record 0x0205) and a record that says nothing, of the same length."""
    content = (FIXTURES / "attendance_management_report.xls").read_bytes()
    place = content.index(struct.pack("<HHHH", 0x00FD, 10, 1, 3))
    error = struct.pack("<HH6sBB", 0x0205, 8, content[place + 4 : place + 10], 0x2A, 1)
    error += struct.pack("<HH12x", 0x00FF, 12)
    path = tmp_path / "laporan.xls"
    path.write_bytes(content[:place] + error + content[place + len(error) :])
    parsed = read("attendance_table", path)
    assert problems(parsed) == [(2, "CELL_ERROR", "punch cell 1", "#N/A")]


@pytest.mark.parametrize("number", [b"NaN", b"inf", b"-inf"])
def test_what_is_no_number_in_a_workbook_costs_its_row_only(read: Read, number: bytes) -> None:
    """A script had written NaN: every load of the agency ended there, night after night."""
    workbook = openpyxl.Workbook()
    for row in (("nip", "work_date", "shift_code"), (GOOD[0], "2026-07-01", "PAGI"), (GOOD[0], 4711.5, "PAGI")):
        workbook.active.append(row)
    content = io.BytesIO()
    workbook.save(content)
    with zipfile.ZipFile(content) as archive:
        parts = {
            name: archive.read(name).replace(b"<v>4711.5</v>", b"<v>%s</v>" % number) for name in archive.namelist()
        }
    mended = io.BytesIO()
    with zipfile.ZipFile(mended, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    parsed = read("roster", mended.getvalue())
    assert [problem[:3] for problem in problems(parsed)] == [(3, "NOT_A_DATE", "work_date")]


@pytest.mark.parametrize("written", ["12.0", "12,0", "'12", '="12"'])
def test_a_pin_without_what_a_spreadsheet_put_around_it(read: Read, written: str) -> None:
    quoted = written.replace('"', '""')
    parsed = read("pin_map", f'device_id,pin,nip,valid_from\n*,"{quoted}",198001012010011001,2020-01-01\n')
    assert parsed.rows["pin"].to_pylist() == ["12"]
