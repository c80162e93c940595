"""Where Superset lies and what it opens; secrets are made once and are their owner's alone."""

import importlib.util
import stat
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOM = Path(__file__).resolve().parents[2] / "bi"


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOM))
    return _script("place", monkeypatch)


@pytest.fixture
def install(place: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    assert place
    return _script("install", monkeypatch)


def _script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A script of Superset's environment; what it imports of Superset it imports when it is run."""
    spec = importlib.util.spec_from_file_location(name, ROOM / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


def test_the_snapshot_of_the_workspace_is_opened_to_be_read_and_reads_no_other_file(
    place: ModuleType, tmp_path: Path
) -> None:
    snapshot = tmp_path / "serving" / "current" / "warehouse.duckdb"
    snapshot.parent.mkdir(parents=True)
    snapshot.touch()

    address = place.warehouse_of({"KINERJA_HOME": str(tmp_path)})

    assert address == f"duckdb:///{snapshot}?access_mode=READ_ONLY&enable_external_access=false"


def test_without_a_snapshot_it_says_what_to_do(place: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="Run make run or kinerja load first"):
        place.warehouse_of({"KINERJA_HOME": str(tmp_path)})


def test_another_warehouse_is_named_by_the_environment(place: ModuleType) -> None:
    address = "postgresql+psycopg2://reader@host/kinerja"

    assert place.warehouse_of({"KINERJA_BI_WAREHOUSE": address, "KINERJA_HOME": "/nowhere"}) == address


def test_superset_writes_into_one_folder(place: ModuleType, tmp_path: Path) -> None:
    environ = place.environment({"KINERJA_BI": str(tmp_path)})

    assert environ["SUPERSET_HOME"] == environ["KINERJA_BI"] == str(tmp_path)
    assert Path(environ["SUPERSET_CONFIG_PATH"]).exists()


def test_a_secret_is_made_once_and_its_owner_s_alone(install: ModuleType, tmp_path: Path) -> None:
    made = install._kept_secret(tmp_path / "admin_password", 18)

    assert install._kept_secret(tmp_path / "admin_password", 18) == made
    assert len(made) == 24
    assert stat.S_IMODE((tmp_path / "admin_password").stat().st_mode) == 0o600


def test_a_run_killed_while_it_wrote_a_secret_leaves_none(
    install: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(install.os, "fsync", _be_killed)
        with pytest.raises(KeyboardInterrupt):
            install._kept_secret(tmp_path / "secret_key", 48)

    assert not (tmp_path / "secret_key").exists()
    assert len(install._kept_secret(tmp_path / "secret_key", 48)) == 64


def _be_killed(_descriptor: int) -> None:
    raise KeyboardInterrupt


def test_the_address_of_the_warehouse_is_put_into_the_bundle_only_when_it_is_imported(install: ModuleType) -> None:
    text = (ROOM / "bundle" / "databases" / "kinerja.yaml").read_text(encoding="utf-8")

    changed = install._changed(
        text, sqlalchemy_uri="postgresql+psycopg2://reader:secret@host/kinerja", cache_timeout=None
    )

    assert "sqlalchemy_uri: postgresql+psycopg2://reader:secret@host/kinerja" in changed
    assert "cache_timeout" not in changed
    assert "secret" not in text
