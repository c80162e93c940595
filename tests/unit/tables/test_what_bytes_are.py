"""Opening a table: formats, encodings, delimiters, damage."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from etl.errors import FileRefused, WrongUsage
from etl.tables.limits import check_workbook
from tests.unit.tables.conftest import Read, column

FIXTURES = Path(__file__).parent / "fixtures"
ROSTER = "nip,work_date,shift_code\n198503152010011001,2026-07-01,PAGI\n"


def refusal(read: Read, content: str | bytes | Path, kind: str = "roster", **mapping: object) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read(kind, content, **mapping)
    return refused.value


def test_a_byte_order_mark_and_semicolons_are_understood(read: Read) -> None:
    parsed = read("roster", FIXTURES / "semicolon_csv_with_bom.csv")
    assert (column(parsed, "nip"), parsed.ignored) == (["198503152010011001"], 1)


def test_the_unicode_text_of_excel_is_utf16_with_tabs(read: Read) -> None:
    assert column(read("roster", FIXTURES / "utf16_export_of_excel.csv"), "shift_code") == ["PAGI"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_yields_our_headings(read: Read, delimiter: str) -> None:
    assert column(read("roster", ROSTER.replace(",", delimiter)), "shift_code") == ["PAGI"]


def test_a_title_with_commas_does_not_decide_the_delimiter(read: Read) -> None:
    parsed = read("roster", "Jadwal, Juli, 2026, Dinas, Uji\n" + ROSTER.replace(",", ";"))
    assert (column(parsed, "record_no"), parsed.ignored) == ([3], 2)


def test_the_hint_line_of_excel_names_the_delimiter(read: Read) -> None:
    assert column(read("roster", "sep=|\n" + ROSTER.replace(",", "|")), "record_no") == [3]


def test_record_no_is_the_line_on_which_a_record_with_line_breaks_begins(read: Read) -> None:
    parsed = read("calendar", FIXTURES / "quoted_newline_before_a_bad_row.csv")
    assert column(parsed, "record_no") == [2, 4]
    assert column(parsed, "decree") == ["SKB 1\nTahun 2026", "SKB 1"]
    assert column(parsed, "problem") == [None, "NOT_A_DATE"]


def test_a_quotation_that_is_never_closed_refuses_the_file_instead_of_swallowing_it(read: Read) -> None:
    refused = refusal(read, ROSTER + '198503152010011002,2026-07-01,"PAGI\n' + ROSTER)
    assert refused.reason_code == "UNCLOSED_QUOTE"
    assert "line 3" in str(refused)


def test_one_latin1_byte_refuses_its_row_only(read: Read) -> None:
    parsed = read("roster", FIXTURES / "latin1_byte_in_one_row.csv")
    assert column(parsed, "problem") == [None, "BAD_ENCODING"]
    assert column(parsed, "problem_value") == [None, "CA\\xd1ETE"]


def test_the_mapping_names_the_encoding(read: Read) -> None:
    parsed = read("roster", FIXTURES / "latin1_byte_in_one_row.csv", encoding="latin-1")
    assert column(parsed, "shift_code") == ["PAGI", "CAÑETE"]


def test_bad_bytes_in_a_column_that_is_not_ours_do_no_harm(read: Read) -> None:
    content = b"nip,nama,work_date,shift_code\n198503152010011001,CA\xd1ETE,2026-07-01,PAGI\n"
    assert column(read("roster", content), "problem") == [None]


def test_a_nul_character_refuses_its_row_only(read: Read) -> None:
    parsed = read("roster", FIXTURES / "nul_character_in_one_row.csv")
    assert column(parsed, "problem") == ["BAD_ENCODING", None]


def test_a_cell_of_ten_megabytes_refuses_its_row_only(read: Read) -> None:
    parsed = read("roster", ROSTER + f"198503152010011002,2026-07-01,{'x' * 10_000_000}\n" + ROSTER.splitlines()[1])
    assert column(parsed, "problem") == [None, "TOO_LONG", None]
    assert len(column(parsed, "problem_value")[1]) == 200


def test_a_row_with_other_cells_than_headings_is_refused_and_never_shifted(read: Read) -> None:
    parsed = read("roster", FIXTURES / "row_torn_by_an_unquoted_comma.csv")
    assert column(parsed, "problem") == [None, "WRONG_COLUMN_COUNT", "WRONG_COLUMN_COUNT"]
    assert column(parsed, "problem_value") == [None, "4", "2"]


def test_blank_cells_behind_the_last_heading_are_no_damage(read: Read) -> None:
    assert column(read("roster", ROSTER.strip() + ",,\n"), "problem") == [None]


def test_a_web_page_called_xls_is_read_as_a_web_page(read: Read) -> None:
    parsed = read("attendance_table", FIXTURES / "html_with_unclosed_rows_called_xls.xls")
    assert [str(moment)[11:16] for moment in column(parsed, "punched_at")] == ["07:25", "12:01", "16:01", "16:30"]
    assert column(parsed, "record_no") == [3, 3, 3, 4]


def test_a_raw_biff2_stream_called_xls_is_read(read: Read) -> None:
    parsed = read("attendance_table", FIXTURES / "biff2_called_xls.xls")
    assert [str(moment) for moment in column(parsed, "punched_at")] == [
        "2026-07-01 07:25:00",
        "2026-07-01 16:01:00",
        "2026-07-01 07:30:00",
    ]


def test_a_workbook_with_several_filled_sheets_needs_the_name_of_one(read: Read) -> None:
    assert refusal(read, FIXTURES / "two_sheets_with_rows.xlsx").reason_code == "SHEET_NOT_FOUND"
    parsed = read("roster", FIXTURES / "two_sheets_with_rows.xlsx", sheet="Agustus")
    assert (column(parsed, "record_no"), parsed.ignored) == ([2, 3], 1 + 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "EMPTY_FILE"),
        (b"<?xml version='1.0'?><Workbook/>", "UNKNOWN_FORMAT"),
        (bytes(range(256)) * 40, "HEADER_NOT_FOUND"),
        (b"PK\x03\x04 not a zip at all", "NOT_READABLE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not a compound file", "NOT_READABLE"),
        (b"\x09\x00\x04\x00\x02\x00\x10\x00\xff\xff\xff\xff", "NOT_READABLE"),
    ],
)
def test_what_is_no_table_is_refused_by_name(read: Read, content: bytes, reason: str) -> None:
    assert refusal(read, content).reason_code == reason


def test_a_configured_delimiter_of_two_characters_is_a_mistake_in_the_mapping(read: Read) -> None:
    with pytest.raises(WrongUsage, match="delimiter"):
        read("roster", ROSTER, delimiter="||")


def workbook_with(tmp_path: Path, part: bytes) -> Path:
    path = tmp_path / "workbook"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", part)
    return path


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="zip bomb"):
        check_workbook(workbook_with(tmp_path, b"\0" * 50_000_000))


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = workbook_with(tmp_path, b"\0" * 50_000_000)
    path.write_bytes(path.read_bytes().replace((50_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little")))
    with pytest.raises(FileRefused, match="zip bomb"):
        check_workbook(path)


def test_two_cells_in_opposite_corners_are_refused_because_readers_fill_the_rectangle(read: Read) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"], workbook.active["XFD1048576"] = "nip", "far away"
    content = io.BytesIO()
    workbook.save(content)
    assert refusal(read, content.getvalue()).reason_code == "TOO_LARGE"


def test_a_part_that_is_named_differently_in_the_directory_is_refused(tmp_path: Path) -> None:
    path = workbook_with(tmp_path, b"<worksheet/>")
    path.write_bytes(path.read_bytes().replace(b"sheet1.xml", b"sheet2.xml", 1))
    with pytest.raises(FileRefused, match="named differently"):
        check_workbook(path)


def test_a_part_with_a_flipped_bit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "workbook"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    path.write_bytes(path.read_bytes().replace(b"<workbook/>", b"<workbooj/>"))
    with pytest.raises(FileRefused, match="checksum"):
        check_workbook(path)


@pytest.mark.parametrize("size", [600, 3_800, 5_000])
def test_a_cut_xls_is_refused_even_where_the_library_panics(read: Read, size: int) -> None:
    whole = (FIXTURES / "attendance_management_report.xls").read_bytes()
    assert refusal(read, whole[:size], "attendance_table").reason_code == "NOT_READABLE"
