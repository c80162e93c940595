"""Check a log of Kinerja on another machine: Python 3.9 or newer, nothing else, no network.

    python3 verify_ledger.py EXPORT [--checkpoint FILE]... [--key KEY] [--archive DIR]

EXPORT is the folder `ledger/` of the workspace (ledger.jsonl and checkpoint). --checkpoint names one that you kept
(kinerja anchor), --key the public key that you were given by another way, --archive the folder `archive/`.

It checks every entry (one spelling, numbers without a gap, times), the root of every checkpoint (RFC 6962), that the
log still begins with what you kept, signatures (Ed25519, RFC 8032), and the bytes of the files in the archive.
Exit code 0: nothing is wrong; 4: something is, and the first thing is named; 2: wrong usage.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
DASH = "\N{EM DASH}"
LOADED = ("FILE_RECEIVED", "FILE_REFUSED")


class Broken(Exception):
    """What is not as it was recorded: where, and what was found."""


# Ed25519 (RFC 8032, section 5.1), in extended coordinates x, y, z, x*y/z


def _add(one, other):
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor, point):
    found = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            found = _add(found, point)
        point, factor = _add(point, point), factor >> 1
    return found


def _x_of(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _point(coded):
    number = int.from_bytes(coded, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = _x_of(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


_BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (_x_of(_BASE_Y, 0), _BASE_Y, 1, _x_of(_BASE_Y, 0) * _BASE_Y % P)


def is_signature(public, message, signature):
    """Whether `signature` is that of `message` by the key `public`."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce, factor = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or factor >= Q:
        return False
    told = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = _times(factor, BASE), _add(nonce, _times(told, key))
    return not (left[0] * right[2] - right[0] * left[2]) % P and not (left[1] * right[2] - right[1] * left[2]) % P


# The tree (RFC 6962, section 2)


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def roots_of(leaves):
    """The root after every number of leaves, from none on."""
    peaks = []
    yield hashlib.sha256(b"").digest()
    for place, leaf in enumerate(leaves):
        while place & 1:
            leaf, place = hashlib.sha256(b"\x01" + peaks.pop() + leaf).digest(), place >> 1
        peaks.append(leaf)
        root = peaks[-1]
        for peak in reversed(peaks[:-1]):
            root = hashlib.sha256(b"\x01" + peak + root).digest()
        yield root


# The log


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _once(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


def read_entries(export):
    """The lines of the export and what they say; numbers without a gap, every line in its one spelling."""
    path = export / "ledger.jsonl"
    if not path.is_file():
        raise Broken(f"{path}: no such file")
    *lines, rest = path.read_bytes().split(b"\n")
    if rest or not lines:
        fault = "not a whole line (a command was interrupted, or it was cut)" if rest else "empty: it proves nothing"
        raise Broken(f"{path}, line {len(lines) + 1}: {fault}")
    return lines, [_read_entry(path, number, line) for number, line in enumerate(lines, start=1)]


def _read_entry(path, number, line):
    try:
        strict = {"object_pairs_hook": _once, "parse_float": int, "parse_constant": int}
        entry = json.loads(line.decode("utf-8"), **strict)
        if canonical(entry) != line or sorted(entry) != ["at", "content", "kind", "seq"]:
            raise ValueError("another spelling")
    except (ValueError, TypeError, RecursionError) as fault:
        raise Broken(f"{path}, line {number}: no entry in canonical JSON ({fault})") from None
    if entry["seq"] is True or entry["seq"] != number:
        raise Broken(f"{path}, line {number}: entry {entry['seq']} stands here; one is missing, or there twice")
    return entry


class Checkpoint:
    """A signed note: origin, size, root; and the signature line, if there is one."""

    def __init__(self, path):
        self.path = path
        try:
            text, _, signed = path.read_text(encoding="utf-8").partition("\n\n")
            self.text = f"{text}\n".encode()
            self.origin, size, root, _peaks = text.split("\n")
            self.size, self.root, self.key_hash, self.signature = int(size), base64.b64decode(root), b"", b""
            if signed:
                dash, name, coded = signed.rstrip("\n").split(" ")
                content = base64.b64decode(coded)
                self.key_hash, self.signature = content[:4], content[4:]
                if (dash, name) != (DASH, self.origin):
                    raise ValueError("signed in another name")
        except (OSError, ValueError) as fault:
            raise Broken(f"{path}: no checkpoint ({fault})") from None


def parse_key(key):
    """Name, hash and public key of a signed note's key: name+hash+base64."""
    name, hashed, coded = key.split("+", 2)
    content = base64.b64decode(coded)
    if hashlib.sha256(f"{name}\n".encode() + content).hexdigest()[:8] != hashed or content[:1] != b"\x01":
        raise ValueError("not an Ed25519 key of a signed note")
    return name, bytes.fromhex(hashed), content[1:]


def check_signature(checkpoint, entries, pinned):
    """By the key that the log had adopted by then; the first one must be the pinned one."""
    keys = [entry["content"]["verifier"] for entry in entries[: checkpoint.size] if entry["kind"] == "KEY_ADOPTED"]
    if pinned and keys[:1] != [pinned]:
        raise Broken(f"{checkpoint.path}: the log did not begin with the key you were given")
    if not keys:
        return "not signed: no key was in use"
    name, hashed, public = parse_key(keys[-1])
    if (name, hashed) != (checkpoint.origin, checkpoint.key_hash):
        raise Broken(f"{checkpoint.path}: not signed by the key {keys[-1].split('+')[1]}")
    if not is_signature(public, checkpoint.text, checkpoint.signature):
        raise Broken(f"{checkpoint.path}: the signature is not that of its key")
    return f"signed by {hashed.hex()}"


def check_checkpoint(checkpoint, entries, roots, pinned):
    """That the log begins with what the checkpoint says: consistency, shown from the entries themselves."""
    if checkpoint.size > len(entries):
        raise Broken(f"{checkpoint.path}: {checkpoint.size} entries, the export has {len(entries)}: cut or rolled back")
    if roots[checkpoint.size] != checkpoint.root:
        raise Broken(f"{checkpoint.path}: entries 1 to {checkpoint.size} give another root: two histories exist")
    signed = check_signature(checkpoint, entries, pinned)
    return f"{checkpoint.path}: {checkpoint.size} entries, {signed}"


# The archive


def _object(archive, sha256):
    path = archive / sha256[:2] / sha256
    if not path.is_file():
        raise Broken(f"archive: no object {sha256}")
    return path.read_bytes()


def check_archive(entries, archive):
    """Every file that was not destroyed, each after what it shares with a shorter one; and what else is named."""
    gone = {entry["content"]["file_id"] for entry in entries if entry["kind"] == "FILE_DESTROYED"}
    files = {entry["content"]["file_id"]: entry["content"] for entry in entries if entry["kind"] in LOADED}
    owners = {number: _owner(files, file) for number, file in files.items()}
    cuts, states, lost = {}, {}, set(gone)
    for number, file in files.items():
        cuts.setdefault(owners[number], set()).add(file["prefix_bytes"])
    for number, file in sorted(files.items(), key=lambda one: (one[1]["bytes"], one[0])):
        shared = file["prefix_bytes"]
        if file.get("prefix_file_id") in lost:
            lost.add(number)  # the whole cannot be hashed any more; its own bytes are, by their name
        if number in lost or (shared and (owners[number], shared) not in states):
            continue
        whole = states[owners[number], shared].copy() if shared else hashlib.sha256()
        own, place = _object(archive, file["archive_sha256"]) if file.get("archive_sha256") else b"", shared
        for cut in sorted(cuts.get(number, ())):
            whole.update(own[place - shared : cut - shared])
            place, states[number, cut] = cut, whole.copy()
        whole.update(own[place - shared :])
        if whole.hexdigest() != file["sha256"]:
            raise Broken(f"archive, file {number}: sha256 {whole.hexdigest()}, the log says {file['sha256']}")
    objects = {number: file.get("archive_sha256") for number, file in files.items()}
    settings = _check_objects(entries, archive, objects, gone, lost)
    return f"archive: {len(files) - len(gone)} files, {settings} settings, rulebooks and lists"


def _check_objects(entries, archive, objects, gone, lost):
    """What has its own sha256 for a name; bytes that only destroyed files (`gone`) had are not there."""
    named = {entry["content"].get("kept") for entry in entries}
    named |= {one["sha256"] for entry in entries for one in entry["content"].get("configuration", ())}
    named |= {entry["content"]["sha256"] for entry in entries if entry["kind"] == "RULEBOOK_ADOPTED"}
    others = named | {sha256 for number, sha256 in objects.items() if number not in gone}
    for sha256 in sorted({objects[number] for number in gone} - others - {None}):
        if (archive / sha256[:2] / sha256).is_file():
            raise Broken(f"archive: the object {sha256} is there, its file was destroyed")
    for sha256 in sorted((named | {objects[number] for number in lost - gone}) - {None}):
        if hashlib.sha256(_object(archive, sha256)).hexdigest() != sha256:
            raise Broken(f"archive: the object {sha256} holds other bytes")
    return len(named - {None})


def _owner(files, file):
    """The shorter dump whose own bytes hold the place at which this one goes on."""
    owner = file.get("prefix_file_id")
    while owner in files and files[owner]["prefix_bytes"] > file["prefix_bytes"]:
        owner = files[owner].get("prefix_file_id")
    return owner


def check_times(entries):
    """Clocks may be set back; the order of entries is that of their numbers. It is told, not judged."""
    return [
        f"note: entry {after['seq']} says {after['at']}, the one before {before['at']}: a clock was set back"
        for before, after in zip(entries, entries[1:])
        if after["at"] < before["at"]
    ]


def check(export, kept, key, archive):
    lines, entries = read_entries(export)
    roots = list(roots_of(map(leaf_hash, lines)))
    newest = Checkpoint(export / "checkpoint")
    told = [f"{len(entries)} entries, root {base64.b64encode(roots[-1]).decode()}"]
    told += [check_checkpoint(one, entries, roots, key) for one in [newest, *map(Checkpoint, kept)]]
    if newest.size != len(entries):
        told.append(f"note: the newest checkpoint covers {newest.size} entries only: a command was interrupted")
    told += check_times(entries)
    if archive is not None:
        told.append(check_archive(entries, archive))
    return told


def main():
    parser = argparse.ArgumentParser(description="Check a log of Kinerja against what was kept outside.")
    parser.add_argument("export", type=Path, help="folder with ledger.jsonl and checkpoint")
    parser.add_argument("--checkpoint", type=Path, action="append", default=[], help="one you kept; may be repeated")
    parser.add_argument("--key", help="the public key you were given: name+hash+base64")
    parser.add_argument("--archive", type=Path, help="the folder archive/, to check the files themselves")
    given = parser.parse_args()
    try:
        print("\n".join(check(given.export, given.checkpoint, given.key, given.archive)))
    except Broken as broken:
        print(f"BROKEN {broken}")
        return 4
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        print(f"BROKEN the log hangs together, but an entry is not of this program ({type(fault).__name__}: {fault})")
        return 4
    print("Nothing is wrong.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
