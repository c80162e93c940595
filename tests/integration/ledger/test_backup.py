"""A backup is the workspace between two steps; what is restored from it verifies, and tells when it is an older one."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from etl import backup as module
from etl import nightly
from etl.anchor import anchor
from etl.backup import MANIFEST, backup, backups, restore
from etl.doctor.check import State
from etl.doctor.place import check_owner
from etl.errors import IntegrityBroken, KinerjaError, WrongUsage
from etl.verify import verify
from warehouse.engines.duckdb import connect

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 9, 30, 17, tzinfo=UTC)


def test_a_restored_workspace_verifies_and_goes_on(copied, tmp_path):
    made = backup(copied, tmp_path / "disk", NOON)

    restored = restore(made.folder, tmp_path / "restored")

    assert verify(restored).broken == ()
    assert verify(restored).entries == made.entries
    assert nightly.load(restored, LATER).load_id > 0
    assert verify(restored).broken == ()


def test_every_file_is_the_same_but_what_is_made_anew(copied, tmp_path):
    made = backup(copied, tmp_path / "disk", NOON)
    restored = restore(made.folder, tmp_path / "restored")

    assert _contents(restored.home) == _contents(copied.home)
    assert [path for path in restored.home.rglob("*") if path.stat().st_mode & 0o077] == []


def test_folders_that_were_empty_are_there_after_a_restore_so_that_files_arrive_and_the_doctor_is_content(
    copied, tmp_path
):
    for folder in (copied.inbox, copied.quarantine, copied.loads):
        shutil.rmtree(folder)
        folder.mkdir(mode=0o700)

    restored = restore(backup(copied, tmp_path / "disk", NOON).folder, tmp_path / "restored")

    assert {check.state for check in check_owner(restored)} == {State.FINE}
    assert (restored.inbox / "finger").is_dir()


def test_what_a_killed_writer_left_beside_the_warehouse_is_in_the_backup(copied, tmp_path):
    program = (
        "import os, sys, duckdb; w = duckdb.connect(sys.argv[1]); w.execute('set checkpoint_threshold = \\'1TB\\'');"
        "w.execute('create table audit.left_behind as select 42 as answer'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", program, str(copied.warehouse)], check=False)
    assert copied.warehouse.with_name("warehouse.duckdb.wal").exists()

    restored = restore(backup(copied, tmp_path / "disk", NOON).folder, tmp_path / "restored")

    with connect(restored.warehouse, read_only=True) as warehouse:
        assert warehouse.execute("select answer from audit.left_behind").fetchall() == [(42,)]


def test_an_older_backup_is_whole_by_itself_and_an_anchor_from_outside_tells_that_it_is_older(copied, tmp_path):
    made = backup(copied, tmp_path / "disk", NOON)
    nightly.load(copied, LATER)
    outside = [path for path in anchor(copied, tmp_path / "outside").files if path.suffix == ".checkpoint"]

    restored = restore(made.folder, tmp_path / "restored")

    assert verify(restored).broken == ()
    assert verify(restored, outside).broken != ()
    assert verify(copied, outside).broken == ()


def test_an_older_warehouse_beside_a_newer_log_stops_every_command(copied, tmp_path):
    made = backup(copied, tmp_path / "disk", NOON)
    nightly.load(copied, LATER)
    copied.warehouse.unlink()
    shutil.copyfile(made.folder / "warehouse.duckdb", copied.warehouse)

    with pytest.raises(IntegrityBroken):
        nightly.load(copied, LATER)


def test_a_second_backup_shares_what_never_changes_with_the_first(copied, tmp_path):
    first = backup(copied, tmp_path / "disk", NOON)
    second = backup(copied, tmp_path / "disk", NOON + timedelta(days=1))

    objects = [path.relative_to(first.folder) for path in (first.folder / "archive").rglob("*") if path.is_file()]
    assert second.linked >= len(objects) > 0
    assert all((first.folder / name).samefile(second.folder / name) for name in objects)
    assert not (first.folder / "warehouse.duckdb").samefile(second.folder / "warehouse.duckdb")
    assert backups(tmp_path / "disk") == [first.folder, second.folder]
    shutil.rmtree(first.folder)
    assert verify(restore(second.folder, tmp_path / "restored")).broken == ()


def test_backups_within_one_second_have_names_of_their_own_that_sort_in_their_order(copied, tmp_path):
    made = [backup(copied, tmp_path / "disk", NOON).folder for _ in range(3)]

    assert backups(tmp_path / "disk") == made
    assert [folder.name.removeprefix(made[0].name) for folder in made] == ["", "-02", "-03"]
    assert verify(restore(made[1], tmp_path / "restored")).broken == ()
    assert backup(copied, tmp_path / "disk", NOON + timedelta(seconds=1)).folder == backups(tmp_path / "disk")[-1]


@pytest.mark.parametrize("name", ["warehouse.duckdb", "agency.toml", "ledger/ledger.jsonl"])
def test_a_backup_that_was_altered_is_refused_and_leaves_no_workspace(copied, tmp_path, name):
    made = backup(copied, tmp_path / "disk", NOON)
    with (made.folder / name).open("r+b") as file:
        file.write(b"?")

    with pytest.raises(IntegrityBroken, match=name):
        restore(made.folder, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_a_backup_that_lost_a_file_is_refused(copied, tmp_path):
    made = backup(copied, tmp_path / "disk", NOON)
    (made.folder / "sources.toml").unlink()

    with pytest.raises(IntegrityBroken, match="no file"):
        restore(made.folder, tmp_path / "restored")


def test_a_folder_without_a_manifest_is_no_backup(copied, tmp_path):
    with pytest.raises(WrongUsage):
        restore(copied.home, tmp_path / "restored")


def test_a_manifest_that_leads_out_of_its_folder_is_refused(copied, tmp_path):
    made = backup(copied, tmp_path / "disk", NOON)
    manifest = json.loads((made.folder / MANIFEST).read_text())
    manifest["files"]["../outside"] = "00"
    (made.folder / MANIFEST).write_text(json.dumps(manifest))

    with pytest.raises(WrongUsage):
        restore(made.folder, tmp_path / "restored")


def test_a_workspace_is_never_overwritten_and_never_holds_its_own_backup(copied, tmp_path):
    made = backup(copied, tmp_path / "disk", NOON)

    with pytest.raises(WrongUsage, match="never overwritten"):
        restore(made.folder, copied.home)
    with pytest.raises(WrongUsage, match="outside the workspace"):
        backup(copied, copied.home / "backups", NOON)


def test_a_killed_backup_is_none_and_the_next_one_takes_its_place(copied, tmp_path, monkeypatch):
    def killed(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, "write_json", killed)
        with pytest.raises(KeyboardInterrupt):
            backup(copied, tmp_path / "disk", NOON)
    assert backups(tmp_path / "disk") == []

    made = backup(copied, tmp_path / "disk", NOON)

    assert backups(tmp_path / "disk") == [made.folder]
    assert sorted(path.name for path in (tmp_path / "disk").iterdir()) == [made.folder.name]


def test_a_full_disk_is_told_in_words(copied, tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(module.shutil, "copyfile", full)

    with pytest.raises(KinerjaError, match="No space left"):
        backup(copied, tmp_path / "disk", NOON)


def test_links_in_the_workspace_are_not_followed(copied, tmp_path):
    (copied.inbox / "leads_out").symlink_to("/etc/hostname")

    made = backup(copied, tmp_path / "disk", NOON)

    assert not (made.folder / "inbox" / "leads_out").exists()


def _contents(home: Path) -> dict[str, bytes]:
    left_out = {"serving", "faults", ".lock"}
    files = [path for path in home.rglob("*") if path.is_file() and path.relative_to(home).parts[0] not in left_out]
    return {str(path.relative_to(home)): path.read_bytes() for path in files}
