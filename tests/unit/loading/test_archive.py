"""The archive keeps the bytes as they came, read-only, and takes no file that changes while it is read."""

import hashlib
from pathlib import Path

import pytest

from etl import archive
from etl.archive import Archived, ChangedWhileRead

LONG = b"".join(b"%06d\n" % number for number in range(3000))
"""21,000 bytes: longer than what is looked at in one step."""


def _archived(file_id: int, content: bytes) -> Archived:
    return Archived(file_id, len(content), hashlib.sha256(content).hexdigest())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "1_attlog.dat"
    path.write_bytes(LONG)
    return path


def test_what_is_kept_lies_under_its_digest_for_its_owner_to_read_only(file: Path, tmp_path: Path) -> None:
    sha256 = archive.keep(tmp_path, file, start=7, size=700)

    kept = archive.object_path(tmp_path, sha256)
    assert kept.read_bytes() == LONG[7:707]
    assert hashlib.sha256(LONG[7:707]).hexdigest() == sha256
    assert kept.stat().st_mode & 0o777 == 0o400
    assert kept.parent.stat().st_mode & 0o077 == 0
    assert archive.keep(tmp_path, file, start=7, size=700) == sha256
    assert [*(tmp_path / ".incoming").iterdir()] == []


def test_content_of_our_own_is_kept_the_same_way(tmp_path: Path) -> None:
    kept = archive.object_path(tmp_path, archive.keep_content(tmp_path, b"settings"))

    assert (kept.read_bytes(), kept.stat().st_mode & 0o777) == (b"settings", 0o400)


@pytest.mark.parametrize("change", [b"one more line\n", None], ids=["grew", "was cut"])
def test_a_file_that_changes_while_it_is_hashed_has_not_arrived(
    file: Path, change: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = archive._feed

    def change_meanwhile(*arguments: object) -> None:
        file.write_bytes(LONG[:-7] if change is None else LONG + change)
        feed(*arguments)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(archive, "_feed", change_meanwhile)

    with pytest.raises(ChangedWhileRead):
        archive.digest(file)


def test_a_file_that_ends_before_its_size_is_not_kept(file: Path, tmp_path: Path) -> None:
    with pytest.raises(ChangedWhileRead):
        archive.keep(tmp_path, file, start=0, size=len(LONG) + 1)

    archive.sweep(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file]


def test_the_longest_dump_that_a_file_begins_with_is_what_it_continues(file: Path) -> None:
    others = [_archived(1, LONG[:14_000]), _archived(2, LONG[:700]), _archived(3, LONG[:6_999] + b"x")]
    candidates = [*others, _archived(4, LONG), _archived(5, LONG + b"more"), _archived(6, b"x" + LONG[1:18_000])]

    found = archive.digest(file, {one.size: {one.sha256: one} for one in candidates})

    assert found.continues == others[0]
    assert (found.sha256, found.size) == (hashlib.sha256(LONG).hexdigest(), len(LONG))
    assert found.head_sha256 == hashlib.sha256(LONG[: archive.HEAD]).hexdigest() == archive.head_of(file)


@pytest.mark.parametrize(
    ("content", "size", "end"),
    [
        (b"ab\ncd\nef", 8, 6),
        (b"ab\ncd\nef", 6, 6),
        (b"ab\ncd\nef", 5, 3),
        (b"ab\n" + b"c" * 20_000, 20_003, 3),
        (b"c" * 4_095 + b"\n" + b"d" * 4_096, 8_192, 4_096),
        (b"no line ends", 12, 0),
    ],
)
def test_a_dump_goes_on_behind_its_last_whole_line_however_long_the_next_one_is(
    tmp_path: Path, content: bytes, size: int, end: int
) -> None:
    path = tmp_path / "dump.dat"
    path.write_bytes(content)

    assert archive.last_line_end(path, size) == end
