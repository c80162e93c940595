"""`kinerja anchor`: the checkpoint of the log in forms that are kept outside, where nobody here can edit it.

A file for whoever keeps it, a page to print and sign, and a request for a time stamp (RFC 3161) over the file.
"""

import base64
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path

import duckdb

from etl.durable import write_durably
from etl.errors import KinerjaError
from etl.ledger import verify_ledger
from etl.ledger.canonical import parse
from etl.ledger.checkpoint import Checkpoint, checkpoint_of, origin_of, signing_key
from etl.ledger.entries import append, entries_after, size_of
from etl.ledger.export import export
from etl.ledger.merkle import grow
from etl.ledger.story import newest_told
from etl.locking import workspace_lock
from etl.settings import Workspace
from etl.workspace import upgrade_workspace
from warehouse.engines.duckdb import connect, transaction

_SHA256 = bytes.fromhex("300d06096086480165030402010500")
"""DER of AlgorithmIdentifier: id-sha256 with NULL parameters (RFC 5754)."""
_PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{origin}: {size}</title>
<style>
body {{ font-family: sans-serif; max-width: 40em; margin: 2em auto; line-height: 1.4 }}
code {{ font-size: 1.1em; overflow-wrap: anywhere }} .digest {{ font-size: 1.5em; letter-spacing: .05em }}
td {{ padding: .2em 1em .2em 0; vertical-align: top }} .sign td {{ padding-top: 4em }}
</style></head><body>
<h1>Berita acara buku jejak</h1>
<p>{agency}</p>
<table>
<tr><td>Buku jejak<br><small>log</small></td><td><code>{origin}</code></td></tr>
<tr><td>Jumlah entri<br><small>entries</small></td><td><code>{size}</code></td></tr>
<tr><td>Entri terakhir<br><small>last entry, UTC</small></td><td><code>{at}</code></td></tr>
<tr><td>Akar Merkle<br><small>root</small></td><td><code>{root}</code></td></tr>
<tr><td>Kunci publik<br><small>public key</small></td><td><code>{key}</code></td></tr>
<tr><td>Sidik<br><small>digest of the checkpoint file</small></td><td><code class="digest">{digest}</code></td></tr>
</table>
<p>Simpan lembar ini di luar kantor pengelola data. Pemeriksa mencocokkan sidik dengan berkas
<code>{name}.checkpoint</code> (base32 dari sha256-nya), lalu menjalankan
<code>python3 verify_ledger.py EXPORT --checkpoint {name}.checkpoint</code>.<br>
<small>Keep this page where those who run the system cannot reach it.</small></p>
<table class="sign"><tr><td>Pengelola data</td><td>Pemeriksa</td><td>Tanggal</td></tr></table>
</body></html>
"""


@dataclass(frozen=True)
class Anchor:
    """`digest` is what a person reads aloud or types: base32 of the sha256 of the checkpoint's file, 52 characters."""

    size: int
    digest: str
    files: tuple[Path, ...]


def anchor(workspace: Workspace, folder: Path) -> Anchor:
    """Write the newest checkpoint for keeping outside, and log that it was; nothing new since then: the same again.

    Raises KinerjaError for a folder that cannot be written; nothing is logged then.
    """
    with workspace_lock(workspace):
        upgrade_workspace(workspace)
        with connect(workspace.warehouse) as warehouse:
            size = _size_to_anchor(warehouse)
            checkpoint = _checkpoint_at(warehouse, workspace, size)
            digest = base64.b32encode(sha256(checkpoint.note.encode()).digest()).decode().rstrip("=")
            files = _written(workspace, folder, checkpoint, _told(warehouse, checkpoint, digest))
            if size == size_of(warehouse):
                with transaction(warehouse):
                    append(warehouse, [("ANCHORED", {"size": size, "root": checkpoint.root.hex(), "digest": digest})])
                export(warehouse, workspace)
    return Anchor(size, digest, files)


def _size_to_anchor(warehouse: duckdb.DuckDBPyConnection) -> int:
    size = size_of(warehouse)
    anchored = newest_told(warehouse, "size", "ANCHORED")
    return size - 1 if anchored == str(size - 1) else size


def _checkpoint_at(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, size: int) -> Checkpoint:
    leaves = (bytes.fromhex(leaf) for seq, _, _, leaf in entries_after(warehouse, 0) if seq <= size)
    peaks, _ = grow((), 0, leaves)
    return checkpoint_of(origin_of(workspace), size, peaks, signing_key(workspace))


def _told(warehouse: duckdb.DuckDBPyConnection, checkpoint: Checkpoint, digest: str) -> dict[str, str]:
    ((_, _, entry, _), *_) = entries_after(warehouse, checkpoint.size - 1)
    return {
        "origin": checkpoint.origin,
        "size": str(checkpoint.size),
        "at": str(parse(entry.encode())["at"]),
        "root": base64.b64encode(checkpoint.root).decode(),
        "key": newest_told(warehouse, "verifier", "KEY_ADOPTED") or "-",
        "digest": " ".join(digest[place : place + 4] for place in range(0, len(digest), 4)),
    }


def _written(workspace: Workspace, folder: Path, checkpoint: Checkpoint, told: Mapping[str, str]) -> tuple[Path, ...]:
    try:
        return _write(workspace, folder, checkpoint, told)
    except OSError as fault:
        raise KinerjaError(
            str(folder),
            expected="a folder that can be written",
            found=os.strerror(fault.errno or 0),
            todo="Name another one by --to.",
        ) from None


def _write(workspace: Workspace, folder: Path, checkpoint: Checkpoint, told: Mapping[str, str]) -> tuple[Path, ...]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    agency = workspace.agency()
    name = f"{agency.code}-{checkpoint.size:08d}"
    page = _PAGE.format(**{key: escape(value) for key, value in {**told, "agency": agency.name, "name": name}.items()})
    contents = {
        folder / f"{name}.checkpoint": checkpoint.note.encode(),
        folder / f"{name}.html": page.encode(),
        folder / f"{name}.tsq": time_stamp_request(checkpoint.note.encode()),
    }
    for path, content in contents.items():
        write_durably(path, content)
    verifier = folder / "verify_ledger.py"
    shutil.copyfile(verify_ledger.__file__, verifier)
    return (*contents, verifier)


def time_stamp_request(content: bytes) -> bytes:
    """TimeStampReq in DER (RFC 3161, section 2.4.1): version 1, sha256 of the content, certificate asked for."""
    imprint = _sequence(_SHA256 + b"\x04\x20" + sha256(content).digest())
    return _sequence(b"\x02\x01\x01" + imprint + b"\x01\x01\xff")


def _sequence(content: bytes) -> bytes:
    return bytes([0x30, len(content)]) + content
