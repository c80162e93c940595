"""Readers of `serving/current` see one committed state after another, also while a load runs."""

import errno
import os
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from etl import inbox
from etl.errors import KinerjaError
from etl.nightly import load
from etl.serving import snapshot
from etl.serving.serve import serve
from etl.settings import Workspace
from tests.conftest import copied
from warehouse.engines.duckdb import connect

NIGHTS = (datetime(2026, 7, 2, 17, tzinfo=UTC), datetime(2026, 7, 3, 17, tzinfo=UTC))
READER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    import duckdb
    seen, stop = [], Path(sys.argv[2])
    print("reading", flush=True)
    while not (last := stop.exists()) or last:
        with duckdb.connect(sys.argv[1], read_only=True) as warehouse:
            seen.append(warehouse.execute(
                "select (select count(*) from audit.load where state = 'COMMITTED'), (select count(*) from core.punch)"
            ).fetchone())
        if last:
            break
    print(sorted(set(seen)), len(seen))
    """
)


def _night(workspace: Workspace, day: int) -> None:
    folder = workspace.inbox / "finger"
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{pin:>9}\t2026-07-{day:02} 07:{pin % 60:02}:00\t1\t0\t1\t0\n" for pin in range(100, 200))
    (folder / f"{day}_attlog.dat").write_text(lines, encoding="ascii")
    load(workspace, NIGHTS[day - 2])


def _punches(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as warehouse:
        return (warehouse.execute("select count(*) from core.punch").fetchone() or (0,))[0]


@pytest.fixture(scope="module")
def read_once(empty_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = copied(empty_workspace, tmp_path_factory.mktemp("read"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inbox, "SETTLE_SECONDS", 0.0)
        _night(workspace, 2)
    return workspace


@pytest.fixture
def read(read_once: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace after its first night."""
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.0)
    return copied(read_once, tmp_path)


def test_a_reader_in_another_process_sees_only_committed_states_throughout_a_load(read: Workspace, tmp_path: Path):
    current, stop = read.serving / "current" / "warehouse.duckdb", tmp_path / "stop"
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(current), str(stop)], stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
        try:
            with duckdb.connect(str(current), read_only=True) as patient:
                _night(read, 3)
                assert patient.execute("select count(*) from core.punch").fetchone() == (100,)
        finally:
            stop.touch()
        told = reader.stdout.read().strip()

    assert reader.returncode == 0
    states, _, times = told.rpartition(" ")
    assert states == "[(1, 100), (2, 200)]"
    assert int(times) > 2


def test_the_copy_is_whole_by_itself_and_nobody_can_write_it(read: Workspace):
    current = read.serving / "current"

    assert str(current.readlink()) == "snapshots/000001"
    assert (current / "warehouse.duckdb").stat().st_mode & 0o777 == 0o444
    assert _punches(current / "warehouse.duckdb") == 100
    assert not (current / "warehouse.duckdb.wal").exists()


def test_the_last_copies_stay_and_older_ones_go(read: Workspace):
    for _ in range(snapshot.KEPT):
        serve(read)

    kept = sorted(path.name for path in (read.serving / "snapshots").iterdir())
    assert kept == ["000002", "000003", "000004"]
    assert str((read.serving / "current").readlink()) == "snapshots/000004"


@pytest.mark.parametrize("step", ["_add_marts", "_switch", "fsync_folder"])
def test_a_killed_copy_leaves_the_one_before_and_the_next_step_makes_it_good(
    read: Workspace, step: str, monkeypatch: pytest.MonkeyPatch
):
    with connect(read.warehouse) as warehouse:
        warehouse.execute("delete from core.punch where pin < '150'")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr(snapshot, step, die)
        with pytest.raises(KeyboardInterrupt):
            serve(read)
    assert _punches(read.serving / "current" / "warehouse.duckdb") == 100

    serve(read)

    assert _punches(read.serving / "current" / "warehouse.duckdb") == 50
    assert not (read.serving / "snapshots" / ".new").exists()


def test_a_fault_of_the_disk_while_more_is_copied_fails_the_copy(read: Workspace, monkeypatch: pytest.MonkeyPatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as filling:
        filling.setattr(os, "fdatasync", full)
        with pytest.raises(KinerjaError, match="room for a copy"):
            serve(read)
    assert str((read.serving / "current").readlink()) == "snapshots/000001"

    serve(read)

    assert not (read.serving / "snapshots" / ".new").exists()
    assert (read.serving / "current" / "warehouse.duckdb").read_bytes() == read.warehouse.read_bytes()


def test_what_a_killed_writer_left_in_its_log_is_in_the_copy(read: Workspace):
    script = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); "
        "c.execute(\"set wal_autocheckpoint = '1GB'\"); "
        "c.execute(\"delete from core.punch where pin < '150'\"); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(read.warehouse)], check=False)
    assert read.warehouse.with_name("warehouse.duckdb.wal").exists()

    serve(read)

    assert _punches(read.serving / "current" / "warehouse.duckdb") == 50


def test_marts_lie_beside_the_copy_as_parquet_and_are_written_only_when_they_grew(read: Workspace):
    def add(revision: int) -> None:
        with connect(read.warehouse) as warehouse:
            warehouse.execute(
                'insert into mart.publication (period, revision, digest, "by", "at") '
                "values ('2026-07', ?, 'd', 'head', timestamp '2026-08-01')",
                [revision],
            )
        serve(read)

    add(1)
    file = read.serving / "current" / "mart" / "publication.parquet"
    first = file.stat().st_ino
    serve(read)
    assert file.stat().st_ino == first

    add(2)
    assert duckdb.sql(f"select count(*) from '{file}'").fetchone() == (2,)
    assert [path.name for path in file.parent.glob("*.parquet")] == ["publication.parquet"]


def test_marts_are_written_anew_after_a_scoring_that_left_their_numbers_of_rows(read: Workspace):
    def score_into(digest: str, seq: int) -> None:
        with connect(read.warehouse) as warehouse:
            warehouse.execute("delete from mart.publication")
            warehouse.execute(
                'insert into mart.publication (period, revision, digest, "by", "at") '
                "values ('2026-07', 1, ?, 'head', timestamp '2026-08-01')",
                [digest],
            )
            warehouse.execute("insert into audit.ledger values (?, 'PERIOD_SCORED', '{}', 'hash')", [seq])
        serve(read)

    score_into("one", 100)
    score_into("two", 101)

    file = read.serving / "current" / "mart" / "publication.parquet"
    assert duckdb.sql(f"select digest from '{file}'").fetchall() == [("two",)]
