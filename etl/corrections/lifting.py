"""What corrections took out of the facts, kept so that it can come back: when a decision changes or is withdrawn."""

from collections.abc import Collection, Iterable

import duckdb

from etl.facts import columns_of, list_of
from etl.records import CORRECTABLE, RECORDS, Nature, Record
from warehouse.parts import note_parts

CORRECTED = "core.corrected_record"
BEFORE, AFTER = "BEFORE", "AFTER"
_WHOSE = {
    "nip": ("nip",),
    "unit_code": ("unit_code",),
    "device_id": ("device_id",),
    "pin": ("pin",),
    "app": ("app",),
    "case_id": ("case_id",),
    "moment": ("punched_at", "occurred_at", "submitted_at", "created_at"),
    "date_from": ("date_from", "work_date", "muster_date"),
    "date_to": ("date_to", "work_date", "muster_date"),
    "period": ("period",),
}
"""Column of `core.corrected_record` -> the columns of a record type that say whose, and of when, it is."""
_PUNCHES = f"select side, fact, load_id from {CORRECTED} where record_type = 'punch'"
MOVED_PUNCHES = f"(({_PUNCHES} except from corrected_before) union all (from corrected_before except {_PUNCHES}))"
"""FROM clause: `side`, `fact` and `load_id` of the punches that corrections take or put otherwise than before."""


def concerned_records(warehouse: duckdb.DuckDBPyConnection, changed: Collection[str], seen: Iterable[str]) -> set[str]:
    """The record types whose corrections are to be decided anew: as files of them came or went, or corrections changed.

    `changed`: records of which another picture is in force; `seen`: those of the files of this transaction.
    """
    named = "select record_type from core.correction"
    if "correction" in changed:
        named += " union select record_type from old_correction"
    known = {record for (record,) in warehouse.execute(f"{named} union select record_type from {CORRECTED}").fetchall()}
    if {"correction", "devices"} & {*changed}:
        return known
    return known & ({*changed} | {*seen})


def lift_corrections(warehouse: duckdb.DuckDBPyConnection, concerned: Collection[str]) -> None:
    """Let the facts of event records be as they were recorded; pictures of snapshot records are put in anew anyway.

    TEMP `corrected_before` keeps which punches were corrected, and how.
    """
    warehouse.execute(f"create or replace temp table corrected_before as {_PUNCHES}")
    for name in CORRECTABLE:
        if name in concerned and RECORDS[name].nature is Nature.EVENT:
            _restore(warehouse, RECORDS[name])
    warehouse.executemany(
        f"delete from {CORRECTED} where record_type = ?", [[name] for name in sorted(concerned)] or [[""]]
    )


def moved_earlier_punches(warehouse: duckdb.DuckDBPyConnection, load_id: int) -> bool:
    """Whether punches of earlier loads came back, went or were put in: not only punches of this load were added."""
    found = warehouse.execute(f"select 1 from {MOVED_PUNCHES} where load_id <> ? limit 1", [load_id])
    return found.fetchone() is not None


def _restore(warehouse: duckdb.DuckDBPyConnection, record: Record) -> None:
    mine = f"{CORRECTED} where record_type = '{record.name}'"
    fact = f"core.{record.name}"
    put = f"select correction_file_id, correction_record_no from {mine} and side = '{AFTER}'"
    note_parts(warehouse, fact, f"(select * from {fact} where (file_id, record_no) in ({put}))")
    warehouse.execute(f"delete from {fact} where (file_id, record_no) in ({put})")
    values = ", ".join(f"(fact->>'{name}')::{_type_of(record, name)} as \"{name}\"" for name in columns_of(record))
    taken = f"(select load_id, file_id, record_no, item_no, {values} from {mine} and side = '{BEFORE}')"
    note_parts(warehouse, fact, taken)
    warehouse.execute(f"insert into {fact} by name select * from {taken}")


def _type_of(record: Record, name: str) -> str:
    return "varchar" if name not in record.column_names else record.column(name).sql_type


def remember_corrected(warehouse: duckdb.DuckDBPyConnection, record: Record) -> None:
    """Keep what applied corrections take (TEMP `matched`) and put (`replaced`), with whose and of when it is."""
    for side, rows in ((BEFORE, "matched"), (AFTER, "replaced")):
        origin = "origin" if side == AFTER else "row"
        warehouse.execute(
            f"insert into {CORRECTED} by name select row.correction_no, '{record.name}' as record_type, "
            f"'{side}' as side, {list_of(('load_id', 'file_id', 'record_no', 'item_no'), origin + '.')}, "
            "told.file as correction_file_id, told.line as correction_record_no, "
            f"{_fact(record)} as fact{_whose(record)} from {rows} as row join applied using (correction_no) "
            "join correction_line as told using (correction_no) join matched as origin "
            "on origin.correction_no = row.correction_no and origin.place = row.place"
        )


def _fact(record: Record) -> str:
    """The row as JSON, every cell as text."""
    cells = (f"'{name}', row.\"{name}\"::varchar" for name in columns_of(record))
    return f"json_object({', '.join(cells)})"


def _whose(record: Record) -> str:
    told = ""
    for column, names in _WHOSE.items():
        own = next((name for name in names if name in record.column_names), None)
        told += f', row."{own}" as "{column}"' if own else ""
    return told


def facts_brought(record: Record, load_id: int) -> str:
    """A query of the places of event facts that a load brought: those a correction took count, those it put do not."""
    mine = f"from {CORRECTED} where record_type = '{record.name}'"
    return (
        f"select file_id, record_no, item_no from core.{record.name} where load_id = {load_id} "
        f"and (file_id, record_no) not in (select correction_file_id, correction_record_no {mine}) "
        f"union all select file_id, record_no, item_no {mine} and side = '{BEFORE}' and load_id = {load_id}"
    )
