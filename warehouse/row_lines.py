"""Rows of a table as lines of JSON: what digests are taken of."""

import duckdb

Columns = list[tuple[str, str]]
"""Names and types, in the order of the table."""


def columns_of(warehouse: duckdb.DuckDBPyConnection, table: str) -> Columns:
    return [(row[0], row[1]) for row in warehouse.execute(f"describe {table}").fetchall()]


def line_of(columns: Columns) -> str:
    """SQL: a row as a JSON array of its columns in their order; a decimal as text, with all its places."""
    cells = (f'"{name}"::varchar' if kind.startswith("DECIMAL") else f'"{name}"' for name, kind in columns)
    return f"json_array({', '.join(cells)})::varchar"
