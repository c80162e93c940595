"""Whether archive and staged files hold the bytes that the log names: every object is read and hashed once."""

import hashlib
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from etl.archive import CHUNK, object_path
from etl.durable import sha256_of
from etl.ledger.finding import Finding
from etl.ledger.log_check import Entry, Log
from etl.settings import Workspace

_NAMED = ("kept", "agency")
_FILES = ("FILE_RECEIVED", "FILE_REFUSED")
_WRITABLE = 0o222


States = dict[tuple[int, int], Any]
"""File and position at which longer dumps go on -> what was hashed up to there."""


def destroyed_files(log: Log) -> dict[int, Mapping[str, Any]]:
    """What the log tells of every file that was lawfully destroyed."""
    return {one.content["file_id"]: one.content for one in log.of_kind("FILE_DESTROYED")}


def check_archive(log: Log, workspace: Workspace, destroyed: Collection[int] | None = None) -> Iterator[Finding]:
    """Every file of the log: its own bytes, and the whole as prefix and suffix; then settings, rulebooks, lists.

    `destroyed` are files that are lawfully gone, by default those that this log tells: where it is a past one, files
    may have been destroyed since.
    """
    gone = destroyed_files(log).keys() if destroyed is None else destroyed
    files = {one.content["file_id"]: one.content for one in log.of_kind(*_FILES)}
    standing = {number: content for number, content in files.items() if number not in gone}
    yield from _check_files(standing, workspace.archive, gone)
    for name, sha256 in named_objects(log):
        yield from _check_object(workspace.archive, sha256, name)


def _check_files(
    files: Mapping[int, Mapping[str, Any]], archive: Path, destroyed: Collection[int]
) -> Iterator[Finding]:
    """Shorter dumps first; of one found broken the longer ones that continue it are not looked at.

    Of a dump that begins with a destroyed one the whole cannot be hashed any more: its own bytes are, by their name.
    """
    cuts, states = _cuts(files), States()
    for file_id, content in sorted(files.items(), key=lambda one: (one[1]["bytes"], one[0])):
        if _begins_with(destroyed, content, files):
            yield from _check_object(archive, content["archive_sha256"], f"file {file_id}")
            continue
        whole = _begun(content, files, states)
        if whole is None:
            continue
        found = _hash_own(archive, content, whole, cuts.get(file_id, frozenset()))
        if found is None:
            fault = "no object"
        else:
            states |= {(file_id, place): state for place, state in found.items()}
            fault = "" if whole.hexdigest() == content["sha256"] else f"sha256 {whole.hexdigest()}"
        if fault:
            where = f"file {file_id} (archive/{str(content.get('archive_sha256', ''))[:12]})"
            yield Finding(where, f"{content['bytes']} bytes with sha256 {content['sha256']}", fault)


def _begins_with(
    destroyed: Collection[int], content: Mapping[str, Any], files: Mapping[int, Mapping[str, Any]]
) -> bool:
    prefix = content.get("prefix_file_id")
    while prefix is not None and prefix not in destroyed:
        prefix = files.get(prefix, {}).get("prefix_file_id")
    return prefix is not None


def _cuts(files: Mapping[int, Mapping[str, Any]]) -> dict[int, frozenset[int]]:
    """File -> positions in it at which longer dumps go on, each in the file whose own bytes hold it."""
    positions: dict[int, list[int]] = {}
    for content in files.values():
        if "prefix_file_id" in content:
            owner = _owner(content, files)
            if owner is not None:
                positions.setdefault(owner, []).append(content["prefix_bytes"])
    return {owner: frozenset(found) for owner, found in positions.items()}


def _owner(content: Mapping[str, Any], files: Mapping[int, Mapping[str, Any]]) -> int | None:
    position, owner = content["prefix_bytes"], content["prefix_file_id"]
    while owner in files and files[owner]["prefix_bytes"] > position:
        owner = files[owner].get("prefix_file_id")
    return owner if owner in files else None


def _begun(
    content: Mapping[str, Any], files: Mapping[int, Mapping[str, Any]], states: States
) -> "hashlib._Hash | None":
    """What is hashed before the file's own bytes; None where that is not known."""
    if "prefix_file_id" not in content:
        return hashlib.sha256()
    owner = _owner(content, files)
    state = None if owner is None else states.get((owner, content["prefix_bytes"]))
    return None if state is None else state.copy()


def _hash_own(
    archive: Path, content: Mapping[str, Any], whole: "hashlib._Hash", cuts: frozenset[int]
) -> "dict[int, hashlib._Hash] | None":
    """Feed the file's own object into `whole`; returns what was hashed up to each cut, None where it cannot be read."""
    place = content["prefix_bytes"]
    found = {place: whole.copy()} if place in cuts else {}
    sha256 = content.get("archive_sha256")
    if sha256 and not object_path(archive, sha256).is_file():
        return None
    try:
        for piece in _pieces(object_path(archive, sha256), place, cuts) if sha256 else ():
            whole.update(piece)
            place += len(piece)
            if place in cuts:
                found[place] = whole.copy()
    except OSError:
        return None
    return found


def _pieces(path: Path, start: int, cuts: frozenset[int]) -> Iterator[bytes]:
    """The object's bytes, no piece reaching beyond a cut; `start` is where they stand in the whole file."""
    place = start
    with open(path, "rb") as handle:
        for cut in (*sorted(cut for cut in cuts if cut > start), None):
            while piece := handle.read(CHUNK if cut is None else min(CHUNK, cut - place)):
                place += len(piece)
                yield piece


def named_objects(log: Log) -> Iterator[tuple[str, str]]:
    """What else the log names in the archive: in words, and by sha256; each once."""
    told: dict[str, str] = {}
    for entry in log.entries:
        for name, sha256 in _named_by(entry):
            told.setdefault(sha256, f"{name} of entry {entry.seq}")
    return ((name, sha256) for sha256, name in told.items())


def _named_by(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from ((name, entry.content[name]) for name in _NAMED if entry.kind != "CREATED" and _is_hash(entry, name))
    if entry.kind == "RULEBOOK_ADOPTED":
        yield entry.content["name"], entry.content["sha256"]
    yield from ((one["name"], one["sha256"]) for one in entry.content.get("configuration", ()))


def _is_hash(entry: Entry, name: str) -> bool:
    return len(str(entry.content.get(name, ""))) == hashlib.sha256().digest_size * 2


def _check_object(archive: Path, sha256: str, name: str) -> Iterator[Finding]:
    path, where = object_path(archive, sha256), f"archive/{sha256[:12]} ({name})"
    if not path.is_file():
        yield Finding(where, "the bytes that were kept", "no object")
    elif sha256_of(path) != sha256:
        yield Finding(where, "the bytes that were kept", f"others, with sha256 {sha256_of(path)}")


def check_destroyed(log: Log, workspace: Workspace) -> Iterator[Finding]:
    """Bytes of destroyed files that are there nevertheless; what another file or an entry names too may be."""
    destroyed = destroyed_files(log)
    named = {sha256 for _, sha256 in named_objects(log)}
    named |= {
        one.content.get("archive_sha256", "") for one in log.of_kind(*_FILES) if one.content["file_id"] not in destroyed
    }
    for file_id, content in destroyed.items():
        sha256 = content.get("archive_sha256", "")
        if sha256 not in named and object_path(workspace.archive, sha256).exists():
            decided = f"no bytes: destroyed by decision {content['decision']}"
            yield Finding(f"file {file_id} (archive/{sha256[:12]})", decided, "bytes")


def check_staged(log: Log, workspace: Workspace) -> Iterator[Finding]:
    """Every Parquet file of a committed load, as the newest destruction left it."""
    for (load_id, _, _), one in _staged_files(log).items():
        path, where = workspace.home / one["path"], f"{one['path']} (load {load_id})"
        if not path.is_file():
            yield Finding(where, f"{one['rows']} staged rows", "no file")
        elif sha256_of(path) != one["sha256"]:
            yield Finding(where, f"sha256 {one['sha256']}", f"sha256 {sha256_of(path)}")


def _staged_files(log: Log) -> dict[tuple[int, str, str], Mapping[str, Any]]:
    """Load, record type and month -> the Parquet file that counts."""
    found: dict[tuple[int, str, str], Mapping[str, Any]] = {}
    for entry in log.of_kind("LOAD_COMMITTED", "FILE_DESTROYED"):
        committed = entry.kind == "LOAD_COMMITTED"
        for one in entry.content["staged_file" if committed else "restaged"]:
            key = (entry.content["load_id"] if committed else one["load_id"], one["record"], one["month"])
            if "path" in one:
                found[key] = one
            else:
                del found[key]
    return found


def _unnamed(archive: Path, named: Collection[Path]) -> Iterator[Path]:
    """Whatever lies below the archive and is no object of the log; half-written files go with the next load."""
    folders = {*archive.glob("[0-9a-f][0-9a-f]"), archive / ".incoming"}
    for path in sorted(archive.rglob("*")):
        is_folder = path in folders and path.is_dir() and not path.is_symlink()
        if (
            path not in named
            and not is_folder
            and not (path.parent == archive / ".incoming" and path.suffix == ".part")
        ):
            yield path


def remarks_on_archive(log: Log, workspace: Workspace) -> Iterator[Finding]:
    """Objects and staged files that no entry names: what a killed load left, or somebody laid there.

    And objects that hold the right bytes, but not for sure tomorrow: links to elsewhere, and files that may be written.
    """
    named = {sha256 for _, sha256 in named_objects(log)}
    named |= {one.content.get("archive_sha256", "") for one in log.of_kind(*_FILES)}
    present = sorted(workspace.archive.glob("[0-9a-f][0-9a-f]/*"))
    objects = _unnamed(workspace.archive, {object_path(workspace.archive, sha256) for sha256 in named})
    staged = {one["path"] for one in _staged_files(log).values()}
    others = (
        path
        for path in workspace.staged.rglob("*")
        if path.is_file() and str(path.relative_to(workspace.home)) not in staged
    )
    for path in (*objects, *sorted(others)):
        yield Finding(str(path.relative_to(workspace.home)), "only what the log names", "an object that no entry names")
    for path in present:
        found = path.lstat().st_mode
        if stat.S_ISLNK(found):
            yield Finding(str(path.relative_to(workspace.home)), "an object of its own", "a link to elsewhere")
        elif found & _WRITABLE:
            yield Finding(
                str(path.relative_to(workspace.home)), "an object that nobody may write", "mode " + oct(found & 0o777)
            )
