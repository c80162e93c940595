"""Storing a computed period: only what changed gets new rows, and what a figure of a person was is told beside it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import duckdb

from warehouse.engines.duckdb import transaction
from warehouse.parts import note_parts

ROWS = "mart.performance_period"
BOOKKEEPING = ("revision", "as_of_seq")


@dataclass(frozen=True)
class Family:
    """A table whose newest row by `key` counts, and the tables whose rows belong to one row of it.

    `beside` names for each of those the TEMP table it is computed in; they hold no row without one of `table`. What
    falls away from `beside` goes with a new row of `table`; a row of `table` itself never falls away.
    """

    table: str
    key: tuple[str, ...]
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.table.removeprefix("mart.")

    @property
    def tables(self) -> dict[str, str]:
        """Stored table -> TEMP table it is computed in, the family's own first."""
        return {self.table: self.name} | dict(self.beside)


PERSONS = Family(
    ROWS,
    ("person_id",),
    {
        "mart.score_component": "component",
        "mart.recommendation": "recommendation",
        "mart.target_lint": "target_lint",
        "mart.incentive": "incentive",
    },
)
UNITS = Family(
    "mart.unit_period",
    ("unit_code",),
    {"mart.unit_indicator": "unit_indicator", "mart.unit_target_lint": "unit_target_lint"},
)
TRAININGS = Family("mart.training_effect", ("training_code", "indicator_code"))
FAIRNESS = Family("mart.fairness", ("period",), {"mart.fairness_group": "fairness_group", "mart.rater": "rater"})
FAMILIES = (PERSONS, UNITS, TRAININGS, FAIRNESS)
MAPS = {
    "person_case": ("person_id", "app", "case_id"),
    "person_work": ("person_id",),
    "training_work": ("training_code", "person_id", "before_from", "after_from"),
}
"""Tables of mart and their keys, computed in a TEMP table of the same name, that show the newest scoring only: no
revision is made for their sake."""


@dataclass(frozen=True)
class Stored:
    """Persons of the period, rows of each family that are new; `revision` is None where nothing changed."""

    persons: int
    changed: int
    units: int
    trainings: int
    fairness: int
    revision: int | None


def store(
    con: duckdb.DuckDBPyConnection,
    period: str,
    *,
    as_of_seq: int,
    cause_load_id: int | None,
    record: Callable[[int | None], object] = bool,
    numbered: Callable[[int | None], int | None] = lambda number: number,
) -> Stored:
    """Compare the computed TEMP tables with the newest rows; add what differs, in one transaction.

    `numbered` may give the revision another number than the next one, or none: where a scoring is done again.
    `record` writes, in that transaction, what is kept of the scoring; it is told the new revision, if there is one.
    """
    changed = {family.name: _find_changed(con, family, period) for family in FAMILIES}
    persons = _one(con, f"select count(*) from {PERSONS.name}")
    counts = {
        "persons": persons,
        "changed": changed[PERSONS.name],
        "units": changed[UNITS.name],
        "trainings": changed[TRAININGS.name],
        "fairness": changed[FAIRNESS.name],
    }
    revision = numbered(1 + newest_revision(con, period) if any(changed.values()) else None)
    with transaction(con):
        if revision is not None:
            _restate(con, revision, cause_load_id)
            for family in FAMILIES:
                _insert(con, family, {"revision": revision, "as_of_seq": as_of_seq})
        for name, key in MAPS.items():
            replace_map(con, name, key, period)
        record(revision)
    return Stored(**counts, revision=revision)


def replace_map(con: duckdb.DuckDBPyConnection, name: str, key: tuple[str, ...], period: str) -> None:
    """The map of a period as it was computed just now; rows that stand stay where they lie."""
    columns = ", ".join(_columns(con, f"mart.{name}"))
    owns = {row[0] for row in con.execute(f"describe {name}").fetchall()}
    told = ", ".join(f"{'part' if one in owns else 'owner'}.{one}" for one in _columns(con, f"mart.{name}"))
    con.execute(f"create or replace temp table map_anew as select {columns} from mart.{name} limit 0")
    con.execute(
        f"insert into map_anew by name select {told} from {name} as part "
        f"join {PERSONS.name} as owner on owner.person_id = part.person_id"
    )
    standing = f"select {columns} from mart.{name} where period = ?"
    con.execute(f"create or replace temp table map_gone as {standing} except select {columns} from map_anew", [period])
    con.execute(f"create or replace temp table map_new as select {columns} from map_anew except {standing}", [period])
    for changed in ("map_gone", "map_new"):
        note_parts(con, f"mart.{name}", changed)
    same = " and ".join(f"gone.{one} = map.{one}" for one in key)
    con.execute(f"delete from mart.{name} as map using map_gone as gone where map.period = ? and {same}", [period])
    con.execute(f"insert into mart.{name} ({columns}) select {columns} from map_new order by {', '.join(key)}")


def newest_revision(con: duckdb.DuckDBPyConnection, period: str) -> int:
    """The newest revision of a period, of whatever family; 0: there is none."""
    newest = " union all ".join(
        f"select max(revision) as revision from {one.table} where period = $1" for one in FAMILIES
    )
    return _one(con, f"select coalesce(max(revision), 0) from ({newest})", period)


def rows_of_revision(family: Family, table: str) -> str:
    """A query of the rows of `table`, with parameters $period and $revision: each one's newest up to that revision.

    What belongs to an owner's row has its revision: what fell away has no row of its own that could say so.
    """
    same = " and ".join(f"newest.{one} = part.{one}" for one in family.key)
    return (
        f"select part.* from {table} as part where part.period = $period and part.revision = (select "
        f"max(newest.revision) from {family.table} as newest where newest.period = part.period and {same} "
        "and newest.revision <= $revision) order by all"
    )


def _find_changed(con: duckdb.DuckDBPyConnection, family: Family, period: str) -> int:
    """TEMP `newest_X` and `typed_X` for each table X, and `changed_X` with the keys of the family; returns how many."""
    key = ", ".join(family.key)
    _remember_newest(con, family, period)
    differing: list[str] = []
    for table, computed in family.tables.items():
        name, columns = table.removeprefix("mart."), ", ".join(_columns(con, table))
        con.execute(f"create or replace temp table typed_{name} as select {columns} from {table} limit 0")
        con.execute(_typed(con, family, table, computed))
        sides = [f"typed_{name}", f"newest_{name}"]
        for these, those in (sides, sides[::-1]) if table != family.table else (sides,):
            differing.append(f"select {key} from (select {columns} from {these} except select {columns} from {those})")
    con.execute(f"create or replace temp table changed_{family.name} as {' union '.join(differing)}")
    return _one(con, f"select count(*) from changed_{family.name}")


def _typed(con: duckdb.DuckDBPyConnection, family: Family, table: str, computed: str) -> str:
    """What is computed, in the columns and types of the stored table; what it lacks comes from the owner's row."""
    name = table.removeprefix("mart.")
    if table == family.table:
        return f"insert into typed_{name} by name select {', '.join(_columns(con, table))} from {computed}"
    owns = {row[0] for row in con.execute(f"describe {computed}").fetchall()}
    columns = ", ".join(f"{'part' if one in owns else 'owner'}.{one}" for one in _columns(con, table))
    same = " and ".join(f"owner.{one} = part.{one}" for one in family.key)
    return (
        f"insert into typed_{name} by name select {columns} from {computed} as part "
        f"join typed_{family.name} as owner on {same}"
    )


def _remember_newest(con: duckdb.DuckDBPyConnection, family: Family, period: str) -> None:
    key = ", ".join(family.key)
    con.execute(
        f"create or replace temp table newest_{family.name} as select * exclude (place) from (select *, row_number() "
        f"over (partition by {key} order by revision desc) as place from {family.table} where period = ?) "
        "where place = 1",
        [period],
    )
    same = " and ".join(f"owner.{one} = part.{one}" for one in (*family.key, "revision"))
    for table in family.beside:
        con.execute(
            f"create or replace temp table newest_{table.removeprefix('mart.')} as select part.* from {table} as part "
            f"join newest_{family.name} as owner on {same} where part.period = ?",
            [period],
        )


def _restate(con: duckdb.DuckDBPyConnection, revision: int, cause_load_id: int | None) -> None:
    """One row for every column of a person that had another value in that person's newest row."""
    for name in _columns(con, ROWS):
        con.execute(
            "insert into mart.restatement by name select after.agency, after.person_id, after.nip, after.period, "
            f"before.revision as revision_from, {revision} as revision_to, '{name}' as column_name, "
            f"before.{name}::varchar as value_from, after.{name}::varchar as value_to, ?::integer as cause_load_id "
            f"from typed_{PERSONS.name} as after join newest_{PERSONS.name} as before "
            f"on before.person_id = after.person_id where before.{name} is distinct from after.{name}",
            [cause_load_id],
        )


def _insert(con: duckdb.DuckDBPyConnection, family: Family, bookkeeping: Mapping[str, int]) -> None:
    for table in family.tables:
        kept = ", ".join(f"{value} as {name}" for name, value in _kept(con, table, bookkeeping))
        same = " and ".join(f"changed.{one} = part.{one}" for one in family.key)
        con.execute(
            f"insert into {table} by name select part.*, {kept} from typed_{table.removeprefix('mart.')} as part "
            f"join changed_{family.name} as changed on {same} order by part.*"
        )


def _kept(con: duckdb.DuckDBPyConnection, table: str, bookkeeping: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    present = {row[0] for row in con.execute(f"describe {table}").fetchall()}
    return ((name, value) for name, value in bookkeeping.items() if name in present)


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    found = con.execute(f"describe {table}").fetchall()
    return [row[0] for row in found if row[0] not in BOOKKEEPING]


def _one(con: duckdb.DuckDBPyConnection, query: str, *values: object) -> int:
    found = con.execute(query, list(values)).fetchone()
    return int(found[0]) if found else 0
