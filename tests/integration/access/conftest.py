"""One database with a small agency and a login of every role, for all that asks what somebody may do."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest

from etl.settings import Workspace
from tests.conftest import copied
from tests.postgres import Server
from tests.worlds.granted import make_world, signed_in

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
