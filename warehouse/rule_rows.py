"""Rows of a rulebook, or others that the program knows, as one TEMP table.

They are few and handed over as a list a column: a value for each cell costs twice as much, Arrow several times.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb

_COLUMN = re.compile(r"(\w+) (\w+(?:\([^)]*\))?)")
_DECIMAL = re.compile(r"decimal\(\d+, (\d+)\)")


def make_rule_table(con: duckdb.DuckDBPyConnection, name: str, columns: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """TEMP table `name` of `columns` as in a CREATE TABLE; a column that the rows do not have is null."""
    told = [column for column, _ in _COLUMN.findall(columns)]
    make_known_table(con, name, columns, [[row.get(column) for column in told] for row in rows])


def make_known_table(con: duckdb.DuckDBPyConnection, name: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
    """The same of rows that have their cells in the order of `columns`."""
    types = _COLUMN.findall(columns)
    cells = ", ".join(f"unnest(?::{kind}[]) as {column}" for column, kind in types)
    values = [[row[place] for row in rows] for place in range(len(types))]
    con.execute(f"create or replace temp table {name} as select {cells}", values)


def told_rows(columns: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What a question to `make_rule_table` of the same columns and rows would give."""
    places = {name: _DECIMAL.fullmatch(kind) for name, kind in _COLUMN.findall(columns)}
    return [{name: _cell(row.get(name), scaled and int(scaled[1])) for name, scaled in places.items()} for row in rows]


def _cell(value: Any, places: int | None) -> Any:
    if value is None or places is None:
        return value
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
