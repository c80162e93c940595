"""The commands where `$KINERJA_WAREHOUSE` names a server."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.settings import Workspace
from tests.postgres import Server, free_port
from warehouse.migrate import upgrade

pytestmark = pytest.mark.slow
Kinerja = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def kinerja(workspace: Workspace) -> Kinerja:
    def run(*arguments: str, url: str, **further: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"KINERJA_HOME": str(workspace.home), "KINERJA_WAREHOUSE": url} | further
        command = [sys.executable, "-m", "etl", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def test_sql_asks_the_server(kinerja: Kinerja, served: str) -> None:
    upgrade(served)

    query = "/* which */ -- one\n select version() like 'PostgreSQL %' as there, 1.50 as n"
    told = kinerja("sql", query, "--format", "json", url=served)

    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == [{"there": True, "n": "1.50"}]


@pytest.mark.parametrize(
    "query",
    [
        "create table audit.mine (n integer)",
        "select 1; drop schema mart cascade",
        "select 1 as n into audit.mine",
        "with gone as (delete from audit.load returning 1) select * from gone",
        "explain analyze delete from audit.load",
        "copy (select 1) to program 'true'",
        "select set_config('transaction_read_only', 'off', true), nextval('audit.mine')",
        "selekt 1",
    ],
)
def test_sql_changes_nothing_on_the_server(kinerja: Kinerja, served: str, query: str) -> None:
    upgrade(served)

    told = kinerja("sql", query, url=served)

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("kinerja: sql: expected ")


def test_a_password_may_lie_in_the_file_of_libpq_and_is_shown_nowhere(
    kinerja: Kinerja, postgres: Server, served: str, tmp_path: Path
) -> None:
    secret = tmp_path / "pgpass"
    secret.write_text(f"127.0.0.1:*:*:postgres:{postgres.password}\n", encoding="ascii")
    secret.chmod(0o600)
    without = served.replace(f":{postgres.password}@", "@")

    assert kinerja("load", url=without, PGPASSFILE=str(secret)).returncode == 0
    assert kinerja("sql", "select count(*) from audit.ledger", url=without, PGPASSFILE=str(secret)).returncode == 0
    wrong = kinerja("sql", "select 1", url=served.replace(postgres.password, "Wr0ng-Pass"))
    assert (wrong.returncode, "password authentication failed" in wrong.stderr, "Wr0ng" in wrong.stderr) == (
        1,
        True,
        False,
    )


def test_a_step_is_committed_and_says_what_to_do_where_the_server_is_away(kinerja: Kinerja, served: str) -> None:
    nowhere = f"postgresql+psycopg://clerk:s3cret@127.0.0.1:{free_port()}/kinerja"

    away = kinerja("load", url=nowhere)

    assert (away.returncode, "Everything is committed in the workspace" in away.stderr) == (1, True)
    assert "closes" in away.stdout, "what was loaded is told all the same"
    assert "s3cret" not in away.stderr + away.stdout
    assert "COMMITTED" in kinerja("sql", "select state from audit.load", url="").stdout
    assert kinerja("load", url=served).returncode == 0
    assert (
        kinerja(
            "sql", "select count(*) from audit.load where state = 'COMMITTED'", "--format", "csv", url=served
        ).stdout
        == "count\n2\n"
    )


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://root:s3cret@host/db", "a URL of 'mysql'"),
        ("duckdb:////srv/other.duckdb", "another DuckDB file"),
        ("postgresql://user:s3%cret@host/db", "user:***@host/db"),
    ],
)
def test_another_url_is_refused_without_its_password(kinerja: Kinerja, url: str, said: str) -> None:
    told = kinerja("sql", "select 1", url=url)

    assert (told.returncode, said in told.stderr, "cret" in told.stderr) == (2, True, False)


def test_the_url_of_the_workspaces_own_file_is_the_default(kinerja: Kinerja, workspace: Workspace) -> None:
    assert kinerja("sql", "select 1 as n", "--format", "csv", url=f"duckdb:///{workspace.warehouse}").stdout == "n\n1\n"
