"""Nothing lost, doubled or half visible on the server: F24, F25, F26 and F28 of a publication, and what it refuses."""

import signal
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from etl import inbox
from etl.errors import IntegrityBroken, KinerjaError, WrongUsage
from etl.ledger.story import log_schema
from etl.nightly import load
from etl.serving import server
from etl.serving.serve import serve
from etl.settings import Workspace
from tests.conftest import copied
from tests.postgres import Server, cut_at_commit, private_server
from tests.worlds.served import differences, rows_on
from warehouse.engines.duckdb import connect, transaction
from warehouse.engines.postgresql import connect as connect_server
from warehouse.migrate import PUBLISHING

pytestmark = pytest.mark.slow
STATES = "select (select count(*) from audit.load where state = 'COMMITTED'), (select count(*) from core.punch)"
PUNCHES = 2000
"""A night."""
NUL_IN_A_CODE = b"unit_code,name,unit_type,work_pattern,valid_from\nDI\0NAS,Dinas,OFFICE,FIVE_DAYS,2020-01-01\n"
FIRST, SECOND = (1, PUNCHES), (2, 2 * PUNCHES)
KILLED = [
    ("known_entries", "after"),
    ("delete_rows", "after"),
    ("copy_rows", "after"),
    ("note_held", "before"),
    ("note_held", "after"),
    ("commit", "before"),
    ("commit", "after"),
]
SERVING = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from etl.serving.serve import serve
    from etl.settings import Workspace
    serve(Workspace(Path(sys.argv[1]), sys.argv[2]))
    """
)
KILLING = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from adbc_driver_manager.dbapi import Connection
    from etl.serving import serve, server
    from etl.settings import Workspace
    home, url, name, when = sys.argv[1:]
    owner = Connection if name == "commit" else server
    work = getattr(owner, name)
    def dying(*arguments, **named):
        if when == "after":
            work(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(owner, name, dying)
    serve.serve(Workspace(Path(home), url))
    """
)


def _night(workspace: Workspace, day: int) -> None:
    folder = workspace.inbox / "finger"
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(
        f"{pin:>9}\t2026-07-{day:02} {7 + pin % 9:02}:{pin % 60:02}:{day:02}\t1\t0\t1\t0\n"
        for pin in range(1, PUNCHES + 1)
    )
    (folder / f"{day}_attlog.dat").write_text(lines, encoding="ascii")
    load(workspace, datetime(2026, 7, day, 17, tzinfo=UTC))


@pytest.fixture(scope="module")
def two_nights(empty_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Workspace]:
    """A workspace after one night, and after two."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inbox, "SETTLE_SECONDS", 0.0)
        first = copied(empty_workspace, tmp_path_factory.mktemp("first"))
        _night(first, 1)
        second = copied(first, tmp_path_factory.mktemp("second"))
        _night(second, 2)
    return first, second


@pytest.fixture
def nights(two_nights: tuple[Workspace, Workspace], served: str) -> tuple[Workspace, Workspace]:
    """The same two, of which the server shows the first."""
    first, second = (Workspace(one.home, served) for one in two_nights)
    serve(first)
    return first, second


def test_a_night_replaces_only_the_parts_that_it_changed(nights: tuple[Workspace, Workspace], served: str) -> None:
    first_day = "select xmin::text, ctid from core.punch where punched_at < date '2026-07-02' order by ctid"
    before = rows_on(served, first_day)

    serve(nights[1])

    assert len(before) == PUNCHES
    assert rows_on(served, first_day) == before
    assert differences(nights[1].warehouse, served) == {}


def test_publishing_again_leaves_alone_what_the_log_tells_of(nights: tuple[Workspace, Workspace], served: str) -> None:
    parts = "select xmin::text, table_name, part from audit.published_part order by 2, 3"
    before = rows_on(served, parts)

    serve(nights[0])

    assert len(before) > 5
    assert rows_on(served, parts) == before


@pytest.mark.parametrize(("name", "when"), KILLED, ids=lambda one: one)
def test_a_publication_killed_at_any_point_is_made_good_by_the_next_step(
    nights: tuple[Workspace, Workspace], served: str, name: str, when: str
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLING, str(nights[1].home), served, name, when],
        capture_output=True,
        text=True,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert rows_on(served, STATES) == [SECOND if (name, when) == ("commit", "after") else FIRST]
    serve(nights[1])
    assert differences(nights[1].warehouse, served) == {}


def test_readers_are_not_kept_waiting_and_see_nothing_before_the_commit(
    nights: tuple[Workspace, Workspace], served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    work = server.note_held

    def looking(*arguments: Any) -> None:
        work(*arguments)
        seen.extend(rows_on(served, STATES))

    monkeypatch.setattr(server, "note_held", looking)
    serve(nights[1])

    assert (set(seen), len(seen) > 5) == ({FIRST}, True)
    assert rows_on(served, STATES) == [SECOND]


def test_a_server_restarted_in_the_middle_shows_the_state_before_and_then_the_state_after(
    two_nights: tuple[Workspace, Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    with private_server() as postgres:
        url = postgres.url()
        first, second = (Workspace(one.home, url) for one in two_nights)
        serve(first)

        def restart(*_: Any) -> None:
            postgres.stop("immediate")
            postgres.start()

        with monkeypatch.context() as in_the_middle:
            in_the_middle.setattr(server, "note_held", restart)
            with pytest.raises(KinerjaError, match="Everything is committed in the workspace"):
                serve(second)
        assert rows_on(url, STATES) == [FIRST]

        serve(second)
        assert differences(second.warehouse, url) == {}


@pytest.mark.parametrize(("heard", "left"), [(True, SECOND), (False, FIRST)], ids=["heard", "lost"])
def test_a_line_cut_at_commit_doubles_nothing_and_loses_nothing(
    nights: tuple[Workspace, Workspace], served: str, postgres: Server, heard: bool, left: tuple[int, int]
) -> None:
    with cut_at_commit(postgres, heard=heard) as port:
        through = Workspace(nights[1].home, served.replace(f":{postgres.port}/", f":{port}/"))
        with pytest.raises(KinerjaError, match="Everything is committed in the workspace"):
            serve(through)

    assert rows_on(served, STATES) == [left]
    serve(nights[1])
    assert differences(nights[1].warehouse, served) == {}


def test_two_who_publish_at_once_take_turns(nights: tuple[Workspace, Workspace], served: str, tmp_path: Path) -> None:
    twin = copied(nights[1], tmp_path)
    command = (
        "import sys; from pathlib import Path; from etl.serving.serve import serve; "
        "from etl.settings import Workspace; serve(Workspace(Path(sys.argv[1]), sys.argv[2]))"
    )
    both = [subprocess.Popen([sys.executable, "-c", command, str(one.home), served]) for one in (nights[1], twin)]

    assert [one.wait() for one in both] == [0, 0]
    assert differences(nights[1].warehouse, served) == {}


def test_who_waits_too_long_for_another_one_gives_up_and_the_next_step_publishes(
    nights: tuple[Workspace, Workspace], served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "TURN_SECONDS", 0.1)
    with connect_server(served) as other:
        other.execute(f"select pg_advisory_lock({PUBLISHING})".encode())
        with pytest.raises(KinerjaError, match="LockNotAvailable"):
            serve(nights[1])
    assert rows_on(served, STATES) == [FIRST]

    serve(nights[1])
    assert rows_on(served, STATES) == [SECOND]


def test_a_server_ahead_of_the_workspace_is_refused_and_left_as_it_is(
    nights: tuple[Workspace, Workspace], served: str
) -> None:
    serve(nights[1])

    with pytest.raises(IntegrityBroken, match="the server is ahead"):
        serve(nights[0])
    assert differences(nights[1].warehouse, served) == {}


def test_the_server_of_another_workspace_is_refused(
    nights: tuple[Workspace, Workspace], served: str, tmp_path: Path, empty_workspace: Workspace
) -> None:
    other = Workspace(copied(empty_workspace, tmp_path).home, served)

    with pytest.raises(IntegrityBroken, match="another workspace's"):
        load(other, datetime(2026, 7, 3, 17, tzinfo=UTC))
    assert differences(nights[0].warehouse, served) == {}


def test_a_file_that_does_not_hold_what_its_log_says_is_not_published(
    nights: tuple[Workspace, Workspace], served: str, tmp_path: Path
) -> None:
    edited = Workspace(copied(nights[1], tmp_path).home, served)
    with connect(edited.warehouse) as warehouse:
        warehouse.execute("delete from core.punch where pin = '7' and punched_at > timestamp '2026-07-02'")

    with pytest.raises(IntegrityBroken, match=f"core.punch: expected {PUNCHES} rows"):
        serve(edited)
    assert differences(nights[0].warehouse, served) == {}


def test_a_table_that_an_upgrade_made_anew_on_the_server_is_published_anew(
    nights: tuple[Workspace, Workspace], served: str, tmp_path: Path
) -> None:
    upgraded = Workspace(copied(nights[0], tmp_path).home, served)
    with connect(upgraded.warehouse) as warehouse, transaction(warehouse):
        log_schema(warehouse, upgraded, "0099_tables_made_anew")
        warehouse.execute("delete from audit.validation")
        log_schema(warehouse, upgraded, "0100_a_table_emptied")
    with connect_server(served) as postgres:
        postgres.execute("delete from core.punch")

    serve(upgraded)

    assert rows_on(served, "select count(*) > 0 from audit.source_file") == [(True,)]
    assert differences(upgraded.warehouse, served) == {}


def test_a_schema_of_a_newer_program_is_refused(nights: tuple[Workspace, Workspace], served: str) -> None:
    with connect_server(served) as postgres:
        postgres.execute("update audit.alembic_version set version_num = '9999_later'")

    with pytest.raises(WrongUsage, match="9999_later"):
        serve(nights[1])


def test_a_refused_value_with_a_character_that_postgresql_cannot_hold_is_published_as_quarantine_has_it(
    workspace: Workspace, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.0)
    (workspace.inbox / "units").mkdir(parents=True, exist_ok=True)
    (workspace.inbox / "units" / "2026-07-01.csv").write_bytes(NUL_IN_A_CODE)

    load(Workspace(workspace.home, served), datetime(2026, 7, 3, 17, tzinfo=UTC))

    assert rows_on(served, "select value from audit.quarantine") == [(r"DI\x00NAS",)]
