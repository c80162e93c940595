"""One database with a small agency and a login of every role, for all that asks what somebody may do."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from etl.settings import Workspace
from tests.conftest import copied
from tests.postgres import Server
from tests.worlds.granted import PASSWORD, make_world, on_server, signed_in

SignIn = Callable[[str], psycopg.Connection]


@pytest.fixture(scope="module")
def granted_workspace(empty_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Holds the key of the pseudonyms."""
    return copied(empty_workspace, tmp_path_factory.mktemp("granted"))


@pytest.fixture(scope="module")
def granted(postgres: Server, granted_workspace: Workspace) -> Iterator[str]:
    database = make_world(postgres, granted_workspace, granted_workspace.home)
    yield database
    with postgres.connect() as connection:
        connection.execute(f"drop database {database} with (force)")


@pytest.fixture
def sign_in(postgres: Server, granted: str) -> Iterator[SignIn]:
    """A session as the login of a role."""
    with ExitStack() as sessions:
        yield lambda role: sessions.enter_context(signed_in(postgres, granted, role))


@pytest.fixture
def shown(postgres: Server, granted: str, granted_workspace: Workspace) -> Workspace:
    return on_server(granted_workspace, postgres, granted)


@pytest.fixture
def server(postgres: Server, granted: str) -> Iterator[psycopg.Connection]:
    with postgres.connect(granted) as connection:
        yield connection


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    path.chmod(0o600)
    return path
