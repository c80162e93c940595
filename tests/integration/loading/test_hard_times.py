"""A machine that fails while a load is at work: a clear message, nothing lost, and the next load finishes."""

import errno
import os
import resource
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from etl import arrival, audit, inbox, nightly
from etl.archive import ChangedWhileRead
from etl.doctor import place
from etl.errors import IntegrityBroken, KinerjaError
from etl.settings import Workspace
from tests.integration.loading.conftest import THROUGH, Put, Rows, day_of, dump


def test_a_file_that_is_still_growing_is_left_alone(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, rows: Rows
) -> None:
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.6)
    path = workspace.inbox / "finger" / "1.dat"
    path.write_bytes(dump(*day_of(1, "2026-07-01")))
    stop = threading.Event()

    def grow() -> None:
        while not stop.is_set():
            with path.open("ab") as copy:
                copy.write(b"x")
            time.sleep(0.05)

    writer = threading.Thread(target=grow)
    writer.start()
    report = nightly.load(workspace, THROUGH)
    stop.set()
    writer.join()

    assert (report.arriving, report.files, path.exists()) == (("finger/1.dat",), 0, True)
    assert rows("select count(*) from audit.source_file") == [(0,)]


def test_a_file_that_grows_while_it_is_read_is_taken_by_the_next_load(
    put: Put, monkeypatch: pytest.MonkeyPatch, load
) -> None:
    path = put("finger/1.dat", dump(*day_of(1, "2026-07-01")))

    def growing(*_: object) -> None:
        raise ChangedWhileRead

    with monkeypatch.context() as patch:
        patch.setattr(arrival.archive, "digest", growing)
        assert load().files == 0
    assert path.exists()

    assert load().loaded == 2


def test_a_copy_over_a_slow_line_that_stands_still_is_left_alone_until_it_is_closed(put: Put, load) -> None:
    whole = dump(*day_of(1, "2026-07-01"), *day_of(2, "2026-07-01"))
    path = put("finger/1.dat", b"")
    with path.open("wb") as share:
        share.write(whole[:-20])
        share.flush()
        os.utime(path, (1e9, 1e9))
        assert (load().arriving, path.exists()) == (("finger/1.dat",), True)
        share.write(whole[-20:])

    assert load().loaded == 4


def test_a_file_that_is_opened_again_while_it_is_loaded_is_not_taken_away_under_the_writer(
    workspace: Workspace, put: Put
) -> None:
    path = put("finger/1.dat", dump(*day_of(1, "2026-07-01")))
    found = path.stat()
    waiting = inbox.Waiting("finger", "finger/1.dat", found.st_size, found.st_mtime_ns, found.st_ino, done=False)
    with path.open("ab"):
        inbox.remove(workspace.inbox, waiting)
        assert path.exists()

    inbox.remove(workspace.inbox, waiting)
    assert not path.exists()


def test_a_done_marker_says_that_a_file_is_complete_and_of_which_moment(
    workspace: Workspace, put: Put, load, rows: Rows
) -> None:
    put("units/units.csv", b"unit_code,name,unit_type,work_pattern,valid_from\nDINAS,D,OFFICE,FIVE_DAY,2020-01-01\n")
    put("units/units.csv.done", b"as_at=2026-07-01T08:00\n")

    load()

    assert [str(row[0]) for row in rows("select as_at from audit.source_file")] == ["2026-07-01 08:00:00"]
    assert not (workspace.inbox / "units" / "units.csv.done").exists()


def test_a_full_disk_is_told_in_words_and_nothing_is_lost(workspace: Workspace, put: Put, load) -> None:
    path = put(
        "finger/1.dat",
        dump(*(punch for day in range(1, 31) for pin in range(1, 400) for punch in day_of(pin, f"2026-07-{day:02}"))),
    )

    def small_files() -> None:
        limit = 400 * 1024
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    told = subprocess.run(
        [sys.executable, "-m", "etl", "load", "--home", str(workspace.home), "--through", "2026-08-01"],
        cwd=Path.cwd(),
        preexec_fn=small_files,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (told.returncode, "Traceback" in told.stderr) == (1, False), told.stderr
    assert os.strerror(errno.EFBIG) in told.stderr
    assert path.exists()
    assert load().loaded == 30 * 399 * 2


def test_links_and_devices_in_the_inbox_are_never_read(workspace: Workspace, tmp_path: Path, load) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(dump(*day_of(1, "2026-07-01")))
    (workspace.inbox / "finger" / "link.dat").symlink_to(secret)

    assert load().files == 0


def test_two_loads_at_once_load_a_file_once(workspace: Workspace, put: Put, rows: Rows) -> None:
    put("finger/1.dat", dump(*day_of(1, "2026-07-01")))
    command = [sys.executable, "-m", "etl", "load", "--home", str(workspace.home), "--through", "2026-08-01"]

    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    codes = [one.communicate() and one.returncode for one in both]

    assert codes == [0, 0]
    assert rows("select count(*) from core.punch") == [(2,)]
    assert rows("select count(*) from audit.load where state = 'COMMITTED'") == [(2,)]


def test_a_file_of_a_moment_to_come_does_not_let_growing_ones_in(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file server's clock was ahead: nothing was waited for any more, and half-written files came in."""
    path = workspace.inbox / "finger" / "1.dat"
    path.write_bytes(dump(*day_of(1, "2026-07-01")))
    other = workspace.inbox / "finger" / "2.dat"
    other.write_bytes(dump(*day_of(2, "2026-07-01")))
    ahead = time.time() + 3600
    os.utime(other, (ahead, ahead))
    grown = dump(*day_of(1, "2026-07-01"), *day_of(1, "2026-07-02"))
    monkeypatch.setattr(inbox.time, "sleep", lambda _: path.write_bytes(grown))

    report = nightly.load(workspace, THROUGH)

    assert (report.arriving, report.loaded) == (("finger/1.dat",), 2)


def test_what_is_no_plain_file_is_told(workspace: Workspace, put: Put, tmp_path: Path, load) -> None:
    """A source folder that was a link to a share brought nothing, night after night, without a word."""
    share = tmp_path / "share"
    share.mkdir()
    (share / "1_attlog.dat").write_bytes(dump(*day_of(1, "2026-07-01")))
    (workspace.inbox / "share").symlink_to(share)
    os.mkfifo(workspace.inbox / "finger" / "pipe")
    put("finger/2.dat", dump(*day_of(2, "2026-07-01")))

    report = load()

    assert (report.loaded, report.refused_something) == (2, True)
    assert sorted(report.unreadable) == ["finger/pipe", "share"]


@pytest.mark.parametrize("shown", [datetime(2099, 1, 1), datetime(2015, 1, 1), datetime(2000, 1, 1)])
def test_a_clock_that_jumped_by_years_in_a_power_cut_closes_no_day(
    workspace: Workspace, put: Put, load, rows: Rows, monkeypatch: pytest.MonkeyPatch, shown: datetime
) -> None:
    load()
    put("finger/1.dat", dump(*day_of(1, "2026-07-01")))
    closed = rows("select count(*), max(work_date) from core.attendance_day")

    with monkeypatch.context() as patch:
        patch.setattr(nightly, "now_utc", lambda: shown)
        with pytest.raises(KinerjaError, match=f"the clock of this machine: .* found {shown.year}-01-01 .* --through"):
            nightly.load(workspace, shown.replace(tzinfo=UTC), by_clock=True)

    assert rows("select count(*), max(work_date) from core.attendance_day") == closed
    assert load().loaded == 2


def test_a_machine_that_stood_still_for_months_goes_on_once_a_person_says_up_to_when(
    workspace: Workspace, load, monkeypatch: pytest.MonkeyPatch
) -> None:
    load()
    monkeypatch.setattr("etl.nightly.now_utc", lambda: datetime.now(UTC).replace(tzinfo=None) + timedelta(days=100))
    with pytest.raises(KinerjaError, match="the clock of this machine"):
        nightly.open_load(workspace, THROUGH, by_clock=True)

    assert load().files == 0


def test_a_load_by_a_wrong_clock_once_does_not_hold_up_those_by_the_right_one(
    workspace: Workspace, load, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("etl.loads.now_utc", lambda: datetime(2099, 1, 1))
        load()
    load()

    assert nightly.load(workspace, THROUGH, by_clock=True).load_id == 3
    assert place.check_warehouse(workspace)[1] < datetime(2099, 1, 1, tzinfo=UTC)


def test_control_totals_that_do_not_add_up_commit_nothing(
    put: Put, load, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last guard before a load counts: a fault of the program, as if it had lost a line."""
    path = put("finger/1_attlog.dat", dump(*day_of(1, "2026-07-01")))
    record = audit.record_arrivals

    def lose_a_line(warehouse: duckdb.DuckDBPyConnection, *others: object) -> None:
        record(warehouse, *others)
        warehouse.execute("update audit.source_file set loaded = loaded - 1")

    with monkeypatch.context() as patched:
        patched.setattr(audit, "record_arrivals", lose_a_line)
        with pytest.raises(IntegrityBroken, match="control totals that add up to 2 records"):
            load()
    assert path.exists()
    assert rows("select count(*) from core.punch union all select count(*) from audit.source_file") == [(0,), (0,)]

    assert load().loaded == 2
