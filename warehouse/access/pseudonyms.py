"""Pseudonyms: the name under which BI readers follow a person, made with a key that the database never sees."""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from typing import Any

from etl.errors import KinerjaError

Ask = Callable[[str], Sequence[tuple[Any, ...]]]
"""Runs a statement on the server, in the caller's transaction, and returns its rows."""
Add = Callable[[Sequence[tuple[str, str]]], None]
"""Adds persons and their pseudonyms by COPY: the text of a statement stands in logs and is shown to who monitors."""
_DIGITS = 20
"""80 bits: that any two of six million persons share one has a probability of one in sixty thousand million."""
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


def add_pseudonyms(ask: Ask, add: Add, key: bytes) -> int:
    """Give every scored person a pseudonym who has none; returns how many.

    Raises KinerjaError where those that stand were made with another key.
    """
    _refuse_another_key(ask, key)
    new = [str(person_id) for (person_id,) in ask(_NEW)]
    if new:
        add([(one, pseudonym_of(key, one)) for one in new])
    return len(new)


def replace_pseudonyms(ask: Ask, add: Add, key: bytes) -> int:
    """Give everybody a new pseudonym, as the owner; returns how many."""
    ask("delete from access.pseudonym")
    ask("delete from access.pseudonym_key")
    remember_key(ask, key)
    return add_pseudonyms(ask, add, key)


def remember_key(ask: Ask, key: bytes) -> None:
    """Write down which key it is, where none is."""
    ask(
        f"insert into access.pseudonym_key select '{fingerprint_of(key)}' "
        "where not exists (select 1 from access.pseudonym_key)"
    )


def _refuse_another_key(ask: Ask, key: bytes) -> None:
    if [tuple(row) for row in ask("select fingerprint from access.pseudonym_key")] != [(fingerprint_of(key),)]:
        raise KinerjaError(
            "access.pseudonym",
            expected="the key that made the pseudonyms there",
            found="another one",
            todo="Bring pseudonym.key back from the backup of the workspace, or give everybody a new pseudonym: "
            "kinerja grant --new-pseudonyms.",
        )
