"""The key behind pseudonyms is made once, read by nobody else, and never guessed from what stands in its place."""

import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.errors import KinerjaError, WrongUsage
from etl.pseudonym_key import new_pseudonym_key, pseudonym_key
from etl.settings import Workspace
from warehouse.access.pseudonyms import fingerprint_of, pseudonym_of


@pytest.fixture
def home(tmp_path) -> Workspace:
    return Workspace(tmp_path)


def test_the_key_is_made_on_first_use_and_stays(home):
    key = pseudonym_key(home)

    assert len(key) == 32
    assert pseudonym_key(home) == key
    assert home.pseudonym_key.stat().st_mode & 0o777 == 0o600
    assert new_pseudonym_key(home) != key


@pytest.mark.parametrize("content", [b"", b"00" * 31, b"zz" * 32, b"\xff\xfe"])
def test_a_key_that_was_cut_or_overwritten_is_refused(content, home):
    home.pseudonym_key.write_bytes(content)
    home.pseudonym_key.chmod(0o600)

    with pytest.raises(KinerjaError, match=r"pseudonym\.key"):
        pseudonym_key(home)


def test_a_key_that_others_may_read_is_refused(home):
    pseudonym_key(home)
    home.pseudonym_key.chmod(0o640)

    with pytest.raises(KinerjaError, match="others may read"):
        pseudonym_key(home)


def test_a_pseudonym_is_the_same_for_the_same_key_and_person_only():
    one, other = bytes(32), bytes(31) + b"\1"

    assert pseudonym_of(one, "1977") == pseudonym_of(one, "1977")
    assert len({pseudonym_of(key, person) for key in (one, other) for person in ("1977", "1978")}) == 4
    assert fingerprint_of(one) != fingerprint_of(other)
    assert one.hex() not in fingerprint_of(one)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["hr"], "a role and a login"),
        (["--revoke"], "a role and a login"),
        (["hr", "budi", "--new-pseudonyms"], "no role beside it"),
        (["hr", "budi", "--revoke", "--password-file", "x"], "no password beside it"),
        (["hr", "budi", "--unit", "DINAS"], "for a unit head and nobody else"),
        (["unit_head", "budi"], "for a unit head and nobody else"),
        ([], "knows no roles"),
        (["hr", "budi"], "knows no roles"),
        (["hr", "budi", "--revoke"], "knows no roles"),
    ],
)
def test_a_command_that_cannot_be_meant_is_refused(arguments, told, workspace, monkeypatch):
    monkeypatch.delenv("KINERJA_WAREHOUSE", raising=False)

    found = CliRunner().invoke(app, ["grant", *arguments, "--home", str(workspace.home)])

    assert isinstance(found.exception, WrongUsage)
    assert told in str(found.exception)
    assert not workspace.pseudonym_key.exists()
