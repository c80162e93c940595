"""Where the boxes of a small graph stand: in columns from left to right, what is computed right of what it is from.

Own work, because nothing that is kept fits (docs/decisions/0033): a longest path for the columns, and a few sweeps
that put each box at the middle of its neighbours, so that fewer lines cross. Ties go by name: the same graph gives
the same drawing.
"""

from collections.abc import Iterable, Mapping, Sequence

Edge = tuple[str, str]
SWEEPS = 8


def columns_of(edges: Iterable[Edge]) -> list[list[str]]:
    """The boxes of every column, from top to bottom."""
    forward = _without_circles(sorted(set(edges)))
    rank = _ranks(forward)
    columns: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for name in sorted(rank):
        columns[rank[name]].append(name)
    return _uncrossed(columns, forward)


def _without_circles(edges: Sequence[Edge]) -> list[Edge]:
    """The edges that do not lead back to where a walk along them came from."""
    after: dict[str, list[str]] = {}
    for one, other in edges:
        after.setdefault(one, []).append(other)
    on_the_way: dict[str, bool] = {}
    kept: list[Edge] = []

    def walk(name: str) -> None:
        on_the_way[name] = True
        for other in after.get(name, ()):
            if not on_the_way.get(other):
                kept.append((name, other))
                if other not in on_the_way:
                    walk(other)
        on_the_way[name] = False

    for name in sorted(after):
        if name not in on_the_way:
            walk(name)
    return kept


def _ranks(edges: Sequence[Edge]) -> dict[str, int]:
    """Column of each box: behind everything it is computed from; what is computed from nothing, just before its use."""
    rank = dict.fromkeys(sorted({name for edge in edges for name in edge}), 0)
    for _ in rank:
        for one, other in edges:
            rank[other] = max(rank[other], rank[one] + 1)
    computed = {other for _, other in edges}
    for name in rank.keys() - computed:
        rank[name] = min(rank[other] for one, other in edges if one == name) - 1
    return rank


def _uncrossed(columns: list[list[str]], edges: Sequence[Edge]) -> list[list[str]]:
    """Sweep to the right by what is on the left, and back; each column by how the one before it stands now."""
    place = {name: index / len(column) for column in columns for index, name in enumerate(column)}
    for sweep in range(SWEEPS):
        rightwards = sweep % 2 == 0
        beside = _neighbours(edges, backwards=rightwards)
        for column in columns if rightwards else reversed(columns):
            column.sort(key=lambda name: (_middle(name, beside, place), name))
            place |= {name: index / len(column) for index, name in enumerate(column)}
    return columns


def _neighbours(edges: Sequence[Edge], *, backwards: bool) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, other in edges:
        found.setdefault(other if backwards else one, []).append(one if backwards else other)
    return found


def _middle(name: str, beside: Mapping[str, Sequence[str]], place: Mapping[str, float]) -> float:
    """Where its neighbours stand on average, as a share of their column's height; where there are none, its own."""
    near = beside.get(name) or (name,)
    return sum(place[one] for one in near) / len(near)
