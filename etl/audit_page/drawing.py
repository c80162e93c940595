"""The graph of tables and columns as boxes and lines, which the template writes down as SVG."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from etl.audit_page.layout import Edge, columns_of
from warehouse.lineage.origins import RULES, OfColumn, known_tables, table_edges

HEIGHT, GAP_X, GAP_Y, MARGIN = 26, 48, 10, 12
"""Pixels of a box, between boxes, and around all of them."""
OF_LETTER, AROUND_TEXT = 6, 22
"""Pixels: what a box is wide for its text."""
RULEBOOK = "rulebook"
"""Stands in the drawing of everything for the tables of the rulebook: one number or another of it is behind most."""


@dataclass(frozen=True)
class Box:
    """A table or column; `link` leads to its own page, `kind` says how it is coloured."""

    name: str
    text: str
    link: str
    kind: str
    x: int
    y: int
    width: int


@dataclass(frozen=True)
class Line:
    """From a box to one that is computed from it; `path` is SVG's."""

    start: str
    end: str
    path: str


@dataclass(frozen=True)
class Drawing:
    """Everything within `width` times `height`."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def draw_tables() -> Drawing:
    """All tables; the rulebook's are one box."""
    edges = {(RULEBOOK if one.startswith(RULES) else one, other) for one, other in table_edges()}
    return _draw(edges, text=str, link=lambda name: "#rulebook" if name == RULEBOOK else f"/lineage/{name}")


def draw_table(table: str) -> Drawing:
    """A table between what it is computed from and what is computed from it."""
    edges = {edge for edge in table_edges() if table in edge}
    return _draw(edges, text=str, link=lambda name: f"/lineage/{name}", subject=table)


def draw_column(table: str, column: OfColumn) -> Drawing:
    """A column between those it is computed from and those computed from it; of its origins the direct ones."""
    subject = f"{table}.{column.name}"
    edges = {(one, subject) for one in column.direct if one != subject}
    edges |= {(subject, one) for one in column.used_by if one != subject}
    return _draw(edges, text=_short, link=_link_of_column, subject=subject)


def _draw(
    edges: Iterable[Edge], *, text: Callable[[str], str], link: Callable[[str], str], subject: str = ""
) -> Drawing:
    edges = sorted(edges)
    columns = columns_of(edges)
    tallest = max(map(len, columns), default=0)
    boxes: dict[str, Box] = {}
    x = MARGIN
    for column in columns:
        width = AROUND_TEXT + OF_LETTER * max(len(text(name)) for name in column)
        top = MARGIN + (tallest - len(column)) * (HEIGHT + GAP_Y) // 2
        for row, name in enumerate(column):
            kind = "subject" if name == subject else _kind(name)
            boxes[name] = Box(name, text(name), link(name), kind, x, top + row * (HEIGHT + GAP_Y), width)
        x += width + GAP_X
    lines = tuple(Line(one, other, _path(boxes[one], boxes[other])) for one, other in edges)
    height = 2 * MARGIN + tallest * (HEIGHT + GAP_Y) - GAP_Y
    return Drawing(tuple(boxes.values()), lines, x - GAP_X + MARGIN, height)


def _path(start: Box, end: Box) -> str:
    """A curve from the right side of one box to the left side of the other."""
    x1, y1, x2, y2 = start.x + start.width, start.y + HEIGHT // 2, end.x, end.y + HEIGHT // 2
    bend = max(GAP_X // 2, abs(x2 - x1) // 2)
    return f"M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"


def _kind(name: str) -> str:
    """What is computed, what is loaded, what a rulebook says."""
    if name.startswith((RULES, RULEBOOK)):
        return "rule"
    return "computed" if {name, name.rpartition(".")[0]} & _computed() else "loaded"


@cache
def _computed() -> frozenset[str]:
    return frozenset(other for _, other in table_edges())


def _short(column: str) -> str:
    """Without the schema: boxes are narrow."""
    return column.partition(".")[2] if not column.startswith(RULES) else column


def _link_of_column(name: str) -> str:
    table, _, column = name.rpartition(".")
    return f"/lineage/{table}" if column == "*" or table not in known_tables() else f"/lineage/{table}/{column}"
