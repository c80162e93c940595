"""One writer at a time in a workspace, across processes; the lock vanishes with its process."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from etl.errors import KinerjaError
from etl.settings import Workspace

PATIENCE_SECONDS = 3600
"""How long a second load waits for the first: a first load of years of dumps takes minutes."""
_PAUSE_SECONDS = 0.2


@contextmanager
def workspace_lock(workspace: Workspace, *, shared: bool = False, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the workspace: exclusively for what writes the warehouse, shared for steps that only stage."""
    handle = os.open(workspace.home / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait_for(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, patience)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, mode: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise KinerjaError(
                    "workspace lock",
                    expected="no other load at work",
                    found=f"one still at work after {patience:.0f} seconds",
                    todo="Wait for it to end, then run again; nothing was lost.",
                ) from None
            time.sleep(_PAUSE_SECONDS)
        else:
            return
