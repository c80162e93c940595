"""What somebody who watches a load sees, on a terminal."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

from etl.settings import Workspace


def test_a_load_shows_how_far_it_is_where_somebody_watches(workspace: Workspace) -> None:
    """A first load of years said nothing for minutes."""
    (workspace.inbox / "finger" / "1.dat").write_bytes(b"        1\t2026-07-01 07:25:00\t1\t0\t1\t0\n")
    (workspace.inbox / "finger" / "1.dat.done").touch()
    terminal, watched = os.openpty()

    command = [sys.executable, "-m", "etl", "load", "--through", "2026-07-02", "--home", str(workspace.home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=watched, text=True) as loading:
        os.close(watched)
        shown = b"".join(_until_closed(terminal)).decode()
        told = loading.communicate()[0]

    assert (loading.returncode, "closes" in told) == (0, True)
    assert [step for step in ("stage", "commit") if f"Loading: {step}" not in shown] == []


def _until_closed(terminal: int) -> Iterator[bytes]:
    with os.fdopen(terminal, "rb", buffering=0) as end, suppress(OSError):
        while block := end.read(1 << 12):
            yield block
