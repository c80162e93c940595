"""The server: bound to loopback, quiet about what is asked, opened by a key that is printed once."""

import socket
from collections.abc import Callable
from contextlib import suppress
from secrets import token_urlsafe

import uvicorn

from etl.audit_page.app import make_app
from etl.audit_page.looks import Site
from etl.errors import WrongUsage
from etl.settings import Workspace

LOOPBACK = "127.0.0.1"


def serve(workspace: Workspace, *, port: int, by: str, tell: Callable[[str], object]) -> None:
    """Serve until interrupted. `by` is who looks; `tell` gets the address to open, with the key in its fragment.

    Raises WrongUsage when the port is taken.
    """
    key = token_urlsafe(32)
    with _listen(port) as listening:
        tell(f"http://{LOOPBACK}:{listening.getsockname()[1]}/#{key}")
        # its log would tell addresses and faults; ours go to the page, and to `faults/` of the workspace
        config = uvicorn.Config(
            make_app(Site(workspace, by), key),
            access_log=False,
            log_level="critical",
            server_header=False,
            lifespan="off",
            ws="none",
        )
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as fault:
        raise WrongUsage(
            "--port", expected="a free port", found=f"{port}: {fault.strerror}", todo="Name another one; 0 finds one."
        ) from None
