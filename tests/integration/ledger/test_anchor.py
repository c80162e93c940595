"""`kinerja anchor` and the verifier that stands alone: what was kept outside finds what inside hangs together."""

import random
import shutil
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from etl.anchor import anchor, time_stamp_request
from etl.errors import KinerjaError
from etl.ledger import verify_ledger
from etl.ledger.checkpoint import parse_checkpoint, signing_key
from etl.ledger.export import export_path
from etl.settings import Workspace
from etl.verify import verify
from tests.worlds import tampering
from tests.worlds.tampered import Alter


def _alone(kept: Path, workspace: Workspace, *more: str) -> tuple[int, str]:
    """The verifier as an auditor runs it: another folder, no package of ours."""
    command = [sys.executable, "-I", str(kept / "verify_ledger.py"), str(workspace.ledger), *more]
    said = subprocess.run(command, cwd=kept, capture_output=True, text=True, check=False)
    return said.returncode, said.stdout + said.stderr


@pytest.fixture
def kept(copied: Workspace, tmp_path: Path) -> Path:
    anchor(copied, tmp_path / "kept")
    return tmp_path / "kept"


def _checkpoint(kept: Path) -> Path:
    return next(kept.glob("*.checkpoint"))


def test_an_anchor_is_logged_once_and_written_the_same_again(copied: Workspace, kept: Path) -> None:
    before = {path.name: path.read_bytes() for path in kept.iterdir()}

    again = anchor(copied, kept)

    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before
    assert len(again.digest) == 52
    found = verify(copied, [_checkpoint(kept)])
    assert (found.broken, found.incomplete) == ((), ())


def test_an_empty_export_under_an_empty_checkpoint_is_not_called_whole(copied: Workspace, kept: Path) -> None:
    """It hung together: a tree of no entries has a root as well."""
    export_path(copied).write_bytes(b"")
    _checkpoint(kept).unlink()
    empty = b64encode(sha256(b"").digest()).decode()
    (kept / "empty.checkpoint").write_text(f"kinerja/kepahiang\n0\n{empty}\n", encoding="utf-8")

    code, said = _alone(kept, copied, "--checkpoint", str(kept / "empty.checkpoint"))

    assert code == 4
    assert "ledger.jsonl, line 1: empty: it proves nothing" in said


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_logged(copied: Workspace, tmp_path: Path) -> None:
    before = export_path(copied).read_bytes()
    (tmp_path / "a file").touch()

    with pytest.raises(KinerjaError, match="a folder that can be written"):
        anchor(copied, tmp_path / "a file")

    assert export_path(copied).read_bytes() == before


def test_the_page_shows_digest_root_and_key_and_loads_nothing(copied: Workspace, kept: Path) -> None:
    page, key = next(kept.glob("*.html")).read_text(encoding="utf-8"), signing_key(copied)

    assert key is not None
    assert key.verifier in page
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page


def test_the_time_stamp_request_is_that_of_the_standard() -> None:
    # openssl ts -query -sha256 -cert -no_nonce of the three bytes "abc"
    assert time_stamp_request(b"abc").hex() == (
        "30390201013031300d060960864801650304020105000420"
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0101ff"
    )


def test_the_verifier_alone_finds_nothing_in_a_whole_log(copied: Workspace, kept: Path) -> None:
    key = signing_key(copied)
    assert key is not None

    code, said = _alone(
        kept, copied, "--checkpoint", _checkpoint(kept).name, "--key", key.verifier, "--archive", str(copied.archive)
    )

    assert (code, "Nothing is wrong." in said) == (0, True), said


@pytest.mark.parametrize(
    ("alter", "says"),
    [
        (tampering.fork, "two histories"),
        (tampering.change_an_object, "archive"),
        (tampering.delete_an_object, "archive"),
        (tampering.alter_the_export, "line"),
    ],
)
@pytest.mark.parametrize("seed", range(2))
def test_the_verifier_alone_finds_what_was_altered(
    copied: Workspace, kept: Path, alter: Alter, says: str, seed: int
) -> None:
    alter(copied, random.Random(seed))

    code, said = _alone(kept, copied, "--checkpoint", _checkpoint(kept).name, "--archive", str(copied.archive))

    assert code == 4, said
    assert "BROKEN" in said
    assert says in said or "cut" in said or "root" in said


def test_the_verifier_alone_finds_a_log_that_was_rolled_back(copied: Workspace, kept: Path) -> None:
    shutil.copytree(copied.home / "older" / "ledger", copied.ledger, dirs_exist_ok=True)

    assert _alone(kept, copied)[0] == 0
    code, said = _alone(kept, copied, "--checkpoint", _checkpoint(kept).name)
    assert (code, "rolled back" in said) == (4, True)


def test_another_key_than_the_pinned_one_is_found(copied: Workspace, kept: Path) -> None:
    key = signing_key(copied)
    assert key is not None
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    from etl.ledger.checkpoint import verifier_of

    assert _alone(kept, copied, "--key", verifier_of(key.origin, other))[0] == 4


def test_the_verifier_checks_signatures_as_the_library_does() -> None:
    # RFC 8032, section 7.1, TEST 2
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert verify_ledger.is_signature(public, b"\x72", signature)
    for number in range(8):
        key = Ed25519PrivateKey.generate()
        signed = key.sign(bytes([number]))
        raw = key.public_key().public_bytes_raw()
        assert verify_ledger.is_signature(raw, bytes([number]), signed)
        assert not verify_ledger.is_signature(raw, b"other", signed)
        assert not verify_ledger.is_signature(raw, bytes([number]), bytes([signed[0] ^ 1]) + signed[1:])


def test_the_verifier_is_short_and_needs_nothing() -> None:
    text = Path(verify_ledger.__file__).read_text(encoding="utf-8")
    imports = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}

    assert len(text.splitlines()) <= 300
    assert imports <= sys.stdlib_module_names


def test_a_checkpoint_kept_is_one_that_we_read(copied: Workspace, kept: Path) -> None:
    checkpoint = parse_checkpoint(_checkpoint(kept).read_text(encoding="utf-8"))

    assert checkpoint.size == export_path(copied).read_bytes().count(b"\n") - 1
