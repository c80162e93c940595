"""Survey answers: elements by name, respondents without identity."""

from pathlib import Path

import pytest

from etl.errors import FileRefused
from tests.unit.tables.conftest import Read, column

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = "Persyaratan;Prosedur;Waktu Penyelesaian;Biaya/Tarif;Produk Layanan;Kompetensi Pelaksana;Perilaku Pelaksana;"
HEADINGS = f"nama;no hp;kode unit;tanggal;saran;{NAMES}U8. Sarana;U9. Penanganan Pengaduan\n"
ANSWER = "Warga Uji;0800000000;D01;01/07/2026;bagus;4;3;4;4;3;4;4;1;2\n"


def test_elements_are_found_by_name_however_they_are_numbered(read: Read) -> None:
    parsed = read("skm_table", HEADINGS + ANSWER)
    assert (column(parsed, "u8"), column(parsed, "u9")) == ([2], [1])


def test_two_merged_heading_rows_are_read_as_one(read: Read) -> None:
    parsed = read("skm_table", FIXTURES / "skm_two_merged_heading_rows.csv")
    assert (column(parsed, "record_no"), parsed.ignored) == ([3], 2)
    assert (column(parsed, "sex"), column(parsed, "u8"), column(parsed, "u9")) == (["P"], [2], [1])


def test_bare_codes_are_refused_until_the_mapping_says_which_element_each_is(read: Read) -> None:
    bare = FIXTURES / "skm_bare_codes.csv"
    with pytest.raises(FileRefused, match="u8, u9") as refused:
        read("skm_table", bare)
    assert refused.value.reason_code == "ELEMENT_NAMES_NEEDED"
    swapped = {f"u{n}": f"U{n}" for n in range(1, 8)} | {"u8": "U9", "u9": "U8"}
    assert column(read("skm_table", bare, columns=swapped), "u8") == [2]


def test_an_element_that_the_form_does_not_ask_must_be_said_in_the_mapping(read: Read) -> None:
    content = (HEADINGS + ANSWER).replace("Biaya/Tarif;", "").replace("4;3;4;4;3;", "4;3;4;3;")
    with pytest.raises(FileRefused, match="u4"):
        read("skm_table", content)
    assert column(read("skm_table", content, constants={"u4": ""}), "u4") == [None]


def test_names_telephone_numbers_and_free_text_never_leave_the_file(read: Read) -> None:
    cells = str(read("skm_table", HEADINGS + ANSWER).rows.to_pydict())
    assert not any(private in cells for private in ("Warga Uji", "0800000000", "bagus"))


def test_a_value_above_four_is_left_to_the_expectations_and_a_word_is_not(read: Read) -> None:
    parsed = read("skm_table", HEADINGS + ANSWER.replace(";1;2", ";5;2") + ANSWER.replace(";1;2", ";puas;2"))
    assert column(parsed, "u9") == [5, None]
    assert column(parsed, "problem") == [None, "NOT_A_NUMBER"]


def test_respondents_without_a_number_are_recognised_in_a_re_export(read: Read) -> None:
    other = ANSWER.replace(";1;2", ";1;3")
    first = column(read("skm_table", HEADINGS + ANSWER + ANSWER), "respondent")
    again = column(read("skm_table", HEADINGS + other + ANSWER + ANSWER), "respondent")
    assert len(set(first)) == 2
    assert again[1:] == first


def test_running_numbers_that_begin_again_on_every_form_are_told_apart(read: Read) -> None:
    headings = HEADINGS.replace("nama;", "No. Responden;")
    july = column(read("skm_table", headings + ANSWER.replace("Warga Uji", "1")), "respondent")
    august = column(
        read("skm_table", headings + ANSWER.replace("Warga Uji", "1").replace("/07/", "/08/")), "respondent"
    )
    assert (july, august) == (["D01/2026-07-01/1"], ["D01/2026-08-01/1"])


def test_the_survey_is_the_source_unless_the_mapping_says_otherwise(read: Read) -> None:
    assert column(read("skm_table", HEADINGS + ANSWER), "survey") == ["kantor"]
    assert column(read("skm_table", HEADINGS + ANSWER, constants={"survey": "SKM 2026"}), "survey") == ["SKM 2026"]
