"""One load, from files in the inbox to facts and control totals."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import staging
from etl.load_report import LoadReport
from etl.settings import Workspace
from tests.integration.loading.conftest import NIPS, Put, Rows, day_of, dump, employees
from warehouse.engines.duckdb import connect

Load = Callable[..., LoadReport]
CLOSES = "select count(*) from audit.source_file_now where not closes"


@pytest.mark.usefixtures("people")
def test_punches_become_days_of_their_people(put: Put, load: Load, rows: Rows) -> None:
    known_device = day_of(2, "2026-06-30")
    put(
        "finger/1_attlog.dat",
        dump(*known_device, *day_of(1, "2026-07-01"), (2, "2026-07-01 07:45:00"), *day_of(3, "2026-07-02")),
    )

    report = load()

    assert (report.records, report.loaded, report.quarantined, report.ignored) == (17, 14, 0, 3)
    assert [(NIPS[0], "PRESENT", 0), (NIPS[1], "NO_OUT", 15)] == rows(
        "select nip, status, late_minutes from core.attendance_day where work_date = '2026-07-01' "
        "and first_in is not null order by nip"
    )
    assert rows(CLOSES) == [(0,)]


@pytest.mark.usefixtures("people")
def test_loading_the_same_inbox_twice_changes_nothing(put: Put, load: Load, rows: Rows) -> None:
    content = dump(*day_of(1, "2026-07-01"))
    put("finger/1_attlog.dat", content)
    load()
    before = rows("select * from core.attendance_day order by all"), rows("select * from core.punch order by all")

    put("finger/another name.dat", content)
    report = load()

    assert (report.files, report.repeated_files, report.records) == (0, 1, 0)
    assert before == (
        rows("select * from core.attendance_day order by all"),
        rows("select * from core.punch order by all"),
    )
    assert rows("select original_name, outcome from audit.arrival where source = 'finger' order by arrival_no") == [
        ("finger/1_attlog.dat", "NEW"),
        ("finger/another name.dat", "REPEATED"),
    ]


def test_dumps_leave_the_inbox_and_free_their_blocks_before_a_load_returns(put: Put, load: Load) -> None:
    """They are held open until readers are told: nothing may stay so in a process that lives on."""
    dump_of_a_day = put("finger/1_attlog.dat", dump(*day_of(1, "2026-07-01")))

    load()

    assert not dump_of_a_day.exists()
    found = [os.path.realpath(one) for one in Path("/proc/self/fd").iterdir()]
    assert not [one for one in found if "_attlog.dat" in one]


@pytest.mark.usefixtures("people")
def test_record_types_staged_side_by_side_spill_into_folders_of_their_own(
    put: Put, load: Load, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB names what it spills by numbers that begin anew in every database."""
    spilled: list[object] = []

    def connected(*arguments: Any, **named: Any) -> duckdb.DuckDBPyConnection:
        spilled.append(named.get("temp_directory"))
        return connect(*arguments, **named)

    monkeypatch.setattr(staging, "connect", connected)
    put("finger/1_attlog.dat", dump(*day_of(1, "2026-07-01")))

    load()

    staged = rows("select distinct record from audit.staged_file")
    assert len(staged) > 1
    assert len({one for one in spilled if one is not None}) == len(staged)


def test_what_was_recorded_after_the_days_to_close_is_taken_in_and_waits(put: Put, load: Load, rows: Rows) -> None:
    """A month closed in August, from dumps of August: its punches were refused as ahead, and August came out ABSENT."""
    content = dump(*day_of(1, "2025-07-31"), *day_of(1, "2025-08-04"), *day_of(1, "2025-08-05"))
    put("finger/1_attlog.dat", content)

    assert load(datetime(2025, 7, 31, 17, tzinfo=UTC)).quarantined == 0

    ahead = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%d %H:%M:%S")
    put("finger/1_attlog.dat", content + dump((1, ahead)))
    load(datetime(2025, 8, 31, 17, tzinfo=UTC))

    assert rows("select count(*) from core.punch where punched_at >= '2025-08-01'") == [(4,)]
    assert rows("select reason_code, value from audit.quarantine") == [("CLOCK_AHEAD", ahead)]


def test_the_same_bytes_from_another_source_are_refused(put: Put, load: Load, rows: Rows) -> None:
    content = dump(*day_of(1, "2026-07-01"))
    put("finger/1_attlog.dat", content)
    put("finger_clone/1_attlog.dat", content)

    load()

    assert rows("select source, status, reason_code from audit.source_file order by source") == [
        ("finger", "LOADED", None),
        ("finger_clone", "REFUSED", "OTHER_SOURCE"),
    ]
    assert rows(CLOSES) == [(0,)]


def test_empty_files_of_two_sources_are_not_each_others(put: Put, load: Load, rows: Rows) -> None:
    put("finger/empty.dat", b"")
    put("finger_clone/empty.txt", b"")

    load()

    assert rows("select count(*) from audit.source_file where reason_code = 'OTHER_SOURCE'") == [(0,)]


def test_a_growing_dump_is_stored_as_prefix_and_suffix(workspace: Workspace, put: Put, load: Load, rows: Rows) -> None:
    first = dump(*day_of(1, "2026-07-01"))
    put("finger/1_attlog.dat", first)
    load()
    put("finger/1_attlog.dat", first + dump(*day_of(1, "2026-07-02")))

    load()

    assert [(1, 2, 2, 0, None, 0), (2, 4, 2, 2, 1, len(first))] == rows(
        "select file_id, records, loaded, duplicate, prefix_file_id, prefix_bytes "
        "from audit.source_file order by file_id"
    )
    assert rows("select file_id, record_no from core.punch order by all") == [(1, 1), (1, 2), (2, 3), (2, 4)]
    sizes = sorted(path.stat().st_size for path in workspace.archive.glob("??/*") if path.suffix == "")
    assert len(first) in sizes


def test_a_dump_that_was_cut_in_a_line_is_continued_at_its_last_line_end(put: Put, load: Load, rows: Rows) -> None:
    whole = dump(*day_of(1, "2026-07-01"), *day_of(1, "2026-07-02"))
    put("finger/1_attlog.dat", whole[:-20])
    load()
    put("finger/1_attlog.dat", whole)

    load()

    assert rows("select file_id, records, loaded, duplicate, quarantined from audit.source_file order by file_id") == [
        (1, 4, 3, 0, 1),
        (2, 4, 1, 3, 0),
    ]
    assert rows("select count(*) from core.punch") == [(4,)]


def test_a_growing_dump_finds_its_beginning_in_the_same_load(put: Put, load: Load, rows: Rows) -> None:
    first = dump(*day_of(1, "2026-07-01"))
    put("finger/b.dat", first)
    put("finger/a.dat", first + dump(*day_of(1, "2026-07-02")))

    load()

    assert rows("select original_name, loaded, duplicate from audit.source_file order by original_name") == [
        ("finger/a.dat", 2, 2),
        ("finger/b.dat", 2, 0),
    ]


def test_an_overlapping_export_adds_only_what_is_new(put: Put, load: Load, rows: Rows) -> None:
    put("finger/a.dat", dump(*day_of(1, "2026-07-01"), *day_of(1, "2026-07-02")))
    load()
    put("finger/b.dat", dump(*day_of(1, "2026-07-02"), *day_of(1, "2026-07-03")))

    report = load()

    assert (report.loaded, report.duplicate) == (2, 2)
    assert rows("select count(*) from core.punch") == [(6,)]


@pytest.mark.parametrize(
    "name",
    ["it's.dat", "[1].dat", "a*b?.dat", "new\nline.dat", "a..b.dat", "..%2fb", "-rf.dat", "%s{{7*7}}.dat"],
)
def test_a_hostile_file_name_is_only_a_name(name: str, put: Put, load: Load, rows: Rows) -> None:
    put(f"finger/{name}", dump(*day_of(1, "2026-07-01")))

    report = load()

    assert report.loaded == 2
    [(shown,)] = rows("select original_name from audit.source_file")
    assert shown.isprintable()


def test_a_file_of_no_source_is_left_alone_and_told(put: Put, load: Load) -> None:
    path = put("unknown/file.dat", b"x")

    report = load()

    assert (report.unclaimed, path.exists()) == (("unknown/file.dat",), True)
    assert report.refused_something


def test_binary_rubbish_is_refused_and_the_rest_loads(put: Put, load: Load, rows: Rows) -> None:
    put("finger/rubbish.dat", bytes(range(256)) * 50)
    put("finger/good.dat", dump(*day_of(1, "2026-07-01")))

    report = load()

    assert (report.loaded, report.refused_files) == (2, 1)
    assert rows("select reason_code from audit.source_file where status = 'REFUSED'") == [("NOT_THIS_KIND",)]
    assert rows(CLOSES) == [(0,)]


def test_a_snapshot_without_a_moment_is_refused(put: Put, load: Load, rows: Rows) -> None:
    put("employees/employees.csv", b"nip,unit_code,status,valid_from\n")

    load()

    assert rows("select reason_code from audit.source_file") == [("NO_AS_AT",)]


def test_a_register_of_decades_ahead_does_not_stand_before_every_later_one(put: Put, load: Load, rows: Rows) -> None:
    """2062 for 2026: nobody saw that the registers of every later month were loaded and did nothing."""
    put("employees/employees_2062-08-01.csv", employees(NIPS[:1]))
    put("employees/employees_2026-08-01.csv", employees(NIPS[1:]))

    assert load().refused_files == 1

    assert rows("select reason_code from audit.source_file where status = 'REFUSED'") == [("AS_AT_AHEAD",)]
    assert rows("select nip from core.employees order by nip") == [(nip,) for nip in NIPS[1:]]


def test_a_file_that_a_reader_does_not_survive_refuses_itself_only(
    put: Put, load, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One workbook with NaN in it had ended every load, and nobody's file came in any more."""

    def stumbling(*_: object) -> None:
        raise ValueError("could not convert 'SECRET'")

    monkeypatch.setattr("etl.egov.service_events.read", stumbling)
    put("services/a.jsonl", b"{}\n")
    put("finger/1.dat", dump(*day_of(1, "2026-07-01")))

    report = load()

    assert (report.loaded, report.quarantined, report.refused_files) == (2, 1, 1)
    ((code, reason),) = rows("select reason_code, reason from audit.source_file where status = 'REFUSED'")
    assert (code, "ValueError" in reason, "SECRET" in reason) == ("READER_FAULT", True, False)


def test_a_change_that_was_taken_back_is_told(put: Put, load, rows: Rows) -> None:
    """The third export is the first again, byte for byte: a repeat loads nothing, and the second one counts."""
    put("employees/employees_2026-07-01.csv", employees())
    load()
    put("employees/employees_2026-07-02.csv", employees().replace(b"ACTIVE", b"RETIRED", 1))
    load()
    put("employees/employees_2026-06-30.csv", employees())
    assert load().came_back == ()
    put("employees/employees_2026-07-03.csv", employees())

    report = load()

    assert (report.came_back, report.refused_something) == (("employees/employees_2026-07-03.csv",), True)
    retired = "select count(*) from core.employees where status = 'RETIRED'"
    assert rows(retired) == [(1,)]

    put("employees/employees_2026-07-03.csv", _as_at(employees(), "2026-07-03"))
    assert (load().came_back, rows(retired)) == ((), [(0,)])


def _as_at(table: bytes, day: str) -> bytes:
    """The table with a column that tells its moment."""
    heading, *lines = table.decode().splitlines()
    return "\n".join([f"{heading},as_at", *(f"{line},{day}" for line in lines), ""]).encode()
