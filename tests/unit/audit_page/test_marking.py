"""What counts in a line is found as the line spells it."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from etl.audit_page.marking import LONGEST, marked
from etl.audit_page.rendering import line_of, shown


def _counts(line, *values):
    return [text for text, counts in marked(line, values) if counts]


@pytest.mark.parametrize(
    ("line", "value", "counts"),
    [
        ("2\t2026-03-02 07:52:43\t3\t0", datetime(2026, 3, 2, 7, 52, 43), ["2026-03-02 07:52:43"]),
        ('"occurred_at":"2026-03-02T07:52:43+07:00"', datetime(2026, 3, 2, 7, 52, 43), ["2026-03-02T07:52:43"]),
        ("Berlaku Mulai: 01/01/2022", date(2022, 1, 1), ["01/01/2022"]),
        ("Bobot: 60 | Target: 96", Decimal("60.0000"), ["60"]),
        ("PIN 2 of 12", 2, []),
        ("unit DINKES-1 and DINKES", "DINKES", ["DINKES", "DINKES"]),
        ("120 and 12", 12, ["12"]),
        ("a (b) [c", "(b)", ["(b)"]),
    ],
)
def test_a_value_is_found_as_the_line_spells_it(line, value, counts):
    assert _counts(line, value) == counts


def test_the_pieces_are_the_line():
    line = "12\t2026-03-02 07:52:43\t12"

    assert "".join(text for text, _ in marked(line, [12, datetime(2026, 3, 2, 7, 52, 43)])) == line


def test_an_endless_line_is_cut_and_says_how_long_it_is():
    pieces = marked("x" * 1_000_000, ["xx"])

    assert sum(len(text) for text, _ in pieces) < LONGEST + 100
    assert "1000000" in pieces[-1][0]


def test_a_line_that_is_gone_has_no_pieces():
    assert marked(None, ["a"]) == ()


def test_what_cannot_be_printed_is_told_and_not_obeyed():
    assert shown("a\0b\N{RIGHT-TO-LEFT OVERRIDE}c\udcff\n") == "a\\u0000b\\u202ec\\udcff\\n"
    assert line_of("a\tb\r\x1b[2J") == "a\tb\\r\\u001b[2J"
    assert len(shown("y" * 1_000_000)) < LONGEST + 100
