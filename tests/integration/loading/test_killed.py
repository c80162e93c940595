"""A load killed at any step loses nothing and doubles nothing: the next one finishes the work (faults F01 to F03)."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from etl.destruction.destroy import destroy
from etl.settings import Workspace
from etl.verify import verify
from tests.integration.loading.conftest import Put, Rows, day_of, dump

POINTS = (
    ("etl.nightly", "reserve_load", "after"),
    ("etl.nightly", "write_plan", "before"),
    ("etl.nightly", "write_plan", "after"),
    ("etl.archive", "keep", "before"),
    ("etl.archive", "keep", "after"),
    ("etl.nightly", "write_arrivals", "before"),
    ("etl.nightly", "write_arrivals", "after"),
    ("etl.staged_files", "write_parquet", "after"),
    ("etl.nightly", "stage", "after"),
    ("etl.audit", "record_staged", "after"),
    ("etl.commit", "refresh_days", "after"),
    ("etl.commit", "close_load", "after"),
    ("etl.nightly", "commit", "after"),
    ("etl.inbox", "remove", "after"),
    ("etl.nightly", "_sweep_staged", "after"),
    ("etl.nightly", "remove_folder", "before"),
)
CRASHING = textwrap.dedent(
    """
    import importlib, os, sys
    from datetime import UTC, datetime
    from pathlib import Path
    home, module, name, when, *rest = sys.argv[1:]
    from etl import inbox, nightly
    from etl.settings import Workspace
    inbox.SETTLE_SECONDS = 0.0
    owner = importlib.import_module(module)
    work = getattr(owner, name)
    def dying(*arguments, **named):
        if when == "after":
            work(*arguments, **named)
        os._exit(137)
    setattr(owner, name, dying)
    nightly.load(Workspace(Path(home)), datetime(2026, 7, 31, 17, tzinfo=UTC))
    """
)
LOADING = "nightly.load(Workspace(Path(home)), datetime(2026, 7, 31, 17, tzinfo=UTC))"
DESTROYS = "from etl.destruction.destroy import destroy; destroy(Workspace(Path(home)), [int(rest[0])], '1/2031')"
STATE = """
    select (select count(*) from core.punch), (select count(*) from core.attendance_day where status = 'PRESENT'),
        (select count(*) from audit.source_file), (select count(*) from audit.source_file_now where not closes),
        (select count(*) from audit.load where state = 'COMMITTED' and days > 0),
        (select count(*) from audit.quarantine), (select count(distinct sha256) from audit.source_file)
"""


@pytest.mark.slow
@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("module", "name", "when"), POINTS, ids=lambda value: value.rpartition(".")[2])
def test_a_killed_load_is_finished_by_the_next(
    workspace: Workspace, put: Put, rows: Rows, load, module: str, name: str, when: str
) -> None:
    put("finger/1_attlog.dat", dump(*day_of(1, "2026-07-01"), (1, "2000-01-01 00:00:00")))

    killed = subprocess.run(
        [sys.executable, "-c", CRASHING, str(workspace.home), module, name, when],
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        check=False,
        capture_output=True,
    )
    load()

    assert killed.returncode == 137, killed.stderr.decode()
    assert rows(STATE) == [(2, 1, 4, 0, 1, 1, 4)]
    assert [path for path in workspace.inbox.rglob("*") if path.is_file()] == []
    assert list(workspace.loads.iterdir()) == []
    named = {path for (path,) in rows("select path from audit.staged_file")}
    kept = {str(path.relative_to(workspace.home)) for path in workspace.staged.rglob("*.parquet")}
    assert named == kept
    refused = [str(path.relative_to(workspace.quarantine)) for path in workspace.quarantine.rglob("*.parquet")]
    assert [(one,) for one in refused] == rows(
        "select distinct record_type || '/' || printf('%06d.parquet', load_id) from audit.quarantine"
    )


DESTROYING = (
    ("etl.destruction.destroy", "begin_erasing", "after"),
    ("etl.destruction.restaging", "write_parquet", "after"),
    ("etl.destruction.destroy", "record_restaged", "after"),
    ("etl.commit", "log_load", "after"),
    ("etl.destruction.destroy", "export", "before"),
    ("etl.destruction.destroy", "export", "after"),
    ("etl.destruction.erasing", "_unlink", "after"),
    ("etl.destruction.erasing", "erase_rows", "after"),
    ("etl.destruction.erasing", "_refuse_other_rows", "after"),
    ("etl.destruction.erasing", "_compact", "after"),
    ("etl.destruction.erasing", "publish_snapshot", "after"),
    ("etl.destruction.destroy", "tell", "before"),
)


@pytest.mark.slow
@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("module", "name", "when"), DESTROYING, ids=lambda value: value.rpartition(".")[2])
def test_a_killed_destruction_is_finished_by_the_next_command_or_never_happened(
    workspace: Workspace, put: Put, rows: Rows, load, module: str, name: str, when: str
) -> None:
    put("finger/1.dat", dump(*day_of(1, "2026-07-01"), (77, "2000-01-01 00:00:07")))
    put("finger/2.dat", dump(*day_of(2, "2026-07-02")))
    load()
    [(gone,)] = rows("select file_id from audit.source_file where original_name = 'finger/1.dat'")
    [(value,)] = rows("select value from audit.quarantine")

    killed = subprocess.run(
        [sys.executable, "-c", CRASHING.replace(LOADING, DESTROYS), str(workspace.home), module, name, when, str(gone)],
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        check=False,
        capture_output=True,
    )
    load()

    assert killed.returncode == 137, killed.stderr.decode()
    status = rows("select status from audit.source_file_now where file_id = ?", gone)
    counts = rows("select count(*) from audit.destruction") == [(1,)]
    assert status == [("DESTROYED" if counts else "LOADED",)]
    assert rows("select pin from core.punch group by pin order by 1") == ([("2",)] if counts else [("1",), ("2",)])
    held = [path for path in workspace.home.rglob("*") if path.is_file() and value.encode() in path.read_bytes()]
    assert bool(held) is not counts
    assert not workspace.destroying.exists()
    found = verify(workspace)
    # what the log would have kept of a destruction that did not happen
    unfinished = [one for one in found.incomplete if one.where != "anchors" and not one.where.startswith("archive/")]
    assert (found.broken, unfinished) == ((), [])
    if not counts:
        destroy(workspace, [gone], "1/2031")
        assert verify(workspace).broken == ()
