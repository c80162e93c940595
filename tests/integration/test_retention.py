"""Files are due once the years of the rulebook are over, not a day before; only a decision destroys them."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from etl import inbox
from etl.errors import WrongUsage
from etl.nightly import load
from etl.retention import destroy_due, files_due, print_due
from etl.status import print_json
from tests.worlds.tampering import copy_of
from warehouse.engines.duckdb import connect

SCHEDULE = '\n[retention]\nattendance_years = 2\nbasis = { mark = "ASSUMED", note = "of this test" }\n'
PUNCH = b"        1\t2026-07-0# 07:25:00\t1\t0\t1\t0\n"
FIRST_DIES = """
import os, sys
from datetime import date
from pathlib import Path
from etl.destruction import destroy
from etl.retention import destroy_due
from etl.settings import Workspace
erase = destroy.erase
def dying(workspace):
    erase(workspace)
    os._exit(137)
destroy.erase = dying
destroy_due(Workspace(Path(sys.argv[1])), date(2029, 1, 1), "1/2029", lambda *_: None)
"""


@pytest.fixture(scope="module")
def kept(empty_workspace, tmp_path_factory):
    """A dump received on 31 December 2026 in the agency's zone, already 2027 further east; a register of units."""
    workspace = copy_of(empty_workspace.home, tmp_path_factory.mktemp("kept") / "home")
    (workspace.inbox / "finger" / "1.dat").write_bytes(PUNCH.replace(b"#", b"1"))
    (workspace.inbox / "units" / "units_2026-07-01.csv").write_text(
        "unit_code,name,unit_type,work_pattern,valid_from\nDINAS,Dinas,OFFICE,FIVE_DAY,2020-01-01\n", encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inbox, "SETTLE_SECONDS", 0.0)
        load(workspace, datetime(2026, 7, 2, 17, tzinfo=UTC))
    for file in (workspace.warehouse, workspace.serving / "current" / "warehouse.duckdb"):
        file.chmod(0o600)
        with connect(file) as warehouse:
            warehouse.execute("update audit.source_file set received_at = timestamp '2026-12-31 16:59:00'")
    _schedule(workspace, SCHEDULE)
    return workspace


@pytest.mark.parametrize(
    ("on", "sources"), [(date(2028, 12, 31), []), (date(2029, 1, 1), ["finger"]), (date(2050, 1, 1), ["finger"])]
)
def test_a_file_is_due_on_the_day_after_the_last_year_and_what_has_no_number_never(kept, on, sources):
    assert [due.source for due in files_due(kept, on)] == sources


def test_without_a_schedule_everything_is_kept_for_ever(kept, tmp_path):
    workspace = copy_of(kept.home, tmp_path / "home")
    book = workspace.home / "rulebooks" / "2025.toml"
    book.write_text(book.read_text(encoding="utf-8").replace(SCHEDULE, ""), encoding="utf-8")

    assert files_due(workspace, date(2099, 1, 1)) == []


def test_telling_deletes_nothing_and_names_files_for_the_decision(kept, capsys):
    before = sorted(kept.home.rglob("*"))
    due = files_due(kept, date(2029, 1, 1))
    print_due(due)
    print_json(due)

    told = capsys.readouterr().out
    assert "finger" in told
    assert json.loads(told[told.index("[") :])[0]["kept_through"] == "2028-12-31"
    assert sorted(kept.home.rglob("*")) == before


def test_what_is_due_is_destroyed_file_by_file_however_often_it_is_killed(kept, tmp_path, monkeypatch):
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.0)
    workspace = copy_of(kept.home, tmp_path / "home")
    for day in (b"2", b"3"):
        (workspace.inbox / "finger" / f"{day.decode()}.dat").write_bytes(PUNCH.replace(b"#", day))
    (workspace.inbox / "units" / "units_2026-06-01.csv").write_text(
        "unit_code,name,unit_type,work_pattern,valid_from\nDINAS,Before,OFFICE,FIVE_DAY,2020-01-01\n", encoding="utf-8"
    )
    load(workspace, datetime(2026, 7, 4, 17, tzinfo=UTC))
    _schedule(workspace, "reference_years = 2\n")
    assert destroy_due(workspace, date(2028, 12, 31), "1/2029", _silently) == (0, 0)

    killed = subprocess.run(
        [sys.executable, "-c", FIRST_DIES, str(workspace.home)],
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        check=False,
        capture_output=True,
    )
    assert killed.returncode == 137, killed.stderr.decode()
    files, _ = destroy_due(workspace, date(2029, 1, 1), "1/2029", _silently)

    assert files == 3  # the fourth was destroyed before the kill
    with connect(workspace.warehouse, read_only=True) as warehouse:
        left = warehouse.execute("select original_name from audit.source_file_now where status = 'LOADED'").fetchall()
        gone = warehouse.execute(
            "select count(distinct file_id), any_value(decision) from audit.destruction"
        ).fetchall()
    assert left == [("units/units_2026-07-01.csv",)]  # in force, however old
    assert gone == [(4, "1/2029")]
    assert not workspace.destroying.exists()
    assert destroy_due(workspace, date(2029, 1, 1), "1/2029", _silently) == (0, 0)


def _silently(_what, _done, _total):
    """Nobody watches."""


def test_a_schedule_says_where_it_comes_from(workspace):
    _schedule(workspace, "\n[retention]\nattendance_years = 2\n")

    with pytest.raises(WrongUsage, match=r"retention\.basis"):
        files_due(workspace, date(2029, 1, 1))


def _schedule(workspace, text: str) -> None:
    with (workspace.home / "rulebooks" / "2025.toml").open("a", encoding="utf-8") as book:
        book.write(text)
