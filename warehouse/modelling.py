"""Models: one SQL file, one table, readable by an auditor.

A model begins with a comment that tells its grain, inputs and article, then holds one query of named steps. The
engine decides where the answer is kept. Values that differ from run to run are written `$name` in the text; nothing
else is put into it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import duckdb

MODELS = Path(__file__).resolve().parent / "models"
_HEADING = re.compile(r"^-- (grain|inputs|article|kept): (.+)$", re.MULTILINE)
_VALUE = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True)
class Model:
    """`kept` is `table`, or `view` where the answer is so large that it is better asked anew."""

    name: str
    grain: str
    inputs: tuple[str, ...]
    article: str
    kept: str
    query: str


@cache
def _file_of(name: str) -> Path:
    """Models may lie in folders by subject; their names are unique all the same."""
    found = list(MODELS.rglob(f"{name}.sql"))
    if len(found) != 1:
        raise KeyError(name)
    return found[0]


@cache
def is_model(name: str) -> bool:
    """Whether a relation that a model reads is the answer of another."""
    try:
        _file_of(name)
    except KeyError:
        return False
    return True


@cache
def read_model(name: str) -> Model:
    """The model of a table; raises KeyError when its heading lacks grain, inputs or article."""
    text = _file_of(name).read_text(encoding="utf-8")
    heading = dict(_HEADING.findall(text))
    return Model(
        name=name,
        grain=heading["grain"],
        inputs=tuple(part.strip() for part in heading["inputs"].split(",")),
        article=heading["article"],
        kept=heading.get("kept", "table"),
        query=text.rstrip().removesuffix(";"),
    )


def query_of(
    name: str, values: Mapping[str, date | datetime] | None = None, instead: Mapping[str, str] | None = None
) -> str:
    """The query of a model with the run's values, reading `instead[input]` where an input is given another name."""
    model = read_model(name)
    query = _VALUE.sub(lambda found: _literal((values or {})[found.group(1)]), model.query)
    return reading(query, instead or {})


def reading(query: str, instead: Mapping[str, str]) -> str:
    """The query reading `instead[relation]` wherever it names a relation."""
    for relation, other in instead.items():
        query = re.sub(rf"(?<![\w.]){re.escape(relation)}(?![\w.])", other, query)
    return query


def run_model(
    con: duckdb.DuckDBPyConnection,
    name: str,
    values: Mapping[str, date | datetime] | None = None,
    *,
    instead: Mapping[str, str] | None = None,
    into: str | None = None,
    database: str = "temp",
) -> None:
    """Compute a model into the relation of its name, or `into`, in a database; default: a temporary one."""
    kept = read_model(name).kept
    relation = f"temp {kept} {into or name}" if database == "temp" else f"{kept} {database}.{into or name}"
    con.execute(f"create or replace {relation} as {query_of(name, values, instead)}")


def _literal(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return f"timestamp '{value.isoformat(sep=' ')}'"
    return f"date '{value.isoformat()}'"
