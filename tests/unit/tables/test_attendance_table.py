"""Exports of other attendance devices and applications become punches."""

from pathlib import Path

import pytest

from etl.errors import FileRefused
from etl.reading import Parsed
from tests.unit.tables.conftest import Read, column

FIXTURES = Path(__file__).parent / "fixtures"
HIKVISION = {"pin": "Person ID", "punched_at": "Time", "device": "Attendance Check Point"}
DAY = "No. ID;Nama;Tanggal;Scan Masuk;Scan Pulang\n"


def times(parsed: Parsed) -> list[str | None]:
    return [None if moment is None else str(moment)[11:] for moment in column(parsed, "punched_at")]


def test_a_cell_holds_any_number_of_times_without_a_separator(read: Read) -> None:
    parsed = read("attendance_table", DAY + '12;Pegawai Uji;01/07/2026;07:2516:01;"16:02:30\n17:00"\n')
    assert times(parsed) == ["07:25:00", "16:01:00", "16:02:30", "17:00:00"]
    assert column(parsed, "item_no") == [1, 2, 3, 4]
    assert column(parsed, "record_no") == [2, 2, 2, 2]


def test_who_leaves_after_midnight_leaves_on_the_next_day(read: Read) -> None:
    """The row of a night shift stands under the date on which it begins (formats 1.5): 06:00 was told as before it."""
    rows = "12;Uji;28/02/2026;21:00;06:00\n12;Uji;31/12/2026;20:55;0,25\n12;Uji;01/07/2026;;06:00\n"
    rows += "12;Uji;02/07/2026;16:00 07:30;16:00\n12;Uji;03/07/2026;00:00;23:59\n"
    assert [str(moment) for moment in column(read("attendance_table", DAY + rows), "punched_at")] == [
        "2026-02-28 21:00:00",
        "2026-03-01 06:00:00",
        "2026-12-31 20:55:00",
        "2027-01-01 06:00:00",
        "2026-07-01 06:00:00",
        "2026-07-02 16:00:00",
        "2026-07-02 07:30:00",
        "2026-07-02 16:00:00",
        "2026-07-03 00:00:00",
        "2026-07-03 23:59:00",
    ]


def test_a_person_with_a_date_and_no_time_has_no_punch_and_the_row_is_ignored(read: Read) -> None:
    parsed = read("attendance_table", DAY + "12;Pegawai Uji;01/07/2026;;\n12;Pegawai Uji;02/07/2026;07:25;-\n")
    assert (column(parsed, "record_no"), parsed.ignored) == ([3], 2)


def test_a_word_among_the_times_refuses_its_record_and_shows_the_cell(read: Read) -> None:
    parsed = read("attendance_table", DAY + "12;Pegawai Uji;01/07/2026;07:25;IZIN\n")
    assert column(parsed, "problem") == [None, "NOT_A_TIME"]
    assert column(parsed, "problem_value") == [None, "IZIN"]
    assert column(parsed, "problem_column") == [None, "punched_at"]


@pytest.mark.parametrize("cell", ["25:00", "07:61", "2516:01"])
def test_a_time_that_no_clock_shows_is_refused(read: Read, cell: str) -> None:
    assert column(read("attendance_table", DAY + f"12;Pegawai Uji;01/07/2026;{cell};\n"), "problem") == ["NOT_A_TIME"]


def test_a_bad_date_refuses_the_record(read: Read) -> None:
    parsed = read("attendance_table", DAY + "12;Pegawai Uji;31/02/2026;07:25;16:01\n")
    assert column(parsed, "problem") == ["NOT_A_DATE"]
    assert column(parsed, "problem_column") == ["punched_at"]


def test_a_footer_without_a_person_is_refused_not_dropped(read: Read) -> None:
    parsed = read("attendance_table", DAY + ";Dicetak oleh Admin;;;\n")
    assert (column(parsed, "problem"), column(parsed, "problem_column")) == (["MISSING"], ["pin"])


def test_an_apostrophe_before_the_number_keeps_its_zeros_and_dashes_are_nothing(read: Read) -> None:
    parsed = read("attendance_table", FIXTURES / "hikvision_apostrophe_person_id.csv", columns=HIKVISION)
    assert column(parsed, "pin") == ["00000042", "00000043"]
    assert times(parsed) == ["07:25:10", "07:31:00"]
    assert column(parsed, "device_id") == ["source:kantor/Gerbang_Entrance Card Reader1", "source:kantor"]
    assert parsed.ignored == 2


def test_a_moment_in_a_format_that_the_mapping_lacks_is_not_a_date(read: Read) -> None:
    content = "pin,punched_at\n12,07/14/2026 07:25\n12,2026-07-14\n"
    assert column(read("attendance_table", content), "problem") == ["NOT_A_DATE", "NOT_A_DATE"]
    american = read("attendance_table", content, timestamp_formats=["%m/%d/%Y %H:%M"])
    assert times(american) == ["07:25:00", None]


def test_the_mapping_names_the_punch_columns(read: Read) -> None:
    content = "NIK;Hari;Pagi;Siang;Sore\n7;2026-07-01;07:10;12:05;16:20\n"
    mapping = {"columns": {"pin": "NIK", "date": "Hari"}, "punches": ["pagi", "siang", "sore"]}
    assert times(read("attendance_table", content, **mapping)) == ["07:10:00", "12:05:00", "16:20:00"]


def test_a_punch_column_of_the_mapping_that_is_gone_refuses_the_file(read: Read) -> None:
    with pytest.raises(FileRefused, match="MISSING_COLUMN"):
        read("attendance_table", DAY + "12;x;01/07/2026;07:25;\n", punches=["Scan Masuk", "Scan Siang"])


def test_times_without_a_date_column_refuse_the_file(read: Read) -> None:
    with pytest.raises(FileRefused, match=r"columns\.date"):
        read("attendance_table", "pin;Scan Masuk\n12;07:25\n")


def test_the_report_of_attendance_management_as_a_real_xls(read: Read) -> None:
    parsed = read("attendance_table", FIXTURES / "attendance_management_report.xls")
    assert (times(parsed), parsed.ignored) == (["07:25:00", "16:01:00"], 2)
    assert set(column(parsed, "timezone")) == {"Asia/Jakarta"}


def test_a_person_number_that_excel_destroyed_is_named(read: Read) -> None:
    parsed = read("attendance_table", "pin;punched_at\n1,98E+17;2026-07-01 07:25\n")
    assert column(parsed, "problem") == ["NIP_SCIENTIFIC_NOTATION"]
