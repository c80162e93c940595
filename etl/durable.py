"""Files that are either there whole, and safe from a power cut, or not there."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any


def write_durably(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Put `content` under `path` in one step: temporary name, fsync, rename, fsync of the folder."""
    temporary = path.with_name(path.name + ".part")
    with open(temporary, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.chmod(mode)
    temporary.replace(path)
    fsync_folder(path.parent)


def write_json(path: Path, content: Any) -> None:
    # ASCII only: names that are not UTF-8 come as lone surrogates, which only JSON escapes can carry
    write_durably(path, json.dumps(content, ensure_ascii=True, indent=1).encode("ascii"))


def read_json(path: Path) -> Any:
    return json.loads(path.read_bytes())


def fsync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def fsync_folder(folder: Path) -> None:
    fsync_file(folder)
