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


def _rows(*moments: str) -> bytes:
    return "".join(f"{number}\t1\t7\tBudi\t1\t2\t{one}\n" for number, one in enumerate(moments, start=1)).encode()


def test_the_second_of_july_is_not_taken_for_the_seventh_of_february(read: ReadLog) -> None:
    assert read("zk_glog", _rows("02/07/2026 07:21:01", "13/07/2026 07:21:01")).result.reason_code == "DATE_ORDER"


@pytest.mark.parametrize(("order", "month"), [("DAY_FIRST", 7), ("MONTH_FIRST", 2)])
@pytest.mark.parametrize("written", ["02/07/2026 07:21:01", "02-07-2026  07:21:01AM"])
def test_the_source_says_how_its_device_writes_dates(read: ReadLog, order: str, month: int, written: str) -> None:
    day = {7: 2, 2: 7}[month]
    log = read("zk_glog", _rows(written), date_order=order)
    assert log.values("punched_at") == [datetime(2026, month, day, 7, 21, 1)]


def test_a_date_that_the_declared_order_does_not_know_is_refused(read: ReadLog) -> None:
    log = read("zk_glog", _rows("07/13/2026 07:21:01"), date_order="DAY_FIRST")
    assert log.problems == [(1, "NOT_A_DATE", "punched_at", "07/13/2026 07:21:01")]


def test_known_devices_write_the_month_first(read: ReadLog) -> None:
    log = read("zk_glog", _rows("07/14/2026 07:21:01", "02/07/2026 07:21:01", "12-31-2026  07:21:01AM"))
    assert [one.date().isoformat() for one in log.values("punched_at")] == ["2026-07-14", "2026-02-07", "2026-12-31"]


def test_a_clock_of_twelve_hours_that_writes_the_day_first_is_found_out(read: ReadLog) -> None:
    content = _rows("02-07-2026  07:21:01AM", "13-07-2026  07:21:01AM")
    assert read("zk_glog", content).result.reason_code == "DATE_ORDER"


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
