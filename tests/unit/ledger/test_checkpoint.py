"""The signed note of a checkpoint, and the key that signs it."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from etl.errors import WrongUsage
from etl.ledger.checkpoint import checkpoint_of, is_signed_by, parse_checkpoint, parse_verifier, signing_key
from etl.ledger.merkle import grow, leaf_hash
from etl.settings import Workspace

PEAKS, SIZE = grow((), 0, [leaf_hash(bytes([number])) for number in range(11)])


def _with_key(home: Path, pem: bytes, mode: int = 0o400) -> Workspace:
    settings = home / "agency.toml"
    settings.write_text(
        'code = "kepahiang"\nname = "K"\ntimezone = "Asia/Jakarta"\nledger_key = "key.pem"\n', encoding="utf-8"
    )
    (home / "key.pem").write_bytes(pem)
    (home / "key.pem").chmod(mode)
    return Workspace(home)


def _pem(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_a_checkpoint_comes_back_from_its_note_and_its_signature_is_that_of_the_key(tmp_path: Path) -> None:
    key = signing_key(_with_key(tmp_path, _pem(Ed25519PrivateKey.generate())))
    (tmp_path / "other").mkdir()
    other = signing_key(_with_key(tmp_path / "other", _pem(Ed25519PrivateKey.generate())))
    assert key is not None
    assert other is not None
    checkpoint = checkpoint_of(key.origin, SIZE, PEAKS, key)

    assert parse_checkpoint(checkpoint.note) == checkpoint
    assert is_signed_by(checkpoint, key.verifier)
    assert not is_signed_by(checkpoint, other.verifier)
    assert not is_signed_by(checkpoint_of(key.origin, SIZE, PEAKS, None), key.verifier)
    assert parse_verifier(key.verifier) == (key.origin, key.public)


@pytest.mark.parametrize(
    "damage",
    [
        lambda note: note.replace("\n11\n", "\n12\n"),
        lambda note: note.replace("\n11\n", "\n011\n"),
        lambda note: note.replace("peaks ", "peaks AAAA "),
        lambda note: note + "\n",
        lambda note: note.replace("kinerja", "other", 1),
        lambda note: note[:0],
        lambda note: note.replace("=\n", "\n", 1),
    ],
)
def test_a_damaged_note_is_no_checkpoint(tmp_path: Path, damage: object) -> None:
    key = signing_key(_with_key(tmp_path, _pem(Ed25519PrivateKey.generate())))
    note = checkpoint_of("kinerja/kepahiang", SIZE, PEAKS, key).note

    with pytest.raises(ValueError, match=r"."):
        parse_checkpoint(damage(note))  # type: ignore[operator] # a function of the list above


@pytest.mark.parametrize(
    ("pem", "mode"),
    [
        (_pem(Ed25519PrivateKey.generate()), 0o600),
        (_pem(Ed25519PrivateKey.generate()), 0o440),
        (_pem(X25519PrivateKey.generate()), 0o400),
        (b"no key", 0o400),
    ],
)
def test_a_key_that_others_can_read_or_that_is_none_is_refused(tmp_path: Path, pem: bytes, mode: int) -> None:
    with pytest.raises(WrongUsage, match=r"key\.pem"):
        signing_key(_with_key(tmp_path, pem, mode))


def test_a_configured_key_that_is_missing_is_refused(tmp_path: Path) -> None:
    workspace = _with_key(tmp_path, b"")
    (tmp_path / "key.pem").unlink()

    with pytest.raises(WrongUsage, match=r"agency\.toml"):
        signing_key(workspace)
