"""Storing a computed period: only persons that changed get a new row; what a figure was before is told beside it."""

from dataclasses import dataclass

import duckdb

ROWS = "mart.performance_period"
COMPONENTS = "mart.score_component"
RECOMMENDATIONS = "mart.recommendation"
UNITS = "mart.unit_period"
_BOOKKEEPING = ("revision", "as_of_seq")


@dataclass(frozen=True)
class Stored:
    """Persons of the period, rows of persons and of units that are new; `revision` is None where nothing changed."""

    persons: int
    changed: int
    units: int
    revision: int | None


def store(con: duckdb.DuckDBPyConnection, period: str, *, as_of_seq: int, cause_load_id: int | None) -> Stored:
    """Compare TEMP `performance_period` and `component` with the newest rows; add what differs, in one transaction."""
    columns = _columns(con, ROWS)
    parts = [name for name in _columns(con, COMPONENTS) if name not in ("agency", "nip", "period")]
    con.execute(
        "create or replace temp view computed_component as select person_id, component, raw_value, score, weight, "
        "evidence_count, reason, rule, article from component"
    )
    advice = [name for name in _columns(con, RECOMMENDATIONS) if name not in ("agency", "nip", "period")]
    _find_changed(con, period, columns, parts, advice)
    persons = _one(con, "select count(*) from performance_period")
    changed = _one(con, "select count(*) from changed_person")
    units = _find_changed_units(con, period)
    if not changed and not units:
        return Stored(persons, 0, 0, None)
    revision = 1 + newest_revision(con, period)
    con.execute("begin transaction")
    try:
        _restate(con, columns, revision, cause_load_id)
        _insert_rows(con, columns, revision, as_of_seq)
        _insert_beside(con, COMPONENTS, "typed_part", parts, revision)
        _insert_beside(con, RECOMMENDATIONS, "recommendation", advice, revision)
        con.execute(
            f"insert into {UNITS} by name select *, {revision} as revision from changed_unit order by unit_code"
        )
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise
    return Stored(persons, changed, units, revision)


def newest_revision(con: duckdb.DuckDBPyConnection, period: str) -> int:
    """The newest revision of a period, of persons or units; 0: there is none."""
    newest = " union all ".join(
        f"select max(revision) as revision from {one} where period = $1" for one in (ROWS, UNITS)
    )
    found = con.execute(f"select coalesce(max(revision), 0) from ({newest})", [period]).fetchone()
    return int(found[0]) if found else 0


def _find_changed_units(con: duckdb.DuckDBPyConnection, period: str) -> int:
    """TEMP `changed_unit`: units as computed that differ from their newest row; returns how many.

    A unit that nobody serves in any more keeps its last row: there is nothing to say of it.
    """
    listed = ", ".join(_columns(con, UNITS))
    con.execute(f"create or replace temp table typed_unit as select {listed} from {UNITS} limit 0")
    con.execute("insert into typed_unit by name select * from unit_period")
    con.execute(
        f"create or replace temp table changed_unit as select {listed} from typed_unit except select {listed} from "
        f"(select *, row_number() over (partition by unit_code order by revision desc) as place from {UNITS} "
        "where period = ?) where place = 1",
        [period],
    )
    return _one(con, "select count(*) from changed_unit")


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    found = con.execute(f"describe {table}").fetchall()
    return [row[0] for row in found if row[0] not in _BOOKKEEPING]


def _find_changed(
    con: duckdb.DuckDBPyConnection, period: str, columns: list[str], parts: list[str], advice: list[str]
) -> None:
    """TEMP `newest_row` (each person's newest), `typed_row` (as it would be stored) and `changed_person`."""
    con.execute(
        f"create or replace temp table newest_row as select * exclude (place) from (select *, row_number() over "
        f"(partition by person_id order by revision desc) as place from {ROWS} where period = ?) where place = 1",
        [period],
    )
    for newest, table in (("newest_part", COMPONENTS), ("newest_advice", RECOMMENDATIONS)):
        con.execute(
            f"create or replace temp table {newest} as select part.* from {table} as part join newest_row "
            "on newest_row.person_id = part.person_id and newest_row.revision = part.revision where part.period = ?",
            [period],
        )
    for typed, table, source in (
        ("typed_row", ROWS, "performance_period"),
        ("typed_part", COMPONENTS, "computed_component"),
    ):
        con.execute(f"create or replace temp table {typed} as select * from {table} limit 0")
        con.execute(f"insert into {typed} by name select *, 0 as revision from {source}")
    differing = [
        _not_in("typed_row", "newest_row", columns),
        _not_in("typed_part", "newest_part", parts),
        _not_in("recommendation", "newest_advice", advice),
        _not_in("newest_advice", "recommendation", advice),  # one may also fall away
    ]
    con.execute(f"create or replace temp table changed_person as {' union '.join(differing)}")


def _not_in(these: str, those: str, columns: list[str]) -> str:
    """Persons with a row of `these` that `those` do not hold."""
    listed = ", ".join(columns)
    return f"select person_id from (select {listed} from {these} except select {listed} from {those})"


def _restate(con: duckdb.DuckDBPyConnection, columns: list[str], revision: int, cause_load_id: int | None) -> None:
    """One row for every column of a person that had another value in that person's newest row."""
    for name in columns:
        con.execute(
            "insert into mart.restatement by name select after.agency, after.person_id, after.nip, after.period, "
            f"before.revision as revision_from, {revision} as revision_to, '{name}' as column_name, "
            f"before.{name}::varchar as value_from, after.{name}::varchar as value_to, ?::integer as cause_load_id "
            "from typed_row as after join newest_row as before on before.person_id = after.person_id "
            f"where before.{name} is distinct from after.{name}",
            [cause_load_id],
        )


def _insert_rows(con: duckdb.DuckDBPyConnection, columns: list[str], revision: int, as_of_seq: int) -> None:
    con.execute(
        f"insert into {ROWS} by name select {', '.join(columns)}, {revision} as revision, {as_of_seq} as as_of_seq "
        "from typed_row where person_id in (select person_id from changed_person) order by person_id"
    )


def _insert_beside(
    con: duckdb.DuckDBPyConnection, table: str, computed: str, columns: list[str], revision: int
) -> None:
    """What belongs to the new rows: components, recommendations."""
    names = ", ".join(f"part.{name}" for name in columns)
    con.execute(
        f"insert into {table} by name select {names}, typed_row.agency, typed_row.nip, typed_row.period, "
        f"{revision} as revision from {computed} as part join typed_row on typed_row.person_id = part.person_id "
        f"where part.person_id in (select person_id from changed_person) order by {names}"
    )


def _one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    found = con.execute(query).fetchone()
    return int(found[0]) if found else 0
