"""Finding the heading row and our columns in it."""

from datetime import date
from pathlib import Path

import pytest

from etl.errors import FileRefused, WrongUsage
from tests.unit.tables.conftest import Read, column

FIXTURES = Path(__file__).parent / "fixtures"
ROW = "198503152010011001,2026-07-01,PAGI\n"


def test_headings_below_a_title_are_found(read: Read) -> None:
    parsed = read("roster", FIXTURES / "header_on_row_two.xlsx")
    assert (column(parsed, "record_no"), parsed.ignored) == ([3, 5], 3)
    assert column(parsed, "work_date") == [date(2026, 7, 1), date(2026, 7, 2)]


def test_the_mapping_may_say_which_row_holds_the_headings(read: Read) -> None:
    parsed = read("roster", "nip,work_date,x\n\nnip,work_date,shift_code\n" + ROW, header_row=3)
    assert column(parsed, "record_no") == [4]


def test_capitals_blanks_and_underscores_make_no_difference(read: Read) -> None:
    assert column(read("roster", ' Nip ,WORK DATE,"Shift\nCode"\n' + ROW), "shift_code") == ["PAGI"]


def test_reordered_and_new_columns_never_shift_a_value(read: Read) -> None:
    parsed = read("roster", "baru,shift_code,work_date,nip\n?,PAGI,2026-07-01,198503152010011001\n")
    assert (column(parsed, "nip"), column(parsed, "shift_code")) == (["198503152010011001"], ["PAGI"])


def test_a_missing_column_refuses_the_file_and_names_what_was_found(read: Read) -> None:
    with pytest.raises(FileRefused, match=r"shift_code.*'nip', 'work_date'") as refused:
        read("roster", FIXTURES / "missing_column.csv")
    assert refused.value.reason_code == "MISSING_COLUMN"
    assert "198503152010011001" not in str(refused.value)


def test_a_renamed_column_is_mended_by_the_mapping(read: Read) -> None:
    renamed = FIXTURES / "column_renamed_by_an_update.csv"
    with pytest.raises(FileRefused, match="kode_jadwal_baru"):
        read("roster", renamed)
    assert column(read("roster", renamed, columns={"shift_code": "Kode Jadwal Baru"}), "shift_code") == ["PAGI"]


def test_a_file_without_headings_is_refused_without_showing_its_rows(read: Read) -> None:
    with pytest.raises(FileRefused) as refused:
        read("roster", ROW * 12)
    assert refused.value.reason_code == "HEADER_NOT_FOUND"
    assert "1985" not in str(refused.value)


def test_one_of_our_columns_named_twice_refuses_the_file(read: Read) -> None:
    with pytest.raises(FileRefused, match="COLUMN_TWICE"):
        read("roster", "nip,nip,work_date,shift_code\n" + "1," + ROW)


def test_our_own_name_is_surer_than_another_heading_of_the_field(read: Read) -> None:
    parsed = read("roster", "tanggal,nip,work_date,shift_code\nkapan saja," + ROW)
    assert column(parsed, "work_date") == [date(2026, 7, 1)]


def test_headings_repeated_on_every_printed_page_are_ignored(read: Read) -> None:
    parsed = read("roster", FIXTURES / "heading_repeated_in_the_middle.csv")
    assert (column(parsed, "record_no"), parsed.ignored) == ([2, 4], 2)


def test_a_constant_stands_for_a_column_that_the_file_lacks(read: Read) -> None:
    parsed = read("roster", FIXTURES / "missing_column.csv", constants={"shift_code": "PAGI"})
    assert column(parsed, "shift_code") == ["PAGI"]


def test_words_of_the_file_become_ours(read: Read) -> None:
    parsed = read("roster", "nip,work_date,shift_code\n" + ROW, values={"shift_code": {"pagi": "P1"}})
    assert column(parsed, "shift_code") == ["P1"]


def test_a_mapping_of_a_column_that_the_record_lacks_is_a_mistake_in_the_mapping(read: Read) -> None:
    with pytest.raises(WrongUsage, match="jam_lembur"):
        read("roster", "nip,work_date,shift_code\n" + ROW, columns={"jam_lembur": "Lembur"})
