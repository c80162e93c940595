"""Parts of tables (a day of facts, a load's rows of `audit`, a revision of a period), and a digest of what each holds.

A commit notes which parts it changed and writes their digests into the log: the cost follows the night. What was edited
behind the program's back is found by its digest, and located to table and part.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

import duckdb

from etl.records import RECORDS
from warehouse.buckets import LARGE, Bucketed, bucket_of, keep, of_parts, renewed, rows_of_days
from warehouse.row_lines import Columns, columns_of, digests_of, line_of, on_days, rows_of, spread, within_days

EVERY = "*"
"""In place of a part: all of them, as the table was written anew."""
WHOLE = "all"
"""The one part of a table that is small, or replaced as a whole."""
EXEMPT = {
    "audit.ledger": "it is the log itself",
    "audit.lineage_outbox": "its rows move on when events are delivered, and tell nothing that figures rest on",
    "audit.bucket_digest": "digests of the log are the sha256 of its rows, which verify compares",
}
"""Table -> why the log keeps no digest of it."""
_BETWEEN = "chr(10)"
_CHANGES = "create temp table if not exists changed_part (name varchar, part varchar, bucket integer)"
_FILES = 1000
"""Files whose rows of `core.device_coverage` are one part."""
_FEW = 10_000
"""Rows up to which tables are digested together: of a small warehouse most of the time is the planning of queries."""

_BY_PERSON = ("core.discipline_day",)
"""Sums of a year stand in every later day: a late file changes few rows of many parts."""

Digests = dict[str, tuple[int, str]]
"""Part -> rows and sha256."""


@dataclass(frozen=True)
class Parting:
    """How a table falls into parts: `part` is SQL text; `moment` the column by which whole months are read at once.

    `part` says the same on PostgreSQL where there is no `moment`. `person`: the column by which its large parts are
    digested in buckets; else a part is digested as one.
    """

    part: str
    moment: str | None = None
    where: str = "true"
    person: str | None = None


def parting_of(table: str, columns: Iterable[str]) -> Parting:
    """Told from the columns, so that a table added later is kept too."""
    schema, _, name = table.partition(".")
    moment = RECORDS[name].month_of if name in RECORDS else "work_date" if "_day" in name and schema == "core" else None
    if moment is not None:
        person = "person_id" if table in _BY_PERSON else None
        return Parting(f"strftime({moment}, '%Y-%m-%d')", moment, person=person)
    if name == "device_coverage":
        return Parting(f"floor(file_id / {_FILES})::bigint::varchar")
    present = set(columns)
    if name == "load":
        return Parting("load_id::varchar", where="state = 'COMMITTED'")
    if "period" in present and schema in ("audit", "mart"):
        revision = next((one for one in ("revision", "revision_to") if one in present), None)
        return Parting(f"period || ' r' || {revision}" if revision else "period")
    if "load_id" in present and schema == "audit":
        return Parting("load_id::varchar")
    return Parting(f"'{WHOLE}'")


def parting_in(warehouse: duckdb.DuckDBPyConnection, table: str) -> Parting:
    """How a table of this warehouse falls into parts."""
    return parting_of(table, _names(warehouse, table))


def _names(warehouse: duckdb.DuckDBPyConnection, table: str) -> Iterator[str]:
    """Asked for only where the name of the table does not tell how it falls apart."""
    yield from (name for name, _ in columns_of(warehouse, table))


def kept_tables(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of which the log keeps digests."""
    found = warehouse.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where not temporary "
        "and database_name = current_database() and schema_name in ('audit', 'core', 'mart') "
        "and table_name <> 'alembic_version' order by all"
    ).fetchall()
    return [name for (name,) in found if name not in EXEMPT]


def begin_noting(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Forget what a transaction before noted."""
    warehouse.execute(_CHANGES)
    warehouse.execute("delete from changed_part")


def note_parts(warehouse: duckdb.DuckDBPyConnection, table: str, rows: str) -> None:
    """Remember that the parts in which `rows` (a FROM clause with the columns the part is told by) lie were changed."""
    warehouse.execute(_CHANGES)
    parting = parting_in(warehouse, table)
    bucket = "null" if parting.person is None else bucket_of(parting.person)
    told = f"{parting.part} as part" if parting.moment is None else f"{parting.moment}::date as {parting.moment}"
    part = "part" if parting.moment is None else parting.part  # of each date once: its text costs more than a row
    warehouse.execute(
        f"insert into changed_part select '{table}', {part}, bucket "
        f"from (select distinct {told}, {bucket} as bucket from {rows})"
    )


def note_every(warehouse: duckdb.DuckDBPyConnection, *tables: str) -> None:
    """Remember that tables were written anew."""
    warehouse.execute(_CHANGES)
    for table in tables:
        warehouse.execute("insert into changed_part values (?, ?, null)", [table, EVERY])


def is_noted(warehouse: duckdb.DuckDBPyConnection) -> bool:
    """Whether any part was changed since `begin_noting`."""
    warehouse.execute(_CHANGES)
    return warehouse.execute("select 1 from changed_part limit 1").fetchone() is not None


def changed_digests(warehouse: duckdb.DuckDBPyConnection) -> dict[str, dict[str, object]]:
    """Table -> {"every": whether these are all its parts, "parts": {part: [rows, sha256]}}, of what was noted."""
    warehouse.execute(_CHANGES)
    noted: dict[str, set[str]] = {}
    for table, part in warehouse.execute("select distinct name, part from changed_part order by all").fetchall():
        noted.setdefault(table, set()).add(part)
    return {table: _told(warehouse, table, parts) for table, parts in noted.items()}


def every_digest(warehouse: duckdb.DuckDBPyConnection) -> dict[str, dict[str, object]]:
    """The same of all that stands: after an upgrade, and to verify."""
    kept = kept_tables(warehouse)
    counted = warehouse.execute(
        " union all ".join(f"select '{table}' as name, count(*) as rows from {table}" for table in kept)
    ).fetchall()
    filled = {table: rows for table, rows in counted if rows}
    few = sorted(table for table, rows in filled.items() if rows <= _FEW and table not in _BY_PERSON)
    found = _digests_together(warehouse, few)
    found |= {table: digests(warehouse, table) for table in filled.keys() - few}
    return {table: {"every": True, "parts": _listed_parts(found[table])} for table in kept if found.get(table)}


def _listed_parts(found: Digests) -> dict[str, list[object]]:
    return {part: list(digest) for part, digest in sorted(found.items())}


def _digests_together(warehouse: duckdb.DuckDBPyConnection, tables: list[str]) -> dict[str, Digests]:
    """As `digests` of every table, in one query."""
    if not tables:
        return {}
    columns: dict[str, Columns] = {table: [] for table in tables}
    for table, name, kind in warehouse.execute(
        "select schema_name || '.' || table_name as name, column_name, data_type from duckdb_columns() "
        "where database_name = current_database() and list_contains($tables, name) order by name, column_index",
        {"tables": tables},
    ).fetchall():
        columns[table].append((name, kind))
    lines = " union all ".join(
        f"select '{table} ' || key as key, line from {_lines(table, columns[table], ['true'])}" for table in tables
    )
    found: dict[str, Digests] = {}
    for key, (count, digest) in digests_of(warehouse, f"({lines})", between=_BETWEEN).items():
        table, _, part = key.partition(" ")
        found.setdefault(table, {})[part] = count, digest.hex()
    return found


def _told(warehouse: duckdb.DuckDBPyConnection, table: str, parts: set[str]) -> dict[str, object]:
    every = EVERY in parts
    found = digests(warehouse, table, None if every else parts, changed=True)
    gone = dict.fromkeys(parts - found.keys() - {EVERY}, (0, ""))
    return {"every": every, "parts": _listed_parts(found | gone)}


def digests(
    warehouse: duckdb.DuckDBPyConnection, table: str, parts: Iterable[str] | None = None, *, changed: bool = False
) -> Digests:
    """Of the parts named, else of all: rows, and sha256 over the rows as JSON arrays, one a line, in a fixed order.

    The order is that of the rows' md5: any fixed order would do, and this one sorts numbers. Whoever makes two rows of
    one md5 gains a digest that does not come out again: an alarm. Large parts of some tables: warehouse/buckets.py;
    `changed`: these are the parts of which rows were changed as noted, and what is kept of them is brought up to date.
    """
    columns = columns_of(warehouse, table)
    parting = parting_of(table, [name for name, _ in columns])
    if parting.person is None or parting.moment is None:
        return _as_one(warehouse, table, columns, _branches(warehouse, table, parting, parts))
    named = None if parts is None else {*parts}
    rows = Bucketed(table, parting.moment, parting.person, columns)
    counted = rows_of_days(warehouse, rows, named)
    large = {part for part, count in counted.items() if count >= LARGE}
    told = renewed(warehouse, rows, large) if changed and named is not None else of_parts(warehouse, rows, large)
    if changed:
        keep(warehouse, table, told, gone=named)
    small = _branches(warehouse, table, parting, counted.keys() - large)
    found = _as_one(warehouse, table, columns, small)
    return found | {part: (counted[part], sha256(digests).hexdigest()) for part, digests in told.items()}


def _as_one(
    warehouse: duckdb.DuckDBPyConnection, table: str, columns: Columns, conditions: Iterable[Iterable[str]]
) -> Digests:
    found: Digests = {}
    for together in conditions:
        told = digests_of(warehouse, _lines(table, columns, together), between=_BETWEEN)
        found |= {str(part): (count, digest.hex()) for part, (count, digest) in told.items()}
    return found


def stretches(
    warehouse: duckdb.DuckDBPyConnection, table: str, parting: Parting, parts: Iterable[str] | None
) -> Iterator[str]:
    """Conditions that choose the parts; a table of events month by month: what is sorted fits in memory."""
    if parting.moment is None:
        yield "true" if parts is None else among(parting, parts)
        return
    for days in _months(warehouse, table, parting.moment, parts):
        yield on_days(parting.moment, days)


def _branches(
    warehouse: duckdb.DuckDBPyConnection, table: str, parting: Parting, parts: Iterable[str] | None
) -> Iterator[list[str]]:
    """The same, each condition in pieces that can be read side by side."""
    if parting.moment is None:
        yield [*stretches(warehouse, table, parting, parts)]
        return
    for days in _months(warehouse, table, parting.moment, parts):
        yield [on_days(parting.moment, some) for some in spread(days)]


def _months(
    warehouse: duckdb.DuckDBPyConnection, table: str, moment: str, parts: Iterable[str] | None
) -> Iterator[list[str]]:
    """The days named, else all that have rows, those of a month together."""
    if parts is None:
        found = warehouse.execute(f"select distinct {moment}::date from {table}").fetchall()
        parts = [str(day) for (day,) in found]
    for _, days in groupby(sorted(parts), key=lambda day: day[:7]):
        yield [*days]


def among(parting: Parting, parts: Iterable[str]) -> str:
    """A condition that chooses the parts."""
    if parting.moment is None:
        return f"{parting.part} in ({_listed(parts)})"
    return within_days(parting.moment, sorted(parts))


def _listed(parts: Iterable[str]) -> str:
    return ", ".join("'" + part.replace("'", "''") + "'" for part in sorted(parts)) or "null"


def _lines(table: str, columns: Columns, conditions: Iterable[str]) -> str:
    """The rows of a table as lines, each with its part: where that is a day as a date, which sorts sooner than text."""
    parting = parting_of(table, [name for name, _ in columns])
    key = parting.part if parting.moment is None else f"{parting.moment}::date"
    rows = rows_of(table, conditions)
    return f"(select {key} as key, {line_of(columns)} as line from {rows} where {parting.where})"


def standing(
    digests_in_order: Iterable[Mapping[str, Mapping[str, object]]], since: Mapping[str, Digests] | None = None
) -> dict[str, Digests]:
    """What tables hold after the digests of entries, in their order: later ones take the place of earlier ones.

    `since`: what they held before the first of these entries; default nothing.
    """
    tables = {table: dict(held) for table, held in (since or {}).items()}
    for told in digests_in_order:
        for table, content in told.items():
            held = {} if content["every"] else tables.get(table, {})
            parts: Mapping[str, tuple[int, str]] = content["parts"]  # type: ignore[assignment] # as written above
            held |= {part: (rows, digest) for part, (rows, digest) in parts.items()}
            tables[table] = {part: digest for part, digest in held.items() if digest[0]}
    return tables
