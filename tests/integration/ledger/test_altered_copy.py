"""`kinerja verify` looks at what readers open: a copy that somebody altered is told, one that is behind is none."""

import shutil
from pathlib import Path

import duckdb
import pytest

from etl.replay import replay
from etl.serving import serve
from etl.serving.snapshot import newest_copy, publish_snapshot
from etl.settings import Workspace
from etl.verify import verify
from tests.conftest import copied as copy_of_all

EDITED = "update core.attendance_day set late_minutes = coalesce(late_minutes, 0) + 1"
FORGED = "create or replace view board.unit as select 'DINAS' as unit_code"


@pytest.fixture
def served(lived: Workspace, tmp_path: Path) -> Workspace:
    """A workspace of which readers have all."""
    workspace = copy_of_all(lived, tmp_path)
    publish_snapshot(workspace)
    return workspace


def copy_in(workspace: Workspace) -> Path:
    copy = newest_copy(workspace)
    assert copy is not None
    copy.chmod(0o600)
    return copy


def edit(workspace: Workspace, statement: str) -> None:
    with duckdb.connect(str(copy_in(workspace))) as copy:
        copy.execute(statement)


def marts_of(workspace: Workspace) -> list[Path]:
    found = sorted((copy_in(workspace).parent / "mart").glob("*.parquet"))
    assert found != []
    return found


def broken_in(workspace: Workspace) -> list[str]:
    return [one.where for one in verify(workspace).broken]


def test_a_copy_that_nobody_altered_is_sound_also_where_it_is_behind(
    served: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert broken_in(served) == []

    monkeypatch.setattr(serve, "publish_snapshot", lambda _: None)
    replay(served)

    with duckdb.connect(str(served.warehouse), read_only=True) as ours, duckdb.connect(str(copy_in(served))) as theirs:
        counted = [one.execute("select count(*) from audit.ledger").fetchone() for one in (ours, theirs)]
    assert counted[0] != counted[1]
    assert broken_in(served) == []


def test_an_edited_row_of_a_copy_is_told_by_its_part(served: Workspace) -> None:
    edit(served, f"{EDITED} where work_date = date '2026-07-02'")

    (found,) = broken_in(served)
    assert found.startswith("serving/current, core.attendance_day, 2026-07")


def test_a_forged_view_of_a_copy_is_told(served: Workspace) -> None:
    edit(served, FORGED)

    assert broken_in(served) == ["serving/current, view board.unit"]


def test_the_copy_of_another_log_is_told(served: Workspace) -> None:
    edit(served, "update audit.ledger set leaf_hash = repeat('0', 64) where seq = 2")

    assert broken_in(served) == ["serving/current, audit.ledger"]


def test_a_damaged_copy_is_told_not_raised(served: Workspace) -> None:
    copy_in(served).write_bytes(b"no warehouse")

    assert broken_in(served) == ["serving/current"]


def test_marts_that_are_not_those_of_the_copy_are_told(served: Workspace) -> None:
    edited, exchanged, damaged, gone = marts_of(served)[:4]
    new = edited.with_suffix(".new")
    with duckdb.connect() as scratch:
        scratch.execute(f"copy (from '{edited}' limit 0) to '{new}' (format parquet)")
    new.replace(edited)
    shutil.copyfile(edited, exchanged.with_name("of_nobody.parquet"))
    exchanged.unlink()
    shutil.copyfile(damaged.with_name(gone.name), exchanged)
    damaged.unlink()
    damaged.write_bytes(b"no rows")
    gone.unlink()

    expected = sorted([edited.name, exchanged.name, damaged.name, gone.name, "of_nobody.parquet"])
    assert broken_in(served) == [f"serving/current/mart/{name}" for name in expected]


def test_a_copy_made_anew_is_sound_again(served: Workspace) -> None:
    edit(served, EDITED)
    marts_of(served)[0].unlink()
    assert broken_in(served) != []

    shutil.rmtree(served.serving)
    publish_snapshot(served)

    assert broken_in(served) == []
