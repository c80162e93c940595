"""How a table of the warehouse is written down: no table without its grain, no column without its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.types import TypeEngine

Kind = TypeEngine[Any] | type[TypeEngine[Any]]


def column(name: str, kind: Kind, meaning: str, *, required: bool = False, key: bool = False) -> Column[Any]:
    """Define a column; `meaning` says what it holds, its unit where it has one, and when it is empty.

    `key`: the primary key, only for small tables. DuckDB keeps an index in memory for it, which slows
    the loading of millions of rows; large tables state their key in the comment instead.
    """
    if key:
        return Column(name, kind, primary_key=True, autoincrement=False, comment=meaning)
    return Column(name, kind, nullable=not required, comment=meaning)


def table(tables: MetaData, name: str, comment: str, *columns: Column[Any]) -> None:
    """Add a table; `name` is `schema.table`, `comment` begins with "Each row is"."""
    schema, _, own_name = name.partition(".")
    Table(own_name, tables, *columns, schema=schema, comment=comment)


@dataclass(frozen=True)
class View:
    """A view: its query, and what its columns mean, in their order."""

    schema: str
    name: str
    comment: str
    columns: Mapping[str, str]
    types: Mapping[str, str]
    """SQL types, for the table reference."""
    query: str

    def statements(self) -> tuple[str, ...]:
        """Write the SQL that makes the view and explains it, for DuckDB and PostgreSQL alike."""
        full_name = f"{self.schema}.{self.name}"
        explained = [
            f"comment on column {full_name}.{name} is {_text(meaning)}" for name, meaning in self.columns.items()
        ]
        return (
            f"create or replace view {full_name} as {self.query}",
            f"comment on view {full_name} is {_text(self.comment)}",
            *explained,
        )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
