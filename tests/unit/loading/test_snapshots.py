"""Which picture of a register is in force."""

from datetime import datetime
from decimal import Decimal

import pytest

from etl.snapshots import Snapshot, in_force


def picture(file_id: int, day: int, rows: int, sha256: str = "a") -> Snapshot:
    return Snapshot("employees", "employees", file_id, datetime(2026, 7, day), sha256, rows)


def test_the_newest_moment_wins_whatever_came_first() -> None:
    assert in_force([picture(2, 1, 100), picture(1, 5, 100)], Decimal("0.2"))[0] == picture(1, 5, 100)


def test_of_two_pictures_of_one_moment_the_greater_digest_wins() -> None:
    assert in_force([picture(1, 1, 9, "b"), picture(2, 1, 9, "a")], Decimal("0.2"))[0] == picture(1, 1, 9, "b")


@pytest.mark.parametrize(("rows", "taken"), [(80, True), (79, False), (101, True), (0, False)])
def test_a_picture_may_lose_a_fifth_of_the_older_ones_rows_and_no_more(rows: int, taken: bool) -> None:
    chosen, shrunk = in_force([picture(1, 1, 100), picture(2, 2, rows)], Decimal("0.2"))

    assert (chosen == picture(2, 2, rows), shrunk) == (taken, set() if taken else {2})


def test_a_shrunk_picture_counts_once_the_larger_older_one_is_gone() -> None:
    assert in_force([picture(2, 2, 50)], Decimal("0.2")) == (picture(2, 2, 50), set())


def test_without_pictures_nothing_is_in_force() -> None:
    assert in_force([], Decimal("0.2")) == (None, set())
