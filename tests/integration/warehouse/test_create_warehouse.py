"""A warehouse appears whole or not at all, whenever its creation is killed."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from etl.errors import WrongUsage
from warehouse.migrate import create_warehouse

_KILLED = """
import os, signal, sys
from pathlib import Path
from warehouse import migrate

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(migrate, sys.argv[2], die)
migrate.create_warehouse(Path(sys.argv[1]))
"""
_CREATE = (
    "import sys; from pathlib import Path; from warehouse.migrate import create_warehouse as c; c(Path(sys.argv[1]))"
)


def _version(path: Path) -> str:
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute("select version_num from audit.alembic_version").fetchone()
    return "none" if found is None else str(found[0])


@pytest.mark.parametrize("step", ["_config", "fsync_file"])
def test_a_killed_creation_leaves_no_warehouse_and_the_next_one_leaves_nothing_else(tmp_path: Path, step: str) -> None:
    path = tmp_path / "warehouse.duckdb"
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(path), step], check=False)
    assert killed.returncode == -9
    assert not path.exists()

    create_warehouse(path)

    assert [path] == list(tmp_path.iterdir())
    assert _version(path)


def test_a_creation_killed_after_the_rename_left_a_complete_warehouse(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"

    subprocess.run([sys.executable, "-c", _KILLED, str(path), "fsync_folder"], check=False)

    assert [path] == list(tmp_path.iterdir())
    assert _version(path)


def test_two_creations_at_once_make_one_warehouse(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"

    with ThreadPoolExecutor(2) as both:
        codes = sorted(
            both.map(
                lambda _: (
                    subprocess.run(
                        [sys.executable, "-c", _CREATE, str(path)], check=False, capture_output=True
                    ).returncode
                ),
                range(2),
            )
        )

    assert codes == [0, 1]
    assert [path] == list(tmp_path.iterdir())
    assert _version(path)


def test_an_existing_warehouse_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(b"a warehouse")

    with pytest.raises(WrongUsage, match="expected no warehouse there yet"):
        create_warehouse(path)

    assert path.read_bytes() == b"a warehouse"


def test_only_the_owner_may_read_a_new_warehouse(tmp_path: Path) -> None:
    create_warehouse(tmp_path / "warehouse.duckdb")

    assert (tmp_path / "warehouse.duckdb").stat().st_mode & 0o777 == 0o600


def test_a_folder_with_percent_signs_blanks_and_quotes_holds_a_warehouse(tmp_path: Path) -> None:
    folder = tmp_path / "Dinas 100% 'Kepegawaian' #1"
    folder.mkdir()

    create_warehouse(folder / "warehouse.duckdb")

    assert [path.name for path in folder.iterdir()] == ["warehouse.duckdb"]


def test_a_folder_with_a_question_mark_is_refused_because_duckdb_would_put_its_log_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "apa?"
    folder.mkdir()

    with pytest.raises(WrongUsage, match="question mark"):
        create_warehouse(folder / "warehouse.duckdb")

    assert list(folder.iterdir()) == []
