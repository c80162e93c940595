"""Rows of a rulebook as one TEMP table.

They are few and bound one by one: handing them over as Arrow costs several times as much.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb


def make_rule_table(con: duckdb.DuckDBPyConnection, name: str, columns: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """TEMP table `name` of `columns` as in a CREATE TABLE; a column that the rows do not have is null."""
    con.execute(f"create or replace temp table {name} ({columns})")
    if not rows:
        return
    told = list(rows[0])
    marks = ", ".join([f"({', '.join('?' * len(told))})"] * len(rows))
    con.execute(f"insert into {name} ({', '.join(told)}) values {marks}", [row[key] for row in rows for key in told])
