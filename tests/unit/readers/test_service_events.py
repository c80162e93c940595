"""Case events as JSON lines."""

import json
from datetime import datetime

import pytest

from tests.unit.readers.conftest import ReadLog

NIP = "198001012010011001"
MORNING = datetime(2026, 7, 1, 7, 21, 1)


def test_times_with_an_offset_become_wall_time_and_others_are_it_already(read: ReadLog) -> None:
    log = read("service_events", "events_times_with_and_without_offset.jsonl")
    assert log.values("occurred_at") == [MORNING, MORNING.replace(microsecond=250_000), MORNING, MORNING, MORNING]
    log = read("service_events", "events_times_with_and_without_offset.jsonl", timezone="Asia/Jayapura")
    assert log.values("occurred_at")[2] == datetime(2026, 7, 1, 9, 21, 1)


def test_what_is_no_column_of_the_record_is_left_out(read: ReadLog) -> None:
    log = read("service_events", "events_with_an_applicant_inside.jsonl")
    assert log.values("app", "case_id", "service_code", "event", "nip", "unit_code") == [
        ("simpel", "B-1", "KTP", "RECEIVED", NIP, "U1")
    ]
    assert "Siti" not in str(log.rows)


def test_torn_lines_are_refused_one_by_one_and_show_nothing(read: ReadLog) -> None:
    log = read("service_events", "events_torn_lines.jsonl")
    assert log.problems == [
        (3, "CUT_LINE", None, None),
        (4, "NOT_JSON", None, None),
        (5, "NOT_JSON", None, None),
        (6, "NOT_JSON", None, None),
        (7, "CUT_LINE", None, None),
    ]
    assert (log.values("record_no"), log.result.ignored) == ([1], 1)


def test_a_byte_order_mark_crlf_and_a_grouped_number(read: ReadLog) -> None:
    log = read("service_events", "events_bom_and_crlf.jsonl", app="simpel")
    assert log.values("app", "case_id", "nip", "service_code") == [("simpel", "17", NIP, None)]


def test_a_number_that_may_have_been_rounded_is_nobodys(read: ReadLog) -> None:
    log = read("service_events", "events_nip_as_a_number.jsonl")
    assert log.values("nip") == [NIP]
    assert log.problems == [
        (2, "NIP_PRECISION_LOST", "nip", "198001012010011008"),
        (3, "NIP_SCIENTIFIC_NOTATION", "nip", "1.98001012010011e+17"),
    ]


def test_values_that_no_column_holds_are_named(read: ReadLog) -> None:
    log = read("service_events", "events_values_no_column_holds.jsonl")
    assert log.problems == [
        (1, "NOT_A_TEXT", "case_id", "dict"),
        (2, "BAD_ENCODING", "unit_code", None),
        (3, "NOT_A_TEXT", "event", "bool"),
        (4, "TOO_LONG", "app", "x" * 200),
    ]


def test_a_date_alone_is_no_moment_and_a_missing_one_is_left_to_the_expectations(read: ReadLog) -> None:
    log = read("service_events", "events_no_moment.jsonl")
    assert log.problems == [
        (1, "NOT_A_DATE", "occurred_at", '"2026-07-01"'),
        (2, "NOT_A_DATE", "occurred_at", "1782865261"),
        (3, "NOT_A_DATE", "occurred_at", '"kemarin pagi sekali"'),
        (4, "NOT_A_DATE", "occurred_at", '"0001-01-01T00:00:00+14:00"'),
    ]
    assert log.values("record_no", "occurred_at") == [(5, None)]


def test_a_line_that_is_not_utf8_is_refused(read: ReadLog) -> None:
    assert read("service_events", "events_byte_that_is_not_utf8.jsonl").problems == [(2, "BAD_ENCODING", None, None)]


def test_a_csv_is_another_kind(read: ReadLog) -> None:
    assert read("service_events", "events_are_a_csv.jsonl").result.reason_code == "NOT_THIS_KIND"


def test_a_key_that_says_two_things_is_refused(read: ReadLog) -> None:
    """The last one counted without a word: which of them the application meant, nobody can tell."""
    lines = [
        b'{"case_id":"1","event":"COMPLETED","event":"REJECTED","occurred_at":"2026-07-01T08:00:00"}',
        b'{"case_id":"2","event":"COMPLETED","event":"COMPLETED","occurred_at":"2026-07-01T08:00:00"}',
        b'{"case_id":"3","note":1,"note":2,"form":{"event":1,"event":2},"event":"COMPLETED","occurred_at":"2026-07-01T08:00:00"}',
    ]
    log = read("service_events", b"\n".join(lines))
    assert log.problems == [(1, "KEY_TWICE", "event", None)]
    assert log.values("case_id") == ["2", "3"]


def test_a_date_with_an_offset_is_no_moment(read: ReadLog) -> None:
    """Python reads 2026-07-01+07:00 as seven o'clock."""
    log = read("service_events", b'{"case_id":"1","event":"COMPLETED","occurred_at":"2026-07-01+07:00"}')
    assert log.problems == [(1, "NOT_A_DATE", "occurred_at", '"2026-07-01+07:00"')]


@pytest.mark.parametrize(
    ("nip", "problem"),
    [
        ("1.98E+17", "NIP_SCIENTIFIC_NOTATION"),
        ("1,98503E+17", "NIP_SCIENTIFIC_NOTATION"),
        ("198503152010011000", "NIP_PRECISION_LOST"),
        ("19850315 201001 1 000", "NIP_PRECISION_LOST"),
    ],
)
def test_a_number_that_excel_destroyed_is_named_in_texts_too(read: ReadLog, nip: str, problem: str) -> None:
    line = json.dumps({"case_id": "1", "event": "COMPLETED", "occurred_at": "2026-07-01T08:00:00", "nip": nip})
    assert [found[1:3] for found in read("service_events", line.encode()).problems] == [(problem, "nip")]
