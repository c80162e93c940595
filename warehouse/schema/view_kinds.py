"""Kinds of views: the newest rows of what is stored by revision, and the same in Indonesian."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Table

from warehouse.schema.definition import View


def is_newest(owner: str, key: Sequence[str], row: str = "row") -> str:
    """A condition on `row`: no later revision of `mart.<owner>` has the same key and period."""
    same = " and ".join(f"later.{one} = {row}.{one}" for one in (*key, "period"))
    return f"not exists (select 1 from mart.{owner} as later where {same} and later.revision > {row}.revision)"


def newest_view(table: Table, name: str, comment: str, condition: str) -> View:
    """All columns of the rows of `table` that meet a condition on `row`."""
    listed = ", ".join(f"row.{one.name}" for one in table.columns)
    return View(
        schema="mart",
        name=name,
        comment=comment,
        columns={one.name: one.comment or "" for one in table.columns},
        types={one.name: str(one.type) for one in table.columns},
        query=f"select {listed} from mart.{table.name} as row where {condition}",
    )


def translated(
    view: View,
    name: str,
    columns: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]] | None = None,
    *,
    schema: str = "mart_id",
) -> View:
    """A view under other names; `words` gives the codes of a column in words."""
    told = {column: _worded(column, codes) for column, codes in (words or {}).items()}
    listed = ", ".join(f"{told.get(column, column)} as {said}" for column, said in columns.items())
    return View(
        schema=schema,
        name=name,
        comment=f"Each row is one row of {view.schema}.{view.name}, in Indonesian.",
        columns={said: view.columns[column] for column, said in columns.items()},
        types={said: view.types[column] for column, said in columns.items()},
        query=f"select {listed} from {view.schema}.{view.name}",
    )


def _worded(column: str, codes: Mapping[str, str]) -> str:
    words = " ".join(f"when '{code}' then '{said}'" for code, said in codes.items())
    return f"case {column} {words} end"
