"""A destroyed file is gone from the server of PostgreSQL too, at once or with the next step that reaches it."""

import pytest

from etl.destruction.destroy import destroy
from etl.errors import KinerjaError
from etl.nightly import load
from etl.settings import Workspace
from tests.integration.loading.conftest import THROUGH, Put, day_of, dump
from tests.postgres import free_port
from tests.worlds.served import differences, rows_on

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("people")]
DECISION = "000.5/12/2031"
REFUSED = "2000-01-01 00:00:07"
"""The value of a punch by a reset clock, as the quarantine keeps it."""
TABLES = (
    "select table_schema || '.' || table_name from information_schema.tables "
    "where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1"
)


@pytest.fixture
def shown(workspace: Workspace, served: str, put: Put) -> Workspace:
    """Two files on the workspace and on its server: the first of PIN 1 with a refused line, the second of PIN 2."""
    put("finger/1.dat", dump(*day_of(1, "2026-07-01"), (77, REFUSED)))
    put("finger/2.dat", dump(*day_of(2, "2026-07-02")))
    on_server = Workspace(workspace.home, served)
    load(on_server, THROUGH)
    return on_server


@pytest.fixture
def first(shown: Workspace, served: str) -> int:
    """The number of the first file."""
    assert shown.server == served
    [(file_id,)] = rows_on(served, "select file_id from audit.source_file where original_name = 'finger/1.dat'")
    return int(file_id)


def test_rows_and_refused_values_are_gone_with_the_destruction(shown: Workspace, served: str, first: int) -> None:
    assert _telling(served, REFUSED) == ["audit.quarantine"]
    assert rows_on(served, "select pin, count(*) from core.punch group by pin order by pin") == [("1", 2), ("2", 2)]

    destroy(shown, [first], DECISION)

    assert _gone(shown, served, first)


def test_a_server_that_cannot_be_reached_lacks_them_after_the_next_step(
    shown: Workspace, served: str, first: int
) -> None:
    nobody = served.rpartition(":")[0] + f":{free_port()}/" + served.rpartition("/")[2]
    with pytest.raises(KinerjaError, match="kinerja load"):
        destroy(Workspace(shown.home, nobody), [first], DECISION)
    assert _telling(served, REFUSED) == ["audit.quarantine"]
    assert not shown.destroying.exists()

    load(shown, THROUGH)

    assert _gone(shown, served, first)


@pytest.mark.parametrize("step", ["erase", "finish_erasing", "tell"])
def test_a_destruction_that_broke_off_is_finished_on_the_server_by_the_next_step(
    shown: Workspace, served: str, first: int, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(f"etl.destruction.destroy.{step}", _failing)
        with pytest.raises(OSError, match="power"):
            destroy(shown, [first], DECISION)

    load(shown, THROUGH)

    assert _gone(shown, served, first)


def _failing(*_: object) -> None:
    raise OSError("power")


def _gone(workspace: Workspace, served: str, file_id: int) -> bool:
    """The server tells of the destruction, shows what the workspace has, and no row of it tells the file's content."""
    assert rows_on(served, "select file_id, decision from audit.destruction") == [(file_id, DECISION)]
    assert rows_on(served, "select distinct pin from core.punch") == [("2",)]
    assert rows_on(served, f"select distinct status from audit.source_file_now where file_id = {file_id}") == [
        ("DESTROYED",)
    ]
    assert _telling(served, REFUSED) == []
    assert differences(workspace.warehouse, served) == {}
    return True


def _telling(served: str, text: str) -> list[str]:
    """The tables of the server that have a row with this text anywhere."""
    named = f"from {{}} as line where strpos(line::text, '{text}') > 0 limit 1"
    return [table for (table,) in rows_on(served, TABLES) if rows_on(served, f"select 1 {named.format(table)}")]
