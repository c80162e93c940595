"""The pages of docs/agencies: text, questions in SQL, and the answers of a run below each of them."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

PAGES = Path(__file__).resolve().parents[2] / "docs" / "agencies"
_ASKED = re.compile(r"```sql\n(?P<query>.*?)```\n(?P<answer>(\n\|[^\n]*(\n\|[^\n]*)*\n)?)", re.DOTALL)


def answers(page: str, warehouse: duckdb.DuckDBPyConnection) -> list[list[tuple[Any, ...]]]:
    """The rows of each question of a page."""
    return [warehouse.execute(asked.group("query")).fetchall() for asked in _ASKED.finditer(page)]


def answered(page: str, warehouse: duckdb.DuckDBPyConnection) -> str:
    """The page with the answers of this warehouse in place of those that stand there."""

    def _with_answer(asked: re.Match[str]) -> str:
        warehouse.execute(asked.group("query"))
        names = [column[0] for column in warehouse.description or []]
        return f"```sql\n{asked.group('query')}```\n\n{_table(names, warehouse.fetchall())}\n"

    return _ASKED.sub(_with_answer, page)


def _table(names: list[str], rows: list[tuple[Any, ...]]) -> str:
    numeric = [any(isinstance(row[place], int | Decimal) for row in rows) for place in range(len(names))]
    rule = ["---:" if right else "---" for right in numeric]
    lines = [names, rule, *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: Any) -> str:
    return "" if value is None else str(value).replace("|", "\\|")
