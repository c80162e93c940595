"""Looks and roles in the log: that somebody did it is told, whom it concerns is kept in the archive under a salt."""

from collections.abc import Mapping, Sequence
from secrets import token_hex

import duckdb

from etl.archive import keep_content
from etl.ledger.canonical import canonical
from etl.ledger.entries import append
from etl.settings import Workspace


def log_look(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    *,
    by: str,
    what: str,
    about: Mapping[str, str | int | None],
) -> None:
    """Log that somebody looked at a kind of thing; at whose is kept in the archive, not told in the entry."""
    append(warehouse, [("LOOKED_AT", {"by": by, "what": what, "kept": _keep_salted(workspace, about)})])


def log_role(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    kind: str,
    *,
    role: str,
    login: str,
    units: Sequence[str],
) -> None:
    """Log that a login of the server got a role or lost it; which one is kept in the archive, not told in the entry."""
    kept = _keep_salted(workspace, {"login": login})
    append(warehouse, [(kind, {"role": str(role), "units": sorted(units), "kept": kept})])


def _keep_salted(workspace: Workspace, private: Mapping[str, str | int | None]) -> str:
    """The sha256 under which it is archived; salted: a number of a person can be guessed from its plain sha256."""
    return keep_content(workspace.archive, canonical({**private, "salt": token_hex(16)}))
