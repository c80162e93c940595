"""The key behind pseudonyms: a file of the workspace that nobody else reads, made on first use."""

import os
import secrets
import stat
from pathlib import Path

from etl.durable import write_durably
from etl.errors import KinerjaError
from etl.settings import Workspace

_BYTES = 32


def pseudonym_key(workspace: Workspace) -> bytes:
    """The key as it is, or a new one. Raises KinerjaError where others could have read it, or it is cut."""
    path = workspace.pseudonym_key
    if not path.exists():
        return new_pseudonym_key(workspace)
    open_to = stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    key = b"" if open_to else _read(path)
    if len(key) != _BYTES:
        raise KinerjaError(
            str(path),
            expected=f"{_BYTES} bytes in hexadecimal, mode 0600",
            found="a file that others may read" if open_to else "something else",
            todo="Bring it back from the backup, or give everybody a new pseudonym: kinerja grant --new-pseudonyms.",
        )
    return key


def _read(path: Path) -> bytes:
    """Empty: it is no key."""
    try:
        return bytes.fromhex(path.read_bytes().decode("ascii"))
    except ValueError:
        return b""


def new_pseudonym_key(workspace: Workspace) -> bytes:
    """Write another key in the place of the one that is there; every pseudonym made with that is void."""
    key = secrets.token_bytes(_BYTES)
    old_umask = os.umask(0o077)
    try:
        write_durably(workspace.pseudonym_key, key.hex().encode())
    finally:
        os.umask(old_umask)
    return key
