"""The first place in which two warehouses differ: table, part, key, column, and what either holds there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from etl.ledger.log_check import Log
from warehouse.engines.duckdb import ask, attach, connect
from warehouse.parts import digests, every_digest, parting_of, standing

WAS, ANEW = "was", "anew"
CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"
_NAMED_BY = 4
"""So many columns in which two rows agree name the row."""


@dataclass(frozen=True)
class Difference:
    """`column` is empty where a whole row is in one warehouse only; then `was` and `anew` count such rows.

    For the terminal of whoever may read the warehouse: key and values may be those of a person.
    """

    table: str
    part: str
    key: Mapping[str, Any]
    column: str
    was: Any
    anew: Any

    def __str__(self) -> str:
        where = f"{self.table}, {self.part}" + "".join(f", {name} {value}" for name, value in self.key.items())
        if not self.column:
            return f"{where}: {self.was} rows only in the old one, {self.anew} only in the new one"
        return f"{where}: column {self.column} was {self.was}, is {self.anew}"


@dataclass(frozen=True)
class Compared:
    """How many parts of all tables are alike, which are not, and the first difference."""

    alike: int
    differing: tuple[tuple[str, str], ...] = ()
    first: Difference | None = None


def compare(was: Path, anew: Path, parts: Mapping[str, Sequence[str]] | None = None) -> Compared:
    """Compare two warehouse files part by part; `parts` names tables and what of them is meant, else it is all."""
    with connect(None) as both:
        attach(both, was, WAS)
        attach(both, anew, ANEW)
        found = {name: _digests(both, name, parts) for name in (WAS, ANEW)}
        every = sorted(found[WAS].keys() | found[ANEW].keys())
        differing = tuple(part for part in every if found[WAS].get(part) != found[ANEW].get(part))
        first = _first(both, *differing[0]) if differing else None
    return Compared(len(every) - len(differing), differing, first)


def _digests(
    both: duckdb.DuckDBPyConnection, database: str, parts: Mapping[str, Sequence[str]] | None
) -> dict[tuple[str, str], tuple[int, str]]:
    both.execute(f"use {database}")
    if parts is None:
        told = standing([every_digest(both)])
    else:
        told = {table: digests(both, table, meant) for table, meant in parts.items()}
    both.execute("use memory")
    return {(table, part): digest for table, held in told.items() for part, digest in held.items()}


def _first(both: duckdb.DuckDBPyConnection, table: str, part: str) -> Difference:
    names, gone = _only_in(both, table, part, WAS, ANEW)
    _, new = _only_in(both, table, part, ANEW, WAS)
    if not gone or not new:
        row = (gone or new or [()])[0]
        key = dict(list(zip(names, row, strict=False))[:_NAMED_BY])
        return Difference(table, part, key, "", len(gone), len(new))
    row = gone[0]
    like = max(new, key=lambda one: sum(a == b for a, b in zip(row, one, strict=True)))
    cells = list(zip(names, row, like, strict=True))
    key = {name: a for name, a, b in cells if a == b and a is not None}
    column, a, b = next(cell for cell in cells if cell[1] != cell[2])
    return Difference(table, part, dict(list(key.items())[:_NAMED_BY]), column, a, b)


def _only_in(
    both: duckdb.DuckDBPyConnection, table: str, part: str, here: str, there: str
) -> tuple[list[str], list[tuple[Any, ...]]]:
    names, _ = ask(both, f"select * from {here}.{table} limit 0")
    parting = parting_of(table, names)
    rows = f"where {parting.where} and {parting.part} = $1"
    return ask(
        both,
        f"select * from {here}.{table} {rows} except all select * from {there}.{table} {rows} order by all",
        [part],
    )


def other_versions(log: Log) -> list[str]:
    """The versions of the program, beside this one, by which something was computed that the log tells."""
    told = {str(entry.content["code_version"]) for entry in log.entries if "code_version" in entry.content}
    return sorted(told - {version("kinerja")})


def score_changes(since: Sequence[str], changelog: Path = CHANGELOG) -> list[str]:
    """What the CHANGELOG says could move a figure since the oldest of these versions, each in one line."""
    if not changelog.is_file():
        return []
    known = "|".join(map(re.escape, since))
    told = changelog.read_text(encoding="utf-8")
    # the newest version stands first: the last heading of one of these versions is that of the oldest
    headings = re.finditer(rf"^## \[?(?:{known})\b", told, re.MULTILINE)
    newer = told[: max((one.start() for one in headings), default=len(told))]
    entries = (re.split(r"\n\n|\n#", one)[0] for one in newer.split("\n- ")[1:])
    return [" ".join(one.replace("[SCORE]", "").split()) for one in entries if "[SCORE]" in one]
