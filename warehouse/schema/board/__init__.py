"""`board.*`: what dashboards show. No person, no cell of few people; one file a view, on DuckDB and PostgreSQL alike.

A file begins with what a row is, then a line a column (`-- name TYPE: meaning`), then the query.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from warehouse.schema.definition import View

_ROOM = Path(__file__).resolve().parent
_FIRST = ("period", "unit")
"""The others read these."""
_COLUMN = re.compile(r"-- (?P<name>[a-z_0-9]+) (?P<type>[A-Z]+(?:\(\d+, \d+\))?): (?P<meaning>.+)")


def board_views() -> tuple[View, ...]:
    """Every view of the schema, in an order in which they can be made."""
    others = sorted(path.stem for path in _ROOM.glob("*.sql") if path.stem not in _FIRST)
    return tuple(_view(name) for name in (*_FIRST, *others))


def _view(name: str) -> View:
    lines = (_ROOM / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    head = list(takewhile(lambda line: line.startswith("-- "), lines))
    columns = list(_columns(head[1:]))
    return View(
        schema="board",
        name=name,
        comment=head[0].removeprefix("-- "),
        columns={column: meaning for column, _, meaning in columns},
        types={column: kind for column, kind, _ in columns},
        query="\n".join(lines[len(head) :]),
    )


def _columns(head: list[str]) -> Iterator[tuple[str, str, str]]:
    for line in head:
        found = _COLUMN.fullmatch(line)
        if found is None:
            raise ValueError(f"{line!r} is no column: expected -- name TYPE: meaning")
        yield found["name"], found["type"], found["meaning"]
