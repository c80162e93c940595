"""Models read on every engine: only the vocabulary takes times apart, rounds, casts to numbers or divides."""

import re
from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from warehouse.engines.duckdb import connect
from warehouse.modelling import MODELS, query_of, read_model

NAMES = sorted(path.stem for path in MODELS.rglob("*.sql"))
ESCAPES = {
    "a function of one engine": r"\b(strftime|strptime|date_diff|datediff|date_part|date_trunc|extract|epoch\w*"
    r"|make_timestamp|isodow|dayofweek|to_seconds|to_minutes|to_days|unnest|explode|generate_series|list_\w+|arg_min|arg_max|any_value)\s*\(",
    "rounding": r"\b(round|floor|ceil|trunc)\w*\s*\(",
    "a cast to a number": r"\bcast\s*\([^()]*\bas\s+(tiny|small|big|huge)?(int|integer|decimal|double|float|numeric)",
    "the cast operator": r"::",
    "division": r"(?<![-*/])/(?![/*])|//|%",
    "floating point": r"\b(double|float|real)\b",
    "a statement of one engine": r"\b(qualify|exclude|replace|interval|pivot|using sample|group by all|order by all)\b",
}


def _code(name: str) -> str:
    return re.sub(r"'[^']*'", "''", re.sub(r"--.*", "", read_model(name).query)).lower()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("escape", ESCAPES)
def test_no_model_escapes_the_vocabulary(name: str, escape: str) -> None:
    found = re.search(ESCAPES[escape], _code(name))
    assert found is None, f"{name}: {escape}: {found.group(0) if found else ''}"


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(None) as opened:
        yield opened


@pytest.mark.parametrize("name", NAMES)
def test_the_heading_names_exactly_what_a_model_reads(engine: duckdb.DuckDBPyConnection, name: str) -> None:
    model = read_model(name)
    read = engine.get_table_names(query_of(name, dict.fromkeys(_values(name), _any_day())), qualified=True)
    tables = {table.split(" AS ")[0].replace('"', "") for table in read}
    assert sorted(tables - _named_steps(name)) == sorted(model.inputs)
    assert model.grain.startswith("one ")


def _values(name: str) -> set[str]:
    return set(re.findall(r"\$([a-z_]+)", read_model(name).query))


def _named_steps(name: str) -> set[str]:
    return set(re.findall(r"^(?:with )?(\w+) as \($", read_model(name).query, flags=re.MULTILINE))


def _any_day() -> date:
    return date(2026, 1, 1)


def test_the_escapes_are_found_where_there_are_some() -> None:
    samples = ["round(x)", "cast(x as integer)", "x / 2", "x::int", "date_diff('day', a, b)", "strftime(a, 'x')"]
    assert all(any(re.search(pattern, sample) for pattern in ESCAPES.values()) for sample in samples)
