"""Which places of a line count: the values that a fact took from it, found again as the line spells them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Piece = tuple[str, bool]
"""Some text, and whether it counts."""
LONGEST = 2000
"""Characters of a line that are shown; a cell of a spreadsheet may hold a million."""
_SHORTEST = 2
"""Characters: a single digit stands in every line."""


def marked(line: str | None, values: Iterable[Any]) -> tuple[Piece, ...]:
    """The line in pieces, in its order, cut where it is endless; empty where there is no line any more."""
    if not line:
        return ()
    if len(line) > LONGEST:
        return *marked(line[:LONGEST], values), (f"… ({len(line)} characters / karakter)", False)
    spelled = sorted({text for value in values for text in _spellings(value)}, key=lambda text: (-len(text), text))
    wanted = [re.escape(text) for text in spelled if len(text) >= _SHORTEST]
    if not wanted:
        return ((line, False),)
    pieces = re.split(rf"(?<!\w)({'|'.join(wanted)})(?!\w)", line)
    return tuple((text, place % 2 == 1) for place, text in enumerate(pieces) if text)


def _spellings(value: Any) -> Iterator[str]:
    if isinstance(value, datetime):
        yield from (value.strftime(f"{day}{between}{time}") for day, between, time in _MOMENTS)
    elif isinstance(value, date):
        yield from (value.strftime(day) for day in _DAYS)
    elif isinstance(value, Decimal):
        yield f"{value.normalize():f}"
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)


_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d/%b/%Y")
_MOMENTS = tuple(
    (day, between, time)
    for day in _DAYS
    for between in (" ", "T", ":", "")
    for time in ("%H:%M:%S", "%H:%M")
    if between or day == _DAYS[0]
)
