"""Rows of a table as lines of JSON, and the digests of these: sha256 over lines in the order of their md5."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from hashlib import sha256
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

Columns = list[tuple[str, str]]
"""Names and types, in the order of the table."""
_SIDE_BY_SIDE = 8
"""Days that are read together: of a month four such runs."""
_AT_ONCE = 20_000
"""Lines handed over together: few enough to stay in the caches of a core."""


def columns_of(warehouse: duckdb.DuckDBPyConnection, table: str) -> Columns:
    return [(row[0], row[1]) for row in warehouse.execute(f"describe {table}").fetchall()]


def line_of(columns: Columns) -> str:
    """SQL: a row as a JSON array of its columns in their order; a decimal as text, with all its places."""
    cells = (f'"{name}"::varchar' if kind.startswith("DECIMAL") else f'"{name}"' for name, kind in columns)
    return f"json_array({', '.join(cells)})::varchar"


def on_days(moment: str, days: Sequence[str]) -> str:
    """A condition: the moment is on one of these days, of which there are some, in their order.

    The bounds of all stand first: by them alone DuckDB finds the blocks to read.
    """
    end = date.fromisoformat(days[-1]) + timedelta(days=1)
    return f"{moment} >= date '{days[0]}' and {moment} < date '{end}' and ({within_days(moment, days)})"


def within_days(moment: str, days: Sequence[str]) -> str:
    """A condition that says the same, also of no days. Days in a row are one range, which an index finds."""
    ranges = (f"{moment} >= date '{day}' and {moment} < date '{end}'" for day, end in _ranges(days))
    return " or ".join(ranges) or "false"


def _ranges(days: Sequence[str]) -> Iterator[tuple[date, date]]:
    """First days of runs, and the days after their last ones."""
    numbered = enumerate(date.fromisoformat(day) for day in days)
    for _, run in groupby(numbered, key=lambda one: one[1] - timedelta(days=one[0])):
        together = [day for _, day in run]
        yield together[0], together[-1] + timedelta(days=1)


def spread(days: Sequence[str]) -> Iterator[Sequence[str]]:
    """Days in runs that `rows_of` can read side by side: none so short that it reads blocks mostly for other days."""
    return (days[first : first + _SIDE_BY_SIDE] for first in range(0, len(days), _SIDE_BY_SIDE))


def rows_of(table: str, conditions: Iterable[str]) -> str:
    """A FROM clause: the rows for which one of the conditions holds; no two may hold for the same row.

    Of what a transaction wrote itself DuckDB reads a table on one core only, but each branch of a union on its own.
    """
    return f"({' union all '.join(f'select * from {table} where {condition}' for condition in conditions)})"


def digests_of(warehouse: duckdb.DuckDBPyConnection, rows: str, *, between: str = "") -> dict[Any, tuple[int, bytes]]:
    """Of the relation `rows` (key, line): each key with the number of its lines, and their sha256; none of a null.

    `between`: SQL text that stands between two lines of a key. The text is hashed where Arrow holds it, on a thread of
    its own while more is fetched: DuckDB's own sha256 takes four times as long.
    """
    first = f"{between} || " if between else ""
    batches = warehouse.execute(
        f"select key, {first}line as line from {rows} order by key, md5_number(line)"
    ).to_arrow_reader(_AT_ONCE)
    found: dict[Any, tuple[int, Any]] = {}
    with ThreadPoolExecutor(1) as hashing:
        for done in [hashing.submit(_hash, found, batch, 1 if between else 0) for batch in batches]:
            done.result()
    return {key: (count, digest.digest()) for key, (count, digest) in found.items()}


def _hash(found: "dict[Any, tuple[int, Any]]", batch: "pa.RecordBatch", skipped: int) -> None:
    """Add the lines of a batch to the digests of their keys; of the first of a key `skipped` bytes are left out."""
    import pyarrow as pa
    import pyarrow.compute as pc

    runs = pc.run_end_encode(batch.column(0))
    _, offsets, text = batch.column(1).cast(pa.large_string()).buffers()
    starts, lines = memoryview(offsets).cast("q"), memoryview(text)
    for key, (first, end) in zip(runs.values.to_pylist(), pairwise([0, *runs.run_ends.to_pylist()]), strict=True):
        known = found.get(key)
        if known is None:
            found[key] = end - first, sha256(lines[starts[first] + skipped : starts[end]])
        else:
            known[1].update(lines[starts[first] : starts[end]])
            found[key] = known[0] + end - first, known[1]
