"""Dumps of ZKTeco-family devices, as they come off USB sticks."""

from datetime import datetime

import pytest

from etl.attendance import zk_attlog
from tests.unit.readers.conftest import ReadLog

MORNING = datetime(2026, 7, 1, 7, 21, 1)


def test_pins_lose_their_padding_and_keep_their_device(read: ReadLog) -> None:
    log = read("zk_attlog", "attlog_pin_padded_to_nine.dat")
    assert len(log.values("pin")) == 18
    assert log.values("pin", "punched_at", "device_id")[:2] == [
        ("7", MORNING, "source:kantor/1"),
        ("12", MORNING, "source:kantor/1"),
    ]
    assert set(log.values("item_no", "timezone", "state", "verify_mode", "work_code")) == {
        (1, "Asia/Jakarta", 0, 1, "0")
    }
    assert log.values("record_no") == list(range(1, 19))


def test_old_firmware_pads_to_five_and_ends_lines_with_crlf(read: ReadLog) -> None:
    log = read("zk_attlog", "attlog_pin_padded_to_five_crlf.dat")
    assert log.values("pin", "work_code") == [("7", "0"), ("2045", "0"), ("7", "0"), ("2045", "0")]


def test_face_devices_write_eleven_columns_and_no_padding(read: ReadLog) -> None:
    log = read("zk_attlog", "attlog_pin_unpadded_eleven_columns_face_device.dat")
    assert log.values("pin", "verify_mode")[:3] == [("7", 1), ("20450012", 25), ("1234567", 15)]


def test_the_third_column_is_the_device_and_255_means_no_key(read: ReadLog) -> None:
    log = read("zk_attlog", "attlog_state_255_and_device_2.dat")
    assert set(log.values("device_id", "state")) == {("source:kantor/2", 255)}


@pytest.mark.parametrize("name", ["attlog_no_final_newline.dat", "attlog_last_line_is_one_space.dat"])
def test_a_complete_last_line_loads_without_its_end(read: ReadLog, name: str) -> None:
    log = read("zk_attlog", name)
    assert log.problems == []
    assert log.result.records == 4


def test_a_last_line_that_was_cut_is_refused_and_the_others_load(read: ReadLog) -> None:
    log = read("zk_attlog", "attlog_last_line_cut.dat")
    assert log.values("record_no") == [1, 2, 3]
    assert log.problems == [(4, "WRONG_COLUMN_COUNT", None, "3")]


def test_a_first_line_that_lost_only_padding_loads(read: ReadLog) -> None:
    log = read("zk_attlog", "attlog_begins_mid_line_in_the_padding.dat")
    assert log.values("pin")[0] == "7"
    assert log.problems == []


def test_a_first_line_that_may_have_lost_digits_is_nobodys(read: ReadLog) -> None:
    # 4412 lost two digits: it must not become the punch of person 12
    log = read("zk_attlog", "attlog_begins_mid_line_in_the_pin.dat")
    assert log.problems == [(1, "CUT_LINE", None, None)]
    assert log.values("record_no") == [2, 3, 4, 5, 6, 7]


def test_impossible_dates_are_refused_and_a_clock_reset_is_left_to_the_expectations(read: ReadLog) -> None:
    log = read("zk_attlog", "attlog_clock_battery_dead_impossible_dates.dat")
    assert log.problems == [
        (3, "NOT_A_DATE", "punched_at", "1990-00--8 -16:-29:-40"),
        (4, "NOT_A_DATE", "punched_at", "1971--10--29 -23:-59:-53"),
    ]
    assert log.values("record_no", "punched_at")[2] == (5, datetime(2000, 1, 1, 0, 3, 7))


def test_a_nul_run_does_not_shift_the_numbers_of_lines(read: ReadLog) -> None:
    log = read("zk_attlog", "attlog_nul_run_swallows_line_ends.dat")
    assert log.problems == [(3, "NUL_BYTES", None, None)]
    assert log.values("record_no") == [1, 2, 4, 5, 6, 7]


def test_two_halves_around_nuls_are_no_punch_though_they_read_like_one(read: ReadLog) -> None:
    log = read("zk_attlog", "attlog_nul_run_joins_two_punches.dat")
    assert log.problems == [(3, "NUL_BYTES", None, None)]
    assert log.values("record_no") == [1, 2, 4, 5]


@pytest.mark.parametrize(
    ("name", "records"),
    [
        ("attlog_nul_run_to_the_end.dat", 3),
        ("attlog_nul_run_after_the_last_punch.dat", 3),
        ("attlog_nul_run_between_lines.dat", 5),
        ("attlog_only_nuls.dat", 0),
    ],
)
def test_nuls_are_no_line_of_their_own(read: ReadLog, name: str, records: int) -> None:
    log = read("zk_attlog", name)
    assert (log.result.records, log.problems, len(log.rows)) == (records, [], records)


def test_line_ends_of_two_sorts_in_one_file(read: ReadLog) -> None:
    log = read("zk_attlog", "attlog_line_ends_mixed_by_hand.dat")
    assert (len(log.values("pin")), log.result.ignored, log.problems) == (8, 1, [])
    assert set(log.values("work_code")) == {"0"}


def test_two_punches_in_one_physical_line_are_refused_not_halved(read: ReadLog) -> None:
    log = read("zk_attlog", "attlog_old_mac_line_end_inside.dat")
    assert log.problems == [(2, "WRONG_COLUMN_COUNT", None, "a carriage return inside")]


def test_a_byte_order_mark_is_no_part_of_the_first_pin(read: ReadLog) -> None:
    assert read("zk_attlog", "attlog_bom_from_notepad.dat").values("pin") == ["7", "12"]


def test_a_line_with_foreign_bytes_is_refused_and_its_neighbours_load(read: ReadLog) -> None:
    log = read("zk_attlog", "attlog_latin1_byte_in_the_pin.dat")
    assert log.problems == [(3, "BAD_ENCODING", None, None)]
    assert log.values("pin") == ["7", "12", "2045"]


def test_an_empty_work_code_is_none(read: ReadLog) -> None:
    assert read("zk_attlog", "attlog_empty_work_code.dat").values("work_code") == [None, None]


def test_what_is_no_number_is_named(read: ReadLog) -> None:
    assert read("zk_attlog", "attlog_state_is_not_a_number.dat").problems == [(2, "NOT_A_NUMBER", "state", "masuk")]
    assert read("zk_attlog", "attlog_pin_is_blank.dat").problems == [(2, "MISSING", "pin", "")]


def test_the_web_page_of_a_device_has_names_which_are_dropped(read: ReadLog) -> None:
    # the second name was cut in the middle of a character: that does no harm
    log = read("zk_attlog", "attlog_web_page_with_names.dat")
    assert log.values("pin", "device_id", "verify_mode", "state", "work_code") == [
        ("7", "source:kantor", 1, 0, None),
        ("12", "source:kantor", 15, 1, None),
        ("7", "source:kantor", 1, 0, None),
    ]
    assert "Budi" not in str(log.rows)


def test_a_line_of_ten_megabytes_is_one_refused_record(read: ReadLog) -> None:
    line = f"{7:>9}\t2026-07-01 07:21:01\t1\t0\t1\t0\n".encode()
    log = read("zk_attlog", line + b"7" * 10_000_000 + b"\n" + line)
    assert [problem[:2] for problem in log.problems] == [(2, "TOO_LONG")]
    assert log.values("record_no") == [1, 3]


def test_lines_are_numbered_on_from_the_dump_that_a_longer_one_continues(read: ReadLog) -> None:
    log = read("zk_attlog", f"{7:>9}\t2026-07-01 07:21:01\t1\t0\t1\t0\n".encode(), first_record_no=101)
    assert log.values("record_no") == [101]


def test_what_a_growing_dump_added_is_never_foreign_to_its_kind(read: ReadLog) -> None:
    log = read("zk_attlog", b"rubbish\n", first_record_no=101)
    assert log.problems == [(101, "WRONG_COLUMN_COUNT", None, "1")]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("attlog_saved_with_semicolons.dat", "37 bytes with 0 TABs, 5 semicolons"),
        ("attlog_saved_as_utf16.dat", "bytes that are not text"),
        ("attlog_is_a_zip.dat", "bytes that are not text"),
        ("glg_seven_fields_inout.TXT", "with 6 TABs"),
        ("access_is_the_error_log.log", "0 TABs"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_its_build_not_its_content(read: ReadLog, name: str, found: str) -> None:
    log = read("zk_attlog", name)
    assert log.result.reason_code == "NOT_THIS_KIND"
    assert found in str(log.result.reason)
    assert "2026" not in str(log.result.reason)


def test_an_empty_file_has_no_records(read: ReadLog) -> None:
    assert read("zk_attlog", "attlog_empty.dat").result.records == 0


def test_an_undamaged_dump_is_not_read_line_by_line(read: ReadLog, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(zk_attlog, "_read_by_lines", never)
    assert len(read("zk_attlog", "attlog_pin_padded_to_nine.dat").rows) == 18


def test_the_columns_are_those_of_the_dictionary(read: ReadLog, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read("zk_attlog", "attlog_pin_padded_to_nine.dat").rows
    monkeypatch.setattr(zk_attlog, "_looks_undamaged", lambda _: False)
    assert read("zk_attlog", "attlog_pin_padded_to_nine.dat").rows == quick


def test_an_hour_that_no_device_shows_is_refused(read: ReadLog) -> None:
    """24:00:00 was taken for midnight of the next date, in this reader only."""
    line = b"       12\t2026-07-01 %s\t1\t0\t1\t0\n"
    log = read("zk_attlog", line % b"23:59:59" + line % b"24:00:00")
    assert log.problems == [(2, "NOT_A_DATE", "punched_at", "2026-07-01 24:00:00")]
