"""What many suites share: an empty workspace, and a year of nothing in it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from etl.settings import Workspace
from etl.workspace import make_workspace, upgrade_workspace
from tests.postgres import Server, private_server
from tests.shares import Shares, longest_first
from warehouse.migrate import create_warehouse


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--write-rules`: the chapters of tests/spec write their pages into docs/rules instead of comparing them."""
    parser.addoption("--write-rules", action="store_true", help="write docs/rules from tests/spec")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """`--dist loadgroup` goes by shares, which need no marks."""
    return Shares(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("loadgroup", False):  # of a worker; whoever runs a few tests finds them in their order
        longest_first(items)


@pytest.fixture(scope="session")
def new_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty warehouse file, to be copied: the chain of migrations runs once, not once a suite."""
    path = tmp_path_factory.mktemp("new") / "warehouse.duckdb"
    create_warehouse(path)
    return path


@pytest.fixture
def empty_warehouse(tmp_path: Path, new_warehouse: Path) -> Path:
    """An empty warehouse file of a test's own."""
    return Path(shutil.copyfile(new_warehouse, tmp_path / "warehouse.duckdb"))


@pytest.fixture(scope="module")
def shared_warehouse(tmp_path_factory: pytest.TempPathFactory, new_warehouse: Path) -> Path:
    """An empty warehouse file for the tests of a module together."""
    return Path(shutil.copyfile(new_warehouse, tmp_path_factory.mktemp("shared") / "warehouse.duckdb"))


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory, new_warehouse: Path) -> Workspace:
    """Made once; never loaded into. The national calendar does not wait in its inbox: suites state their own days.

    Its log is begun, as by the first command that writes: that digests every table, once instead of in every test.
    """
    workspace = Workspace(tmp_path_factory.mktemp("template") / "home")
    workspace.home.mkdir(mode=0o700)
    shutil.copy(new_warehouse, workspace.warehouse)
    make_workspace(workspace, "kepahiang")
    for calendar in workspace.inbox.glob("national_calendar/*"):
        calendar.unlink()
    upgrade_workspace(workspace)
    return workspace


@pytest.fixture
def workspace(empty_workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace of Kepahiang of the test's own."""
    return copied(empty_workspace, tmp_path)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running PostgreSQL, for slow tests. Each makes a database of its own, and roles under names of its own."""
    with private_server() as server:
        yield server


@pytest.fixture
def served(postgres: Server) -> Iterator[str]:
    """The URL of an empty database, as `$KINERJA_WAREHOUSE` has it."""
    name = postgres.new_database()
    yield postgres.url(name)
    with postgres.connect() as connection:
        connection.execute(f"drop database {name} with (force)")


def copied(template: Workspace, folder: Path) -> Workspace:
    """A workspace like `template`, made once for many tests, in a folder of its own."""
    shutil.copytree(template.home, folder / "home", symlinks=True)
    return Workspace(folder / "home")
