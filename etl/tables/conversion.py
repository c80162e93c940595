"""Text to the types of `etl.records`, a whole table in one SELECT, with the first problem of every row.

Each row of the result is one item: the keys, the columns in their staged types, and `problem, problem_column,
problem_value` where a cell cannot be what its column declares. Whether a well-typed value is plausible or allowed is
not judged here.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from etl.records import Column
from etl.settings import ColumnMapping
from etl.tables.clocks import clock_sql
from etl.tables.dates import date_sql, timestamp_sql
from etl.tables.numbers import cleaned_nip_sql, cleaned_pin_sql, decimal_sql, destroyed_sql, integer_sql

_TEXT_TABLE = "table_of_text"
_YES = ("ya", "y", "yes", "true", "benar", "1", "hadir", "lulus", "disetujui", "setuju")
_NO = ("tidak", "n", "no", "false", "salah", "0", "tidak hadir", "tidak lulus", "ditolak", "tidak disetujui")

REASONS = {
    "INTEGER": "NOT_A_NUMBER",
    "BIGINT": "NOT_A_NUMBER",
    "DECIMAL": "NOT_A_NUMBER",
    "DATE": "NOT_A_DATE",
    "TIMESTAMP": "NOT_A_DATE",
    "BOOLEAN": "NOT_A_BOOLEAN",
    "CLOCK": "NOT_A_TIME",
}


def convert(
    table: pa.Table, columns: Sequence[Column], mapping: ColumnMapping, connection: duckdb.DuckDBPyConnection
) -> pa.Table:
    """`record_no`, the columns typed, then the first problem of the row; rows stay in order."""
    connection.register(_TEXT_TABLE, table)
    try:
        return connection.execute(_select(columns, mapping)).to_arrow_table()
    finally:
        connection.unregister(_TEXT_TABLE)


def _select(columns: Sequence[Column], mapping: ColumnMapping) -> str:
    typed = ", ".join(f'{_typed(c, mapping)} AS "{c.name}", "{c.name}" AS "{c.name} as text"' for c in columns)
    checks = [check for column in columns for check in _checks(column)]
    problem = " ".join(f"WHEN {condition} THEN {no}" for no, (condition, _, _) in enumerate(checks, start=1))
    return f"""
        WITH typed AS (SELECT record_no, problem, problem_column, problem_value, {typed} FROM {_TEXT_TABLE}),
        judged AS (SELECT *, CASE WHEN problem IS NOT NULL THEN 0 {problem} END AS problem_no FROM typed)
        SELECT record_no, {", ".join(f'"{column.name}"' for column in columns)},
            {_by_problem("problem", [f"'{reason}'" for _, reason, _ in checks])},
            {_by_problem("problem_column", [f"'{name}'" for _, _, name in checks])},
            {_by_problem("problem_value", [f'"{name} as text"' for _, _, name in checks])}
        FROM judged
    """


def _by_problem(name: str, choices: list[str]) -> str:
    cases = " ".join(f"WHEN {no} THEN {choice}" for no, choice in enumerate(choices, start=1))
    return f"CASE problem_no WHEN 0 THEN {name} {cases} END AS {name}"


def _typed(column: Column, mapping: ColumnMapping) -> str:
    cell = f'"{column.name}"'
    kind = column.type.partition("(")[0]
    if column.name == "pin":
        return cleaned_pin_sql(cell)
    if kind == "TEXT":
        return cleaned_nip_sql(cell) if column.number else cell
    if kind in ("CLOCK", "BOOLEAN"):
        return clock_sql(cell) if kind == "CLOCK" else _boolean_sql(cell)
    if kind in ("DATE", "TIMESTAMP"):
        return date_sql(cell, mapping) if kind == "DATE" else timestamp_sql(cell, mapping)
    number_sql = decimal_sql if kind == "DECIMAL" else integer_sql
    return number_sql(cell, column.type, mapping.decimal)


def _checks(column: Column) -> list[tuple[str, str, str]]:
    """Condition, reason code and column of everything that can be wrong with a cell, in the order it is told."""
    as_text = f'"{column.name} as text"'
    if column.number or column.name == "pin":
        return [(condition, reason, column.name) for condition, reason in destroyed_sql(as_text)]
    if column.type == "TEXT":
        return []
    reason = REASONS[column.type.partition("(")[0]]
    return [(f'{as_text} IS NOT NULL AND "{column.name}" IS NULL', reason, column.name)]


def _boolean_sql(cell: str) -> str:
    yes, no = (", ".join(f"'{word}'" for word in words) for words in (_YES, _NO))
    return f"CASE WHEN lower({cell}) IN ({yes}) THEN true WHEN lower({cell}) IN ({no}) THEN false END"
