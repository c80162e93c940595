"""Where things are done again: folders that end with their process, and how a new warehouse takes its place."""

from pathlib import Path

import pytest

from etl.errors import IntegrityBroken
from etl.reperformance.place import empty_folder, lay_out
from etl.reperformance.rebuild import _put_in_place
from etl.settings import Workspace


def test_the_folder_of_a_dead_process_goes_and_that_of_a_living_one_stays(tmp_path: Path) -> None:
    parent = tmp_path / "reproduce"
    (parent / "dead").mkdir(parents=True)

    with empty_folder(parent) as first, empty_folder(parent) as second:
        assert first.is_dir()
        assert second != first
        assert {path.name for path in parent.glob("*/")} == {first.name, second.name}

    assert [*parent.glob("*/")] == []


def test_old_warehouses_are_moved_aside_under_numbers_of_their_own(tmp_path: Path) -> None:
    standing = tmp_path / "warehouse.duckdb"
    taken = tmp_path / "warehouse.duckdb.before-rebuild-1"
    standing.write_text("second", encoding="utf-8")
    taken.write_text("first", encoding="utf-8")

    aside = _put_in_place(_new(tmp_path, "third"), standing)

    assert aside == tmp_path / "warehouse.duckdb.before-rebuild-2"
    assert [path.read_text(encoding="utf-8") for path in (taken, aside, standing)] == ["first", "second", "third"]


def test_killed_before_the_last_step_the_old_warehouse_still_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing, new = tmp_path / "warehouse.duckdb", _new(tmp_path, "new")
    standing.write_text("old", encoding="utf-8")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            _put_in_place(new, standing)

    assert standing.read_text(encoding="utf-8") == "old"
    _put_in_place(new, standing)
    assert standing.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("name", ["../agency.toml", "rulebooks/../../x.toml", "warehouse.duckdb"])
def test_a_log_that_names_another_file_than_settings_writes_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(IntegrityBroken, match=r"expected one of agency\.toml"):
        lay_out(Workspace(tmp_path), [{"name": name, "sha256": "0" * 64}])

    assert [*tmp_path.iterdir()] == []


def _new(folder: Path, content: str) -> Path:
    (folder / "rebuild").mkdir()
    new = folder / "rebuild" / "warehouse.duckdb"
    new.write_text(content, encoding="utf-8")
    return new
