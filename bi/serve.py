"""Superset on this machine's own address, until it is stopped: `python bi/serve.py [PORT]`."""

import argparse
import os
import sys
from pathlib import Path

from place import ADMIN, environment, folder_of

DEFAULT_PORT = 8088


def command(port: int, address: str = "127.0.0.1") -> list[str]:
    """One process with threads: enough for an office, and half the memory of two."""
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    options = ["--workers=1", "--worker-class=gthread", "--threads=8", "--timeout=120", "--log-level=warning"]
    return [gunicorn, *options, f"--bind={address}:{port}", "superset.app:create_app()"]


def main() -> None:
    """Tell where it is and who may come in, then become the server."""
    parser = argparse.ArgumentParser(description="Superset on this machine's own address, until it is stopped.")
    parser.add_argument("port", nargs="?", type=int, default=DEFAULT_PORT)
    port = parser.parse_args().port
    environ = environment(os.environ)
    print(f"http://127.0.0.1:{port}/dashboard/list/ in half a minute; stop with Ctrl+C")
    print(f"user {ADMIN}, password in {folder_of(environ) / 'admin_password'}", flush=True)
    arguments = command(port, environ.get("KINERJA_BI_ADDRESS") or "127.0.0.1")
    os.execve(arguments[0], arguments, environ)  # noqa: S606 # it becomes the server, so that Ctrl+C reaches it


if __name__ == "__main__":
    main()
