"""Five thousand small files came in one night, and the load compared each with every other for five minutes."""

import hashlib
from pathlib import Path

import pytest

from etl import archive, inbox
from etl.archive import Archived
from etl.inbox import Waiting

MANY = 300


def test_many_files_are_told_from_those_still_arriving_by_one_look_at_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []

    def comparing(one: Waiting, other: object) -> bool:
        compared.append(other)
        return one is other

    monkeypatch.setattr(Waiting, "__eq__", comparing)
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.0)
    for number in range(MANY):
        (tmp_path / f"{number}.dat").write_bytes(b"x")
    candidates = [inbox._waiting(tmp_path, f"{number}.dat", "finger") for number in range(MANY)]
    (tmp_path / "7.dat").write_bytes(b"xx")

    complete, arriving = inbox._settle(tmp_path, [one for one in candidates if one])

    assert (len(complete), arriving) == (MANY - 1, ["7.dat"])
    assert compared == []


def test_a_small_dump_is_compared_once_with_all_earlier_ones_of_a_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small exports of years are thousands; the beginning of a new one has few sizes."""
    beginnings = [f"{number:>9}\t2026-07-01 07:00:00\t1\t0\t1\t0\n".encode() for number in range(MANY)]
    digests = [hashlib.sha256(one).hexdigest() for one in beginnings]
    earlier = {
        len(beginnings[0]): {sha: Archived(place, len(beginnings[0]), sha) for place, sha in enumerate(digests)},
        7: {"0" * 64: Archived(MANY, 7, "0" * 64)},
    }
    path = tmp_path / "dump"
    path.write_bytes(beginnings[41] + beginnings[7])
    fed = []
    feed = archive._feed
    monkeypatch.setattr(archive, "_feed", lambda *arguments: (fed.append(arguments[2]), feed(*arguments)))

    found = archive.digest(path, earlier)

    assert found.continues == Archived(41, len(beginnings[41]), digests[41])
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(fed) == len(earlier) + 1
