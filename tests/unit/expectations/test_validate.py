"""What `validate` promises beyond the single expectation."""

import logging
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import duckdb
import pytest
import sqlalchemy

from etl.errors import KinerjaError
from expectations.expectation import refuse_row
from expectations.validate import validate

from .conftest import GOOD, THROUGH_AT

PIN = GOOD["pin_map"]


def test_a_fail_refuses_only_the_file_concerned(judge):
    contradicting = [PIN | {"file_id": 1}, PIN | {"file_id": 1, "record_no": 9, "valid_from": "2026-02-01"}]

    verdict = judge("pin_map", [*contradicting, PIN | {"file_id": 2}])

    assert verdict.failed_files == {1: ("OVERLAPPING_VALIDITY", "device_id_and_pin_does_not_overlap: not so in 1 rows")}


def test_exact_copies_within_a_file_are_harmless(judge, quarantined):
    verdict = judge("pin_map", [PIN, PIN])

    assert verdict.failed_files == {}
    assert quarantined(verdict) == []


def test_two_letters_for_one_leave_do_not_make_absent_whom_both_excuse(judge, quarantined):
    verdict = judge("leave", [GOOD["leave"] | {"document_no": letter} for letter in ("800/1", "800/2")])

    assert quarantined(verdict) == []


@pytest.mark.parametrize(
    "other",
    [
        {"valid_from": "2026-07-01"},
        {"device_id": "*"},
        {"pin": "18", "nip": "197811022005022003"},
        {"valid_from": "2026-05-01", "valid_to": "2026-04-01"},
        {"valid_from": None},
    ],
    ids=["the day after", "every other device", "another pin", "refused for its own end", "refused for its begin"],
)
def test_what_does_not_overlap_is_not_refused(other, judge):
    verdict = judge("pin_map", [PIN | {"valid_to": "2026-06-30"}, PIN | other])

    assert verdict.failed_files == {}


def test_an_overlap_is_seen_behind_a_shorter_row_between(judge):
    long, short, later = {}, {"valid_from": "2026-02-01", "valid_to": "2026-02-02"}, {"valid_from": "2026-05-01"}

    verdict = judge("units", [GOOD["units"] | change for change in (long, short, later)])

    assert verdict.failed_files[1][1].endswith("2 rows")


def test_the_quarantine_shows_the_value_refused(judge, quarantined):
    verdict = judge("service_event", [GOOD["service_event"] | {"event": "SELESAI"}])

    assert quarantined(verdict) == [(1, 1, "event", "NOT_ALLOWED", "SELESAI")]


def test_every_failing_row_is_told_however_many(connection):
    connection.execute(
        "create temp table many as select 1 as file_id, range::integer as record_no, 1 as item_no, 'D' as device_id, "
        "'1' as pin, timestamp '2000-01-01 00:00:00' as punched_at, 'Asia/Jakarta' as timezone, 1 as verify_mode, "
        "0 as state, null::varchar as work_code from range(30000)"
    )

    verdict = validate(connection, "punch", "many", through_at=THROUGH_AT)

    assert connection.execute(f"select count(*) from ({verdict.quarantine_sql})").fetchone() == (30_000,)


def test_no_rows_are_as_expected(judge, quarantined):
    verdict = judge("target", [])

    assert {(one.success, one.evaluated, one.unexpected) for one in verdict.outcomes} == {(True, 0, 0)}
    assert quarantined(verdict) == []


def test_through_at_with_a_zone_is_the_same_instant(judge, connection, quarantined):
    judge("punch", [GOOD["punch"] | {"punched_at": "2026-08-01 17:00:01"}])
    jakarta = THROUGH_AT.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=7)))

    verdict = validate(connection, "punch", "staged", through_at=jakarta)

    assert [row[3] for row in quarantined(verdict)] == ["CLOCK_AHEAD"]


@pytest.mark.parametrize(
    ("nip", "good"),
    [
        ("198503152010011007", True),
        ("199002102023211005", True),
        ("199002102025391005", True),
        ("199002102023191005", False),
        ("199002102023401005", False),
        ("198502302010011007", False),
        ("198503152010001007", False),
        ("198503152010013007", False),
        ("198503152010011000", False),
        ("19850315201001100", False),
        ("1985031520100110070", False),
        ("131999888", False),
        ("198503152010O11007", False),
    ],
)
def test_a_number_has_the_shape_of_a_nip_or_ni_pppk(nip, good, judge, quarantined):
    verdict = judge("muster", [GOOD["muster"] | {"nip": nip}])

    assert ("NIP_SHAPE" not in {row[3] for row in quarantined(verdict)}) == good


def test_an_expectation_that_cannot_be_evaluated_stops_without_telling_values(judge, connection, monkeypatch, caplog):
    judge("punch", [GOOD["punch"] | {"pin": "SECRET"}])
    broken = refuse_row("is_a_number", "NOT_A_NUMBER", "pin", where="pin::integer < 0")
    monkeypatch.setattr("expectations.validate.suite_of", lambda _: (broken,))

    with caplog.at_level(logging.DEBUG), pytest.raises(KinerjaError, match="suite punch") as raised:
        validate(connection, "punch", "staged", through_at=THROUGH_AT)

    assert "ConversionException" in str(raised.value)
    assert "SECRET" not in str(raised.value) + caplog.text
    assert raised.value.__context__ is None


def test_a_missing_column_is_an_error_not_a_success(connection):
    connection.execute("create temp table narrow (file_id integer, record_no integer, item_no integer)")

    with pytest.raises(KinerjaError, match="BinderException"):
        validate(connection, "punch", "narrow", through_at=THROUGH_AT)


def test_the_lenders_transaction_and_connection_stay_as_they_were(connection):
    connection.execute("begin")
    connection.execute(
        "create temp table staged as select 1 as file_id, 1 as record_no, 1 as item_no, null::varchar as device_id, "
        "null::varchar as pin, null::timestamp as punched_at, null::varchar as timezone, null::integer as verify_mode, "
        "null::integer as state, null::varchar as work_code"
    )

    validate(connection, "punch", "staged", through_at=THROUGH_AT)

    connection.execute("rollback")
    with pytest.raises(duckdb.CatalogException):
        connection.execute("from staged")


def test_a_suite_reads_its_table_once(judge):
    counting: list[str] = []

    def listen(_connection, _cursor, statement, *_rest):
        counting.append(statement)

    sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", listen)
    try:
        judge("punch", [GOOD["punch"]])
    finally:
        sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", listen)

    assert len([statement for statement in counting if "count(" in statement]) == 1


def test_nothing_is_printed_logged_written_or_sent(judge, capfd, caplog, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(socket.socket, "connect", None)

    with caplog.at_level(logging.INFO):
        judge("punch", [GOOD["punch"] | {"pin": None}])

    assert capfd.readouterr() == ("", "")
    assert caplog.text == ""
    assert list(tmp_path.iterdir()) == []


def test_importing_the_suites_does_not_import_great_expectations():
    code = "import sys, expectations.validate, expectations.suites; assert 'great_expectations' not in sys.modules"

    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_same_rows_give_the_same_verdict(judge):
    rows = [GOOD["punch"], GOOD["punch"] | {"punched_at": datetime(1999, 1, 1)}]

    assert judge("punch", rows) == judge("punch", rows)
