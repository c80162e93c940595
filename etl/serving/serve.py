"""After a committed step: what changed is shown to those who read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from etl.errors import KinerjaError
from etl.locking import workspace_lock
from etl.openlineage.delivery import deliver, deliver_to_file
from etl.serving.snapshot import publish_snapshot
from etl.settings import Workspace
from etl.workspace import upgraded


@contextmanager
def shown_step(workspace: Workspace) -> Iterator[None]:
    """A step that writes: workspace and warehouse are held, both in order; what it committed is shown when it is over.

    Raises IntegrityBroken when the warehouse was rolled back behind the exported log, KinerjaError as `serve`.
    """
    with workspace_lock(workspace), upgraded(workspace):
        yield
        delivered = deliver_to_file(workspace)
    tell(workspace, delivered=delivered)


def tell(workspace: Workspace, *, anew: bool = False, delivered: bool = False) -> None:
    """After a run: its events go out, unless they are `delivered`, and its readers see what it left."""
    if not delivered:
        deliver(workspace)
    serve(workspace, anew=anew)


def serve(workspace: Workspace, *, anew: bool = False) -> None:
    """Show the warehouse as it is committed now. Raises KinerjaError where readers keep what they had.

    It asks what readers have, not which step came before: whatever was killed, the next step's call makes it good.
    `anew`: where the warehouse is another one, nothing that a server has is taken for granted.
    """
    with workspace_lock(workspace):
        try:
            publish_snapshot(workspace)
        except OSError as fault:
            raise KinerjaError(
                str(workspace.serving),
                expected="room for a copy of the warehouse",
                found=os.strerror(fault.errno or 0),
                todo="Everything is committed; readers see the copy before. Make room or mend the permissions, "
                "then run kinerja load: the next step makes the copy.",
            ) from None
        if workspace.server is not None:
            from etl.serving.server import publish_to_server

            publish_to_server(workspace, workspace.server, anew=anew)
