"""Columns of many statements, as a connection executes them: tables made of tables made of tables."""

from collections.abc import Mapping
from typing import Any

import duckdb
from sqlglot import exp, parse

from warehouse.lineage.columns import EXISTS, NONE, Answer, Column, Columns, Origin, columns_of

_SCHEMA = """
select case when schema_name = 'main' then table_name else schema_name || '.' || table_name end, column_name, data_type
from duckdb_columns() where not internal order by 1, column_index
"""


class Recorder:
    """A connection that reads every CREATE ... AS and INSERT ... SELECT it passes on; otherwise the connection itself.

    `read` holds the statements read before, by this recorder or another one: they are not read again.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, origins: dict[Column, Origin], read: set[str]) -> None:
        self.connection, self.origins, self._read = connection, origins, read

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    def execute(self, query: str, *values: Any) -> Any:
        """Pass on, then note what the statements made of what."""
        is_new = query.lstrip().lower().startswith(("create", "insert")) and query not in self._read
        schema = self._schema() if is_new else {}
        answer = self.connection.execute(query, *values)
        if is_new:
            self._read.add(query)
            # a value handed in has no origin, and sqlglot 30 stumbles over some places of it
            for statement in parse(query.replace("?", "null"), dialect="duckdb"):
                self._note(statement and statement.transform(_without_row_ids), schema)
        return answer

    def _note(self, statement: exp.Expr | None, schema: Mapping[str, Mapping[str, str]]) -> None:
        query = statement.args.get("expression") if isinstance(statement, (exp.Create, exp.Insert)) else None
        if statement is None or not isinstance(query, exp.Query) or isinstance(query, exp.Values):
            return
        answer = columns_of(query, schema)
        table, names = _target(statement, answer, schema)
        for name, origin in zip(names, answer.columns.values(), strict=True):
            self._add((table, name), origin)
        self._add((table, EXISTS), Origin(indirect=answer.rows))

    def _add(self, column: Column, origin: Origin) -> None:
        self.origins[column] = self.origins.get(column, Origin()) | origin

    def _schema(self) -> dict[str, dict[str, str]]:
        found = self.connection.execute(_SCHEMA).fetchall()
        schema: dict[str, dict[str, str]] = {}
        for table, column, kind in found:
            schema.setdefault(table, {})[column] = kind
        return schema


def _without_row_ids(node: exp.Expr) -> exp.Expr:
    """The place of a row is no column that anything comes from."""
    return exp.null() if isinstance(node, exp.Column) and node.name == "rowid" else node


def _target(statement: exp.Expr, answer: Answer, schema: Mapping[str, Mapping[str, str]]) -> tuple[str, list[str]]:
    """The table that got the answer, and its columns in the order of the answer."""
    into = statement.this
    named = into.expressions if isinstance(into, exp.Schema) else []
    table = into.this if isinstance(into, exp.Schema) else into
    name = f"{table.db}.{table.name}" if table.db else table.name
    if named:
        return name, [one.name for one in named]
    if isinstance(statement, exp.Create) or statement.args.get("by_name"):
        return name, list(answer.columns)
    return name, list(schema[name])


def traced(origins: Mapping[Column, Origin], column: Column, stored: Mapping[Column, Column]) -> Origin:
    """The origins of a column back to stored tables and to what is handed in: through every temporary table between.

    `stored` names columns of temporary tables that are stored as they are, and where: they are not looked behind.
    """
    direct: set[Column] = set()
    indirect: set[Column] = set()
    seen: set[tuple[Column, bool]] = set()
    waiting = [(column, True)]
    while waiting:
        current, is_direct = waiting.pop()
        if (current, is_direct) in seen:
            continue
        seen.add((current, is_direct))
        origin = origins.get(current)
        if current != column and (origin is None or is_told(current[0]) or current in stored):
            (direct if is_direct else indirect).add(stored.get(current, current))
            continue
        origin = origin or Origin()
        waiting += [(one, is_direct) for one in origin.direct] + [(one, False) for one in origin.indirect]
    return Origin(_told(direct), _told(indirect - direct))


def is_told(table: str) -> bool:
    """What a reader can look up: tables of the warehouse, and those that hold the numbers of a rulebook."""
    return "." in table or table.startswith("rule_")


def _told(columns: set[Column]) -> Columns:
    """Without the being there of rows of what is not computed here: what decides it is not known."""
    return frozenset(one for one in columns if one[1] != EXISTS or one[0].startswith("mart.")) or NONE
