"""Cells of few people, in SQL: which are left out of what many may read (contract section 5, `min_cell`)."""


def small(people: str, min_cell: str, *, within: str, order: str) -> str:
    """Whether a cell is left out, 1 or 0: of fewer people than `min_cell`, or needed to hide such a one.

    So are the next smaller cells `within` the same whole until two are left out that together make a cell, as in
    warehouse/models/scoring/fairness_hidden.sql: nobody can take what is shown from the whole and be left with few.
    `order`: what tells cells of equal size apart. Without a `min_cell` all are left out.
    """
    before = (
        f"sum({people}) over (partition by {within} order by {people}, {order} "
        f"rows between unbounded preceding and current row) - {people}"
    )
    place = f"row_number() over (partition by {within} order by {people}, {order})"
    smallest = f"min({people}) over (partition by {within})"
    shown = f"{people} >= {min_cell} and ({smallest} >= {min_cell} or ({place} > 2 and {before} >= {min_cell}))"
    return f"case when {shown} then 0 else 1 end"
