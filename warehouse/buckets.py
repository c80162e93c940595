"""Large parts digested by buckets: a row that changed costs the rows of its bucket, not those of its part.

Persons fall into buckets by the md5 of their key: its first three digits, modulo 1,024. The digest of a bucket is the
sha256 over its rows as JSON arrays, one behind the other, in the order of their md5; that of the part is the sha256
over the digests of all its buckets.
`audit.bucket_digest` keeps these. It need not be trusted: whoever verifies makes them anew from the rows.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import groupby

import duckdb

from warehouse.row_lines import Columns, digests_of, line_of, on_days, rows_of, spread

KEPT = "audit.bucket_digest"
BUCKETS = 1024
LARGE = 4096
"""Rows from which on a part falls into buckets: fewer cost little more than the buckets of a few persons."""
_SIZE = 32
_NO_ROW = sha256(b"").digest()
_FIRST = date(1970, 1, 1)

Place = tuple[str, int]
"""Part and bucket."""


@dataclass(frozen=True)
class Bucketed:
    """A table whose parts are days (`moment`, a date) and whose rows belong each to a person."""

    table: str
    moment: str
    person: str
    columns: Columns


def bucket_of(person: str) -> str:
    """SQL: the bucket of a person. Of the md5 as text: DuckDB's own `hash` may change with its version."""
    return f"(('0x' || left(md5({person}), 3))::integer % {BUCKETS})"


def rows_of_days(warehouse: duckdb.DuckDBPyConnection, rows: Bucketed, parts: Collection[str] | None) -> dict[str, int]:
    """Of the parts named, else of all that have any: how many rows they have."""
    between = "true" if not parts else f"{rows.moment} between date '{min(parts)}' and date '{max(parts)}'"
    found = warehouse.execute(
        f"select {rows.moment}::varchar, count(*) from {rows.table} where {between} group by {rows.moment}"
    ).fetchall()
    return {part: count for part, count in found if parts is None or part in parts}


def of_parts(warehouse: duckdb.DuckDBPyConnection, rows: Bucketed, parts: Collection[str]) -> dict[str, bytes]:
    """Of each of the large parts the digests of its buckets, made from its rows; month by month, so that they fit."""
    made: dict[Place, bytes] = {}
    for _, month in groupby(sorted(parts), key=lambda part: part[:7]):
        made |= _made(warehouse, rows, [*month])
    return _exchanged(dict.fromkeys(parts, _NO_ROW * BUCKETS), made)


def renewed(warehouse: duckdb.DuckDBPyConnection, rows: Bucketed, parts: Collection[str]) -> dict[str, bytes]:
    """The same after a change: of parts whose digests are kept only the buckets that TEMP `changed_part` names."""
    known = warehouse.execute(
        f"select part, digests from {KEPT} where table_name = ? and list_contains(?, part)", [rows.table, [*parts]]
    ).fetchall()
    kept = {part: digests for part, digests in known if len(digests) == BUCKETS * _SIZE}
    noted = warehouse.execute("select part, bucket from changed_part where name = ?", [rows.table]).fetchall()
    changed = dict.fromkeys((place for place in noted if place[0] in kept), _NO_ROW)
    if changed:
        made = _noted(warehouse, rows, kept)
        changed |= {place: digest for place, digest in made.items() if place in changed}
    return _exchanged(kept, changed) | of_parts(warehouse, rows, set(parts) - kept.keys())


def keep(
    warehouse: duckdb.DuckDBPyConnection, table: str, digests: Mapping[str, bytes], gone: Collection[str] | None = None
) -> None:
    """Let `audit.bucket_digest` hold these digests of parts, and none any more of those `gone`; None: of no other."""
    replaced = "" if gone is None else " and list_contains($parts, part)"
    parts = {} if gone is None else {"parts": [*gone, *digests]}
    warehouse.execute(f"delete from {KEPT} where table_name = $table{replaced}", {"table": table, **parts})
    if digests:
        import pyarrow as pa

        # handed over as bytes: as values of a query DuckDB writes them as text and reads that
        warehouse.register("digested", pa.table({"part": [*digests], "digests": [*digests.values()]}))
        warehouse.execute(f"insert into {KEPT} select ?, part, digests from digested", [table])
        warehouse.unregister("digested")


def forget(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Nothing is kept any more, as after an upgrade, which may have rewritten rows: the next change makes it anew."""
    warehouse.execute(f"delete from {KEPT}")


def kept_digests(warehouse: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """Of each table and part of which digests are kept: the digest of the part that they make."""
    rows = warehouse.execute(f"select table_name, part, digests from {KEPT}").fetchall()
    return {(table, part): sha256(digests).hexdigest() for table, part, digests in rows}


def _exchanged(parts: Mapping[str, bytes], buckets: Mapping[Place, bytes]) -> dict[str, bytes]:
    """The parts, with these digests in the place of those of the same buckets."""
    found = {part: bytearray(digests) for part, digests in parts.items()}
    for (part, bucket), digest in buckets.items():
        found[part][bucket * _SIZE : (bucket + 1) * _SIZE] = digest
    return {part: bytes(digests) for part, digests in found.items()}


def _made(warehouse: duckdb.DuckDBPyConnection, rows: Bucketed, parts: Collection[str]) -> dict[Place, bytes]:
    """The digests of the buckets that have rows, from these."""
    chosen = rows_of(rows.table, [on_days(rows.moment, days) for days in spread(sorted(parts))])
    return _digested(warehouse, rows, f"{chosen} as fact", bucket_of(rows.person))


def _noted(warehouse: duckdb.DuckDBPyConnection, rows: Bucketed, parts: Collection[str]) -> dict[Place, bytes]:
    """Of those only that TEMP `changed_part` names, on any day from the first part to the last.

    A person's bucket is computed once, not for every row: most rows are in none of these.
    """
    named = f"from changed_part where name = '{rows.table}')"
    chosen = rows_of(rows.table, [f"{rows.moment} between date '{min(parts)}' and date '{max(parts)}'"])
    of_person = (
        f"(select {rows.person}, bucket from (select {rows.person}, {bucket_of(rows.person)} as bucket "
        f"from (select distinct {rows.person} from {chosen})) where bucket in (select bucket {named})"
    )
    return _digested(
        warehouse,
        rows,
        f"{chosen} join {of_person} using ({rows.person}) "
        f"where ({rows.moment}, bucket) in (select part::date, bucket {named}",
        "bucket",
    )


def _digested(warehouse: duckdb.DuckDBPyConnection, rows: Bucketed, chosen: str, bucket: str) -> dict[Place, bytes]:
    key = f"({rows.moment} - date '{_FIRST}') * {BUCKETS} + {bucket}"
    told = digests_of(warehouse, f"(select {key} as key, {line_of(rows.columns)} as line from {chosen})")
    return {_place(number): digest for number, (_, digest) in told.items()}


def _place(key: int) -> Place:
    day, bucket = divmod(key, BUCKETS)
    return _day(day), bucket


@cache
def _day(number: int) -> str:
    """A thousand buckets share a day."""
    return str(_FIRST + timedelta(number))
