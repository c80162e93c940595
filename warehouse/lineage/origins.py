"""Looking up what tables and columns are computed from, both ways, in the committed answer (`columns.json`)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import MetaData

_DECLARED = Path(__file__).resolve().parent / "columns.json"
RULES = "rule_"
"""What the names of tables with the numbers of a rulebook begin with."""


@dataclass(frozen=True)
class OfColumn:
    """One column: its meaning, the columns it is computed from, those that decide which value it is, and its uses.

    Columns are named `schema.table.column`; `*` stands for the rows of a table.
    """

    name: str
    meaning: str
    direct: tuple[str, ...]
    indirect: tuple[str, ...]
    used_by: tuple[str, ...]


@dataclass(frozen=True)
class OfTable:
    """One table: its columns, and what decides which rows it has (empty for what is loaded, not computed)."""

    name: str
    meaning: str
    columns: tuple[OfColumn, ...]
    rows: tuple[str, ...]


@cache
def table_edges() -> frozenset[tuple[str, str]]:
    """(table, table computed from it), wherever a column's value is computed from a column."""
    found = {
        (_table_of(origin), table)
        for table, told in known_origins().items()
        for column in told["columns"].values()
        for origin in column["direct"]
    }
    return frozenset(edge for edge in found if edge[0] != edge[1])


@cache
def known_tables() -> tuple[str, ...]:
    """Every table that is computed, or computed from."""
    named = {table for edge in table_edges() for table in edge} | {*known_origins()}
    return tuple(sorted(named | {_table_of(origin) for origin in _uses()}))


def origins_of(table: str) -> OfTable:
    """What is known of a table; of one that is loaded only its columns and their uses."""
    computed: Mapping[str, Any] = known_origins().get(table, {"columns": {}, "rows": []})
    meaning, meanings = _meanings(table)
    uses = {one.rpartition(".")[2] for one in _uses() if _table_of(one) == table}
    columns = [
        OfColumn(
            name,
            meanings.get(name, ""),
            tuple(computed["columns"].get(name, {}).get("direct", ())),
            tuple(computed["columns"].get(name, {}).get("indirect", ())),
            _uses().get(f"{table}.{name}", ()),
        )
        for name in sorted({*computed["columns"], *meanings, *uses} - {"*"})
    ]
    return OfTable(table, meaning, tuple(columns), tuple(computed["rows"]))


@cache
def known_origins() -> dict[str, Any]:
    """Computed table -> its columns and rows, as `warehouse.lineage.declared` writes them."""
    tables: dict[str, Any] = json.loads(_DECLARED.read_text(encoding="utf-8"))["tables"]
    return tables


@cache
def _uses() -> dict[str, tuple[str, ...]]:
    """Column -> the columns whose value is computed from it."""
    found: dict[str, list[str]] = {}
    for table, told in known_origins().items():
        for name, column in told["columns"].items():
            for origin in column["direct"]:
                found.setdefault(origin, []).append(f"{table}.{name}")
    return {origin: _sorted(columns) for origin, columns in found.items()}


@cache
def _meanings(table: str) -> tuple[str, dict[str, str]]:
    """The comment of a stored table, and those of its columns."""
    found = _stored().tables.get(table)
    if found is None:
        return "", {}
    return found.comment or "", {one.name: one.comment or "" for one in found.columns}


@cache
def _stored() -> "MetaData":
    from warehouse.schema import metadata

    return metadata()


def _sorted(columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(columns)))


def _table_of(column: str) -> str:
    return column.rpartition(".")[0]
