"""A checkpoint: how large the log is and its root, in the form of a signed note (C2SP tlog-checkpoint, signed-note).

kinerja/kepahiang                 origin: whose log
42                                entries
<root, base64>
peaks <base64> <base64> ...       roots of the full subtrees: from them the log grows without its history

— kinerja/kepahiang <base64>      Ed25519 over the lines above, where a key is configured
"""

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from etl.errors import WrongUsage
from etl.ledger.merkle import root_of_peaks
from etl.settings import Workspace

_ED25519, _KEY_BYTES = b"\x01", 32
_DASH = "\N{EM DASH}"


@dataclass(frozen=True)
class Checkpoint:
    """`signature` is that of the text, of whatever key; empty: it was not signed."""

    origin: str
    size: int
    root: bytes
    peaks: tuple[bytes, ...]
    signature: bytes = b""

    @property
    def text(self) -> str:
        """The lines that are signed."""
        peaks = " ".join(["peaks", *map(_base64, self.peaks)])
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n{peaks}\n"

    @property
    def note(self) -> str:
        signed = f"{_DASH} {self.origin} {_base64(self.signature)}\n" if self.signature else ""
        return f"{self.text}\n{signed}"


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 key; `verifier` is what others need to check its signatures, in the form of a signed note's key."""

    seed: bytes
    public: bytes
    origin: str

    @property
    def verifier(self) -> str:
        return verifier_of(self.origin, self.public)

    def sign(self, text: str) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return key_hash(self.origin, self.public) + Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())


def origin_of(workspace: Workspace) -> str:
    return f"kinerja/{workspace.agency().code}"


def checkpoint_of(origin: str, size: int, peaks: list[bytes], key: SigningKey | None) -> Checkpoint:
    bare = Checkpoint(origin, size, root_of_peaks(peaks), tuple(peaks))
    return bare if key is None else Checkpoint(origin, size, bare.root, bare.peaks, key.sign(bare.text))


def parse_checkpoint(note: str) -> Checkpoint:
    """Raises ValueError for what is no checkpoint, or one whose root is not that of its peaks."""
    text, _, signed = note.partition("\n\n")
    origin, size, root, peaks = f"{text}\n".split("\n")[:4]
    signature = b""
    if signed:
        dash, name, coded = signed.removesuffix("\n").split(" ")
        if dash != _DASH or name != origin:
            raise ValueError("a signature of another origin")
        signature = _decode(coded)
    word, *coded_peaks = peaks.split(" ")
    found = Checkpoint(origin, int(size), _decode(root), tuple(map(_decode, coded_peaks)), signature)
    if word != "peaks" or found.note != note or root_of_peaks(found.peaks) != found.root:
        raise ValueError("not a checkpoint in its one form")
    if len(found.peaks) != found.size.bit_count():
        raise ValueError("peaks of another size")
    return found


def key_hash(name: str, public: bytes) -> bytes:
    """The four bytes by which a signed note names its key."""
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def verifier_of(name: str, public: bytes) -> str:
    return f"{name}+{key_hash(name, public).hex()}+{_base64(_ED25519 + public)}"


def parse_verifier(verifier: str) -> tuple[str, bytes]:
    """Name and public key. Raises ValueError for what is no key of a signed note."""
    name, _hashed, coded = verifier.split("+", 2)
    content = _decode(coded)
    if content[:1] != _ED25519 or len(content) != 1 + _KEY_BYTES or verifier_of(name, content[1:]) != verifier:
        raise ValueError("not an Ed25519 key of a signed note")
    return name, content[1:]


def is_signed_by(checkpoint: Checkpoint, verifier: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    name, public = parse_verifier(verifier)
    if checkpoint.signature[:4] != key_hash(name, public) or name != checkpoint.origin:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(checkpoint.signature[4:], checkpoint.text.encode())
    except InvalidSignature:
        return False
    return True


def signing_key(workspace: Workspace) -> SigningKey | None:
    """The key of `agency.toml`, if one is configured. Raises WrongUsage when it cannot be read, or others can."""
    named = workspace.agency().ledger_key
    if named is None:
        return None
    path = workspace.home / named
    try:
        if path.stat().st_mode & 0o377:
            raise _unusable(path, "one that others can read, or that can be written")
        return _read_key(path, origin_of(workspace))
    except OSError as error:
        raise _unusable(path, error.strerror or "none") from None


def _read_key(path: Path, origin: str) -> SigningKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _unusable(path, "another kind of file") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise _unusable(path, "a key of another kind")
    return SigningKey(key.private_bytes_raw(), key.public_key().public_bytes_raw(), origin)


def _unusable(path: Path, found: str) -> WrongUsage:
    return WrongUsage(
        str(path),
        expected="the Ed25519 key that agency.toml names, in PEM, mode 0400",
        found=found,
        todo="Bring the key back, or see docs/runbooks/evidence.md for a new one. Nothing was written.",
    )


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
