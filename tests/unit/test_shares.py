"""The slow suites go to the workers by shares: whole worlds, the longest first."""

from pathlib import Path

import pytest

from tests.shares import LONGEST, TOGETHER, longest_first, share_of

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("place", [*TOGETHER, *(share for share in LONGEST if share not in TOGETHER.values())])
def test_what_a_share_names_is_there(place: str) -> None:
    assert (PROJECT / place).exists()


def test_the_longest_shares_are_known_by_their_names() -> None:
    assert [share for share in LONGEST if not (share.endswith(".py") or share in TOGETHER.values())] == []


def test_a_share_is_a_file_unless_several_look_at_one_world() -> None:
    assert share_of("tests/unit/test_shares.py::test_it[a::b]") == "tests/unit/test_shares.py"
    assert share_of("tests/agencies/test_closure.py::test_it") == share_of("tests/agencies/test_agencies.py::test_it")


def test_the_longest_begin_first_then_those_of_most_tests(request: pytest.FixtureRequest) -> None:
    class Named(pytest.Item):
        def runtest(self) -> None:
            raise NotImplementedError

    names = ["b.py::1", "a.py::1", f"{LONGEST[-1]}::1", "a.py::2", "tests/deploy/test_topology.py::1", "c.py::1"]
    items: list[pytest.Item] = [Named.from_parent(request.session, name=name, nodeid=name) for name in names]

    longest_first(items)

    assert [item.name for item in items] == [names[4], names[2], "a.py::1", "a.py::2", "b.py::1", "c.py::1"]
