"""Those who read: whether the copy, and the server of $KINERJA_WAREHOUSE, show what is committed."""

from collections.abc import Iterator

import duckdb

from etl.doctor.check import Check, fault, fine, warning
from etl.errors import IntegrityBroken, KinerjaError
from etl.freshness import readable
from etl.serving.snapshot import newest_copy
from etl.settings import Workspace
from warehouse.engines.duckdb import connect

_CATCH_UP = "Run kinerja load: every step shows all that is missing. If it stays so, its last line says why."


def check_readers(workspace: Workspace) -> Iterator[Check]:
    """Nothing is told where the warehouse itself cannot be asked: that is a finding of its own.

    The server is held against the copy, so that no load finds the warehouse in use while a server lets us wait.
    """
    try:
        yield _check_copy(workspace)
        if workspace.server is not None:
            with readable(workspace) as shown:
                yield _check_server(shown, workspace.server)
    except (KinerjaError, duckdb.Error):
        return


def _check_copy(workspace: Workspace) -> Check:
    from etl.serving.lag import copy_lag

    subject = "copy for readers"
    if newest_copy(workspace) is None:
        return fine(subject, "none yet: the first step makes it")
    with readable(workspace) as shown, connect(workspace.warehouse, read_only=True) as warehouse:
        return _told(subject, copy_lag(warehouse, shown))


def _check_server(shown: duckdb.DuckDBPyConnection, url: str) -> Check:
    from etl.serving.lag import server_lag

    subject = "server"
    try:
        return _told(subject, server_lag(shown, url))
    except IntegrityBroken as error:
        return fault(subject, error.found, "See docs/runbooks/postgresql.md; kinerja verify tells about the workspace.")
    except KinerjaError as error:
        return fault(subject, error.found, error.todo)


def _told(subject: str, missing: int) -> Check:
    if missing:
        return warning(subject, f"{missing} entries of the log behind what is committed", _CATCH_UP)
    return fine(subject, "shows all that is committed")
