"""Storing a computed period: only persons that changed get a new row; what a figure was before is told beside it."""

from dataclasses import dataclass

import duckdb

ROWS = "mart.performance_period"
COMPONENTS = "mart.score_component"
_BOOKKEEPING = ("revision", "as_of_seq")


@dataclass(frozen=True)
class Stored:
    """`revision` is None where nothing changed and so nothing was stored."""

    persons: int
    changed: int
    revision: int | None


def store(con: duckdb.DuckDBPyConnection, period: str, *, as_of_seq: int, cause_load_id: int | None) -> Stored:
    """Compare TEMP `performance_period` and `component` with the newest rows; add what differs, in one transaction."""
    columns = _columns(con, ROWS)
    parts = [name for name in _columns(con, COMPONENTS) if name not in ("agency", "nip", "period")]
    con.execute(
        "create or replace temp view computed_component as select person_id, component, raw_value, score, weight, "
        "evidence_count, reason, rule, article from component"
    )
    _find_changed(con, period, columns, parts)
    persons = _one(con, "select count(*) from performance_period")
    changed = _one(con, "select count(*) from changed_person")
    if not changed:
        return Stored(persons, 0, None)
    revision = 1 + _one(con, f"select coalesce(max(revision), 0) from {ROWS} where period = '{period}'")
    con.execute("begin transaction")
    try:
        _restate(con, columns, revision, cause_load_id)
        _insert_rows(con, columns, revision, as_of_seq)
        _insert_components(con, parts, revision)
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise
    return Stored(persons, changed, revision)


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    found = con.execute(f"describe {table}").fetchall()
    return [row[0] for row in found if row[0] not in _BOOKKEEPING]


def _find_changed(con: duckdb.DuckDBPyConnection, period: str, columns: list[str], parts: list[str]) -> None:
    """TEMP `newest_row` (each person's newest), `typed_row` (as it would be stored) and `changed_person`."""
    con.execute(
        f"create or replace temp table newest_row as select * exclude (place) from (select *, row_number() over "
        f"(partition by person_id order by revision desc) as place from {ROWS} where period = ?) where place = 1",
        [period],
    )
    con.execute(
        f"create or replace temp table newest_part as select part.* from {COMPONENTS} as part join newest_row "
        "on newest_row.person_id = part.person_id and newest_row.revision = part.revision where part.period = ?",
        [period],
    )
    for typed, table, source in (
        ("typed_row", ROWS, "performance_period"),
        ("typed_part", COMPONENTS, "computed_component"),
    ):
        con.execute(f"create or replace temp table {typed} as select * from {table} limit 0")
        con.execute(f"insert into {typed} by name select *, 0 as revision from {source}")
    listed, part_list = ", ".join(columns), ", ".join(parts)
    con.execute(
        "create or replace temp table changed_person as "
        f"select person_id from (select {listed} from typed_row except select {listed} from newest_row) union "
        f"select person_id from (select {part_list} from typed_part except select {part_list} from newest_part)"
    )


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


def _insert_components(con: duckdb.DuckDBPyConnection, parts: list[str], revision: int) -> None:
    names = ", ".join(f"typed_part.{name}" for name in parts)
    con.execute(
        f"insert into {COMPONENTS} by name select {names}, typed_row.agency, typed_row.nip, typed_row.period, "
        f"{revision} as revision from typed_part join typed_row on typed_row.person_id = typed_part.person_id "
        "where typed_part.person_id in (select person_id from changed_person) "
        "order by typed_part.person_id, typed_part.component"
    )


def _one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    found = con.execute(query).fetchone()
    return int(found[0]) if found else 0
