"""Kinds of views: the newest rows of what is stored by revision, and the same in Indonesian."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Table

from warehouse.schema.definition import View
from warehouse.schema.indonesian.columns import Columns
from warehouse.schema.indonesian.words import Words


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
    grain: str,
    columns: Columns,
    words: Mapping[str, Words] | None = None,
    *,
    joined: Mapping[str, Words] | None = None,
    schema: str = "mart_id",
) -> View:
    """A view in Indonesian: `grain` says what a row is, `words` the codes of a column; `joined`: several in a cell."""
    told = {column: _worded(column, codes) for column, codes in (words or {}).items()}
    told |= {column: _each_worded(column, codes) for column, codes in (joined or {}).items()}
    listed = ", ".join(f"{told.get(column, column)} as {said}" for column, (said, _) in columns.items())
    return View(
        schema=schema,
        name=name,
        comment=f"Setiap baris adalah {grain} ({view.schema}.{view.name}).",
        columns=dict(columns.values()),
        types={said: "TEXT" if column in told else view.types[column] for column, (said, _) in columns.items()},
        query=f"select {listed} from {view.schema}.{view.name}",
    )


def _worded(column: str, codes: Words) -> str:
    """A code without a word stays: nothing vanishes because it is new."""
    cases = " ".join(f"when '{code}' then '{said}'" for code, said in codes.items())
    return f"case {column} {cases} else cast({column} as text) end"


def _each_worded(column: str, codes: Words) -> str:
    told = column
    for code, said in codes.items():
        told = f"replace({told}, '{code}', '{said}')"
    return told
