"""No look, no data: who looks at what is written into the log first; then the copy that readers have is opened."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from etl.errors import WrongUsage
from etl.ledger.private_acts import log_look
from etl.locking import workspace_lock
from etl.serving.snapshot import newest_copy
from etl.settings import Workspace
from etl.workspace import logged_transaction, require_current
from warehouse.engines.duckdb import connect

PATIENCE_SECONDS = 5
"""How long a look waits for a load at work before the page says so."""


@dataclass(frozen=True)
class Site:
    """Whose workspace is shown, and by whom it is looked at."""

    workspace: Workspace
    by: str


def record_look(site: Site, what: str, about: Mapping[str, str | int | None]) -> None:
    """Write the look into the log and its export, as any step that writes does.

    Raises KinerjaError while a load is at work, IntegrityBroken for a log that is not in order.
    """
    workspace = site.workspace
    with workspace_lock(workspace, patience=PATIENCE_SECONDS), logged_transaction(workspace) as warehouse:
        log_look(warehouse, workspace, by=site.by, what=what, about=about)


@contextmanager
def copy_of_readers(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """The newest copy of the warehouse: no load locks it, and it shows what was committed.

    Raises WrongUsage where there is none yet, or another version made it.
    """
    copy = newest_copy(workspace)
    if copy is None:
        raise WrongUsage(
            str(workspace.serving / "current"), expected="a copy for readers", found="none", todo="Run: kinerja load"
        )
    with connect(copy, read_only=True) as warehouse:
        require_current(workspace, warehouse)
        yield warehouse
