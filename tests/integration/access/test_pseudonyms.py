"""Whose pseudonym is which: one key for all, and no trace of it where statements are read."""

import pytest

from etl.errors import KinerjaError
from etl.grant import grant_roles
from etl.pseudonym_key import new_pseudonym_key, pseudonym_key
from etl.serving.server import _give_pseudonyms, _transaction
from tests.postgres import Server
from tests.worlds.granted import persons

pytestmark = pytest.mark.slow


def test_another_key_is_refused_until_everybody_gets_a_new_pseudonym(shown, server) -> None:
    before = dict(server.execute("select * from access.pseudonym").fetchall())
    new_pseudonym_key(shown)
    with pytest.raises(KinerjaError, match="another one"):
        grant_roles(shown, new_pseudonyms=False)
    assert dict(server.execute("select * from access.pseudonym").fetchall()) == before

    made = grant_roles(shown, new_pseudonyms=True).pseudonyms
    after = dict(server.execute("select * from access.pseudonym").fetchall())

    assert made == len(persons()) == len(after)
    assert set(after.values()) & set(before.values()) == set()
    assert pseudonym_key(shown).hex() not in str(server.execute("select * from access.pseudonym_key").fetchall())


def test_no_statement_holds_whose_pseudonym_is_which_as_statements_are_logged_and_shown_to_who_monitors(
    shown, server, granted: str, postgres: Server
) -> None:
    server.execute(f"alter database {granted} set log_statement = 'all'")
    try:
        grant_roles(shown, new_pseudonyms=True)
        granted_names = dict(server.execute("select * from access.pseudonym").fetchall())
        server.execute("delete from access.pseudonym")
        with _transaction(postgres.url(granted)) as publishing:
            _give_pseudonyms(shown, publishing)
    finally:
        server.execute(f"alter database {granted} reset log_statement")
    logged = (postgres.folder / "log").read_text(encoding="utf-8", errors="replace")

    assert dict(server.execute("select * from access.pseudonym").fetchall()) == granted_names
    assert len(granted_names) == len(persons())
    for name in granted_names.values():
        assert name not in logged
        assert name.encode().hex() not in logged
