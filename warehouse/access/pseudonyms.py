"""Pseudonyms: the name under which BI readers follow a person, made with a key that the database never sees."""

import hashlib
import hmac
from typing import TYPE_CHECKING

from etl.errors import KinerjaError

if TYPE_CHECKING:
    from psycopg import Connection

_DIGITS = 20
"""80 bits: two of six million persons share one with a probability of one in thirty thousand million."""
_NEW = """
select distinct scored.person_id from mart.performance_period as scored
where not exists (select 1 from access.pseudonym as known where known.person_id = scored.person_id)
order by scored.person_id
"""


def pseudonym_of(key: bytes, person_id: str) -> str:
    """HMAC-SHA256, shortened: without the key nobody finds it by trying all numbers there are."""
    return hmac.new(key, person_id.encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def fingerprint_of(key: bytes) -> str:
    return hmac.new(key, b"fingerprint of the key", hashlib.sha256).hexdigest()


def add_pseudonyms(server: "Connection", key: bytes) -> int:
    """Give every scored person a pseudonym who has none; returns how many. The caller holds the transaction.

    Raises KinerjaError where those that stand were made with another key.
    """
    _refuse_another_key(server, key)
    new = [person_id for (person_id,) in server.execute(_NEW).fetchall()]
    with server.cursor() as cursor:
        cursor.executemany(
            "insert into access.pseudonym (person_id, pseudonym) values (%s, %s) on conflict (person_id) do nothing",
            [(person_id, pseudonym_of(key, person_id)) for person_id in new],
        )
    return len(new)


def replace_pseudonyms(server: "Connection", key: bytes) -> int:
    """Give everybody a new pseudonym; returns how many. The caller holds the transaction, as the owner."""
    server.execute("delete from access.pseudonym")
    server.execute("delete from access.pseudonym_key")
    remember_key(server, key)
    return add_pseudonyms(server, key)


def remember_key(server: "Connection", key: bytes) -> None:
    """Write down which key it is, where none is."""
    server.execute(
        "insert into access.pseudonym_key select %s where not exists (select 1 from access.pseudonym_key)",
        [fingerprint_of(key)],
    )


def _refuse_another_key(server: "Connection", key: bytes) -> None:
    if server.execute("select fingerprint from access.pseudonym_key").fetchone() != (fingerprint_of(key),):
        raise KinerjaError(
            "access.pseudonym",
            expected="the key that made the pseudonyms there",
            found="another one",
            todo="Bring pseudonym.key back from the backup of the workspace, or give everybody a new pseudonym: "
            "kinerja grant --new-pseudonyms.",
        )
