"""A server with roles gets what the workspace commits, from a login that may only write; readers find it masked."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from etl import inbox
from etl.grant import add_member, grant_roles, remove_member
from etl.ledger.canonical import parse
from etl.nightly import load
from etl.sample.generating import generate
from etl.score import score
from etl.settings import Workspace
from etl.workspace import make_workspace
from tests.postgres import Server
from tests.worlds.granted import PASSWORD, login_of, signed_in
from tests.worlds.served import rows_on
from warehouse.access.roles import OWN_ROWS, Role
from warehouse.engines.duckdb import connect

pytestmark = pytest.mark.slow
NIGHT = datetime.fromisoformat("2026-03-02T01:00:00+07:00")


def test_readers_find_what_the_writer_published_and_everybody_scored_under_a_pseudonym(
    tmp_path: Path, postgres: Server, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.0)
    workspace = Workspace(tmp_path / "home", served)
    database = served.rpartition("/")[2]
    make_workspace(workspace, "kepahiang")
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD, encoding="utf-8")
    secret.chmod(0o600)
    before = grant_roles(workspace, new_pseudonyms=False).pseudonyms
    for role in (Role.WRITER, Role.BI_READER, Role.AUDITOR):
        add_member(workspace, role, login_of(database, role), (), secret)
    writer = replace(
        workspace,
        server=f"postgresql://{login_of(database, Role.WRITER)}:{PASSWORD}@127.0.0.1:{postgres.port}/{database}",
    )
    generate(workspace, "kepahiang", 40, date(2026, 2, 1), date(2026, 2, 28), 1)
    load(writer, NIGHT)
    score(writer, "2026-02")

    people = rows_on(served, "select count(distinct person_id) from mart.performance_period")
    with (
        signed_in(postgres, database, Role.BI_READER) as reader,
        signed_in(postgres, database, Role.AUDITOR) as auditor,
    ):
        masked = reader.execute("select count(*), count(distinct pseudonym) from bi.performance_monthly").fetchone()
        boards = reader.execute("select sum(people) > 100 from board.attendance_day").fetchone()
        seen = auditor.execute("select count(distinct person_id) from mart.performance_monthly").fetchall()
    assert before == 0
    assert [(masked or (0,))[0]] == [people[0][0]] == [(masked or (0, 0))[1]] == [seen[0][0]]
    assert people[0][0] >= 35
    assert boards == (True,)
    assert rows_on(served, "select count(*) from pg_class where relname = 'incoming'") == [(0,)]
    assert _forced(served) == sorted(OWN_ROWS)


def test_who_got_a_role_or_lost_it_is_in_the_log_without_the_name(tmp_path: Path, served: str) -> None:
    workspace = Workspace(tmp_path / "home", served)
    make_workspace(workspace, "kepahiang")
    grant_roles(workspace, new_pseudonyms=False)
    login = login_of(served.rpartition("/")[2], "inspector")

    add_member(workspace, Role.AUDITOR, login, (), None)
    remove_member(workspace, Role.AUDITOR, login, ())

    with connect(workspace.warehouse, read_only=True) as warehouse:
        entries = warehouse.execute("select kind, entry from audit.ledger order by seq desc limit 2").fetchall()
    told = [parse(entry.encode())["content"] for _, entry in entries]
    assert [kind for kind, _ in entries] == ["ROLE_WITHDRAWN", "ROLE_GRANTED"]
    assert [one["role"] for one in told] == ["auditor", "auditor"]
    assert all(login not in entry for _, entry in entries)
    kept = [next(workspace.archive.rglob(f"{one['kept']}*")).read_text(encoding="utf-8") for one in told]
    assert all(login in text for text in kept)


def _forced(url: str) -> list[str]:
    query = (
        "select relnamespace::regnamespace || '.' || relname from pg_class "
        "where relrowsecurity and relforcerowsecurity and relkind in ('r', 'p') and not relispartition"
    )
    return sorted(name for (name,) in rows_on(url, query))
