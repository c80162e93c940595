"""Cells of few people, in SQL: which are left out of what many may read (contract section 5, `min_cell`)."""


def small(people: str, min_cell: str, *, within: str, order: str) -> str:
    """Whether a person's cell is left out, 1 or 0: of fewer people than `min_cell`, or needed to hide such a one.

    So are the next smaller cells `within` the same whole until two are left out that together make a cell, as in
    warehouse/models/scoring/fairness_hidden.sql: nobody can take what is shown from the whole and be left with few.
    For rows that are one person each; `people`: how many share the person's cell; `order`: what tells cells of equal
    size apart. Without a `min_cell` all are left out.
    """
    ranked = f"over (partition by {within} order by {people}, {order})"
    smallest = f"min({people}) over (partition by {within})"
    # dense_rank() is the place of the cell; rank() counts the people before it
    enough_hidden = f"dense_rank() {ranked} > 2 and rank() {ranked} > {min_cell}"
    shown = f"{people} >= {min_cell} and ({smallest} >= {min_cell} or ({enough_hidden}))"
    return f"case when {shown} then 0 else 1 end"
