"""A server of PostgreSQL shows what the warehouse holds, after every step."""

from datetime import date, datetime
from pathlib import Path

import pytest

from etl import inbox
from etl.confirmation import confirm
from etl.destruction.destroy import destroy
from etl.grant import add_member, grant_roles
from etl.nightly import load
from etl.publish import publish
from etl.replay import replay
from etl.sample.generating import generate
from etl.score import score
from etl.settings import Workspace
from etl.withdraw import withdraw
from etl.workspace import make_workspace
from tests.postgres import Server
from tests.worlds.served import differences, rows_on
from warehouse.access.roles import Role

pytestmark = pytest.mark.slow
NIGHT = datetime.fromisoformat("2026-03-02T01:00:00+07:00")


def test_the_same_agency_is_the_same_in_duckdb_and_in_postgresql_after_every_step(
    tmp_path: Path, postgres: Server, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With roles on the server, and a login that has but the writer's, from the second step on."""
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.0)
    administered = Workspace(tmp_path / "home", served)
    make_workspace(administered, "kepahiang")
    generate(administered, "kepahiang", 40, date(2026, 2, 1), date(2026, 2, 28), 1)
    load(administered, NIGHT)
    assert differences(administered.warehouse, served) == {}
    workspace = _written_by_the_writer(administered, postgres)
    steps = {
        "score": lambda: score(workspace, "2026-02"),
        "publish": lambda: publish(workspace, "2026-02", by="head", accept_unknown="a sample"),
        "confirm": lambda: confirm(workspace, "kepahiang", on=None, decree="1/2026", by="head"),
        "replay": lambda: replay(workspace, None),
        "withdraw": lambda: withdraw(workspace, 3, "the wrong device"),
        "destroy": lambda: destroy(workspace, [3, 4], "000.5/12/2031"),
        "score again": lambda: score(workspace, "2026-02"),
    }

    for name, step in steps.items():
        step()
        assert differences(workspace.warehouse, served) == {}, name
    days = rows_on(served, "select count(*) > 500, count(distinct status) > 3 from core.attendance_day")
    assert days == [(True, True)]
    assert rows_on(served, "select max(revision) from mart.performance_period") == [(2,)]
    masked = "select count(*) > 30, count(*) = (select count(distinct person_id) from mart.performance_period)"
    assert rows_on(served, f"{masked} from access.pseudonym") == [(True, True)]


def _written_by_the_writer(workspace: Workspace, postgres: Server) -> Workspace:
    url = str(workspace.server)
    grant_roles(workspace, new_pseudonyms=False)
    secret = workspace.home.parent / "password"
    secret.write_text(postgres.password + "\n", encoding="ascii")
    secret.chmod(0o600)
    login = f"{url.rpartition('/')[2]}_nightly"
    add_member(workspace, Role.WRITER, login, (), secret)
    return Workspace(workspace.home, url.replace("//postgres:", f"//{login}:"))
