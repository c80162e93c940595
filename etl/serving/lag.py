"""How far those who read are behind what is committed: entries of the log that they do not have."""

import duckdb

from etl.ledger.entries import entries_after
from etl.serving.server import known_entries
from warehouse.engines.postgresql import ask_server, explained, open_server

SHOWS_NOTHING_NEW = ("LOOKED_AT",)
"""Kinds of entries that leave every table as it was: who waits for them misses nothing."""


def server_lag(warehouse: duckdb.DuckDBPyConnection, url: str) -> int:
    """Entries that the server of $KINERJA_WAREHOUSE lacks.

    Raises ServerUnavailable where it cannot be asked, IntegrityBroken where it is ahead, or another workspace's.
    """
    with explained(url), open_server(url) as server:
        there = ask_server(server, "select to_regclass('audit.ledger') is not null") == [(True,)]
        known = known_entries(warehouse, server) if there else 0
    return _news_after(warehouse, known)


def copy_lag(warehouse: duckdb.DuckDBPyConnection, copy: duckdb.DuckDBPyConnection) -> int:
    """Entries that the copy behind `serving/current` lacks."""
    ((known,),) = copy.execute("select count(*) from audit.ledger").fetchall()
    return _news_after(warehouse, known)


def _news_after(warehouse: duckdb.DuckDBPyConnection, known: int) -> int:
    return sum(1 for _, kind, *_ in entries_after(warehouse, known) if kind not in SHOWS_NOTHING_NEW)
