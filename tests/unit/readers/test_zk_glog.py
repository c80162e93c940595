"""GLG and AGL logs of clone devices, every heading seen."""

from datetime import datetime

import pytest

from tests.unit.readers.conftest import ReadLog

MORNING = datetime(2026, 7, 1, 7, 21, 1)


@pytest.mark.parametrize(
    ("name", "punches"),
    [
        ("glg_seven_fields_inout.TXT", [("7", MORNING, 1, None), ("12", datetime(2026, 7, 1, 16, 5), 6, None)]),
        ("glg_seven_fields_gmno.TXT", [("7", MORNING, 24, None)]),
        ("glg_name_and_gmno_fused.TXT", [("7", MORNING, 3, None), ("12", datetime(2026, 7, 1, 7, 22, 1), 3, None)]),
        (
            "agl_header_of_ten_over_nine_fields.TXT",
            [("7", datetime(2026, 7, 1, 12, 15, 44), 1, None), ("7", datetime(2026, 7, 1, 0, 5), 1, None)],
        ),
        ("glg_header_of_nine_over_seven_fields.TXT", [("7", datetime(2026, 7, 13, 7, 21, 1), 2, None)]),
        ("glg_ten_fields_text_modes.TXT", [("7", MORNING, None, None), ("12", datetime(2026, 7, 1, 7, 22, 1), 1, 0)]),
    ],
)
def test_fields_are_found_by_their_number_whatever_the_heading(
    read: ReadLog, name: str, punches: list[tuple[object, ...]]
) -> None:
    log = read("zk_glog", name)
    assert log.values("pin", "punched_at", "verify_mode", "state") == punches
    assert log.problems == []


def test_the_device_number_is_part_of_the_address(read: ReadLog) -> None:
    assert set(read("zk_glog", "glg_seven_fields_inout.TXT").values("device_id")) == {"source:kantor/3"}


def test_unknown_fingers_are_no_attendance_even_below_a_damaged_heading(read: ReadLog) -> None:
    log = read("zk_glog", "glg_unknown_fingers.TXT")
    assert log.problems == [(2, "NOT_ATTENDANCE", "pin", "0"), (4, "NOT_ATTENDANCE", "pin", "00000000")]
    assert log.values("record_no", "pin") == [(3, "7")]
    assert log.result.ignored == 1


def test_a_name_in_a_foreign_alphabet_costs_nobody_a_punch(read: ReadLog) -> None:
    log = read("zk_glog", "glg_names_in_gbk.TXT")
    assert log.values("record_no", "pin") == [(2, "7")]
    assert log.problems == [(3, "BAD_ENCODING", None, None)]


def test_a_bad_date_and_a_cut_last_line_are_refused(read: ReadLog) -> None:
    log = read("zk_glog", "glg_cut_last_line_and_bad_date.TXT")
    assert log.problems == [
        (2, "NOT_A_DATE", "punched_at", "2026/13/01 07:21:01"),
        (4, "NOT_A_DATE", "punched_at", "2026/07/0"),
    ]
    assert log.values("pin") == ["12"]


def test_a_supervisors_log_is_refused_as_a_whole(read: ReadLog) -> None:
    assert read("zk_glog", "asl_supervisors_log.TXT").result.reason_code == "NOT_ATTENDANCE"


def test_rows_of_a_supervisors_log_without_its_heading_are_no_punches(read: ReadLog) -> None:
    row = b"1\t1\t4\t1\t1\t1\t3\t0\t07-01-2026  12:15:13PM\n"
    assert read("zk_glog", row, first_record_no=9).problems == [(9, "NOT_ATTENDANCE", "state", "3")]


def test_what_a_growing_log_added_is_read_without_its_heading(read: ReadLog) -> None:
    log = read("zk_glog", b"9\t3\t7\t\t0\t1\t2026/07/01 07:21:01\n", first_record_no=9)
    assert log.values("record_no", "pin", "punched_at") == [(9, "7", MORNING)]


def test_a_log_of_another_device_family_is_refused(read: ReadLog) -> None:
    assert read("zk_glog", "attlog_saved_with_semicolons.dat").result.reason_code == "NOT_THIS_KIND"
