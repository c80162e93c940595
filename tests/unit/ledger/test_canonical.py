"""RFC 8785, as far as the log needs it: one spelling, and no other is read."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.ledger.canonical import canonical, parse
from etl.ledger.verify_ledger import Broken, _read_entry

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc_", max_size=3), inner, max_size=3),
    max_leaves=8,
)


def test_the_example_of_the_standard() -> None:
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"

    assert canonical({"string": text, "literals": [None, True, False], "a": 1}) == (
        b'{"a":1,"literals":[null,true,false],"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


@given(values)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert parse(canonical(value)) == value


@pytest.mark.parametrize("value", [1.5, {"a": float("nan")}, 2**53, {1: 2}, {"\u00e9": 1}, b"bytes", "\ud800", [{1}]])
def test_what_would_not_come_back_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(value)


OTHER_SPELLINGS = [
    b'{"b":1,"a":2}',
    b'{"a": 1}',
    b'{"a":1,"a":1}',
    b'{"a":"\\u0041"}',
    b'{"a":1.0}',
    b'{"a":[1.5]}',
    b'{"a":NaN}',
    b'{"a":-0}',
    b'{"a":"\\ud800"}',
    b"{",
    b"\xff",
    b"[" * 100_000,
]


@pytest.mark.parametrize("line", OTHER_SPELLINGS, ids=lambda line: repr(line[:20]))
def test_another_spelling_is_not_read(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(line)


@pytest.mark.parametrize("content", OTHER_SPELLINGS, ids=lambda line: repr(line[:20]))
def test_the_verifier_alone_reads_none_of_them(content: bytes) -> None:
    path, entry = Path("ledger.jsonl"), b'{"at":"2026-08-01T00:00:00Z","content":%s,"kind":"LOAD_COMMITTED","seq":1}'

    assert _read_entry(path, 1, entry % b'{"a":1}')["content"] == {"a": 1}
    with pytest.raises(Broken, match="line 1: no entry"):
        _read_entry(path, 1, entry % content)
