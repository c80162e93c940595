"""The second counter agrees with the readers, on any table."""

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.counting import count_table_rows
from etl.errors import FileRefused
from etl.tables.delimited import read_rows
from etl.tables.workbook import read_workbook

ANY_PATH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
AWKWARD = st.text(alphabet='",\n\r a', max_size=60)
SHEET_CELLS = st.one_of(st.none(), st.integers(), st.booleans(), st.sampled_from(["", " ", "a", "<tr>", "&"]))


def write(folder: Path, content: bytes) -> Path:
    path = folder / "table"
    path.write_bytes(content)
    return path


@ANY_PATH
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=20),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_well_formed_text(tmp_path: Path, rows: list[list[str]], delimiter: str, end: str, encoding: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["nip", "work_date", "shift_code"] * 20, *rows])  # one heading row that shows the delimiter
    path = write(tmp_path, text.getvalue().encode(encoding))
    read = list(read_rows(path, encoding, delimiter))
    assert len(read) == len(rows) + 1 == count_table_rows(path)


@ANY_PATH
@given(text=AWKWARD)
def test_text_with_quotes_in_odd_places(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, f"nip,work_date,shift_code\n{text}".encode())
    try:
        read = list(read_rows(path, "utf-8", ","))
    except FileRefused:
        return
    assert len(read) == count_table_rows(path)


@ANY_PATH
@given(text=AWKWARD)
def test_record_no_is_the_line_on_which_the_record_begins(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text.encode())
    try:
        begins = [number for number, _ in read_rows(path, "utf-8", ",")]
    except FileRefused:
        return
    assert begins == sorted(set(begins))
    assert begins[:1] in ([], [1])
    assert len(begins) <= len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


@settings(parent=ANY_PATH, max_examples=60)
@given(sheets=st.lists(st.lists(st.lists(SHEET_CELLS, max_size=4), max_size=6), min_size=1, max_size=3))
def test_workbooks(tmp_path: Path, sheets: list[list[list[object]]]) -> None:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets):
        sheet = workbook.create_sheet(f"Lembar {number}")
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    workbook.save(content)
    path = write(tmp_path, content.getvalue())
    grid = read_workbook(path, "Lembar 0", ".")
    assert len(list(grid.rows)) + grid.rows_elsewhere == count_table_rows(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 damaged", b"\xd0\xcf\x11\xe0 damaged", b"\x09\x00\x04\x00"])
def test_what_cannot_be_opened_holds_no_record(tmp_path: Path, content: bytes) -> None:
    assert count_table_rows(write(tmp_path, content)) == 0


def test_a_workbook_that_declares_entities_is_not_expanded(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet><row><c><v>&a;</v></c></row></worksheet>'
    relation = b'<Relationships><Relationship Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    path = tmp_path / "table"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", relation)
        archive.writestr("xl/worksheets/sheet1.xml", bomb)
    assert count_table_rows(path) == 0
