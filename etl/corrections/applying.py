"""Taking the facts that decisions disregard out of `core`, and putting in what is to stand instead; never by halves."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import duckdb

from etl.corrections.lifting import CORRECTED, MOVED_PUNCHES, remember_corrected
from etl.corrections.matching import Correction, by_columns, find_facts, quoted, registered, typed
from etl.corrections.states import Outcome, write_states
from etl.facts import columns_of, list_of
from etl.records import RECORDS, Nature, Record
from etl.settings import Workspace
from expectations.expectation import ROW_ID
from expectations.severity import Severity
from warehouse.parts import note_every, note_parts

COUNT_DIFFERS, NOT_FOUND, SUPERSEDED, KEY_TAKEN = "COUNT_DIFFERS", "NOT_FOUND", "SUPERSEDED", "KEY_TAKEN"
"""Why a decided correction is not applied; else the reason code of the expectation its replacement does not meet."""
_ACCEPTED = """
select correction_no, load_id, file_id, record_no, source_sha256, source_record_no, source_item_no, matching,
    expected_count, case when action = 'REPLACE' then replacement end, decided_at
from core.correction where outcome = 'ACCEPTED' and record_type = ? order by correction_no
"""
_PROVENANCE = ("load_id", "file_id", "record_no", "item_no")


def apply_corrections(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, concerned: Collection[str], through_at: datetime
) -> None:
    """Apply the decisions about the record types `concerned`, whose facts are as recorded now (`lift_corrections`).

    `core.corrected_record` tells what was taken and put, `core.correction_state` what became of each correction.
    """
    outcomes = correct_facts(warehouse, workspace, concerned, through_at)
    if "punch" in concerned:
        _note_moved_punches(warehouse)
    if concerned:
        note_every(warehouse, CORRECTED)
    write_states(warehouse, workspace, outcomes)


def correct_facts(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, concerned: Collection[str], through_at: datetime
) -> dict[str, dict[str, Outcome]]:
    """The same without its bookkeeping; returns by record type and correction what became of it."""
    outcomes = {}
    for name in sorted(concerned):
        accepted = [Correction(*row) for row in warehouse.execute(_ACCEPTED, [name]).fetchall()]
        outcomes[name] = _apply(warehouse, workspace, RECORDS[name], accepted, through_at)
    return outcomes


def _apply(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    record: Record,
    corrections: Sequence[Correction],
    through_at: datetime,
) -> dict[str, Outcome]:
    """Of each correction how many facts it names, and why it is not applied, if it is not."""
    if not corrections:
        return {}
    found = find_facts(warehouse, workspace, record, corrections)
    _make_replaced(warehouse, record, corrections)
    refused = _refused_by_count(corrections, found)
    refused |= _refused_by_content(warehouse, record, through_at)
    refused |= _refused_by_others(warehouse, record, corrections, refused)
    chosen = [one for one in corrections if one.correction_no not in refused]
    registered(
        warehouse, "applied", [{"correction_no": one.correction_no} for one in chosen] or [{"correction_no": ""}]
    )
    remember_corrected(warehouse, record)
    _move(warehouse, record)
    return {number: (count, refused.get(number)) for number, count in found.items()}


def _make_replaced(warehouse: duckdb.DuckDBPyConnection, record: Record, corrections: Sequence[Correction]) -> None:
    """TEMP `replaced`: what the facts of `matched` are to say; they come from the line of the correction."""
    registered(
        warehouse,
        "correction_line",
        [
            {"correction_no": one.correction_no, "load": one.load_id, "file": one.file_id, "line": one.record_no}
            for one in corrections
        ],
    )
    warehouse.execute("create or replace temp table replaced as select * from matched limit 0")
    for names, rows in by_columns({one.correction_no: one.replacement for one in corrections}).items():
        given = registered(warehouse, "given", rows)
        changed = ", ".join(f'{typed(record, name, quoted("given", name))} as "{name}"' for name in names)
        warehouse.execute(
            f"insert into replaced by name select matched.* replace ({changed}, "
            "greatest(matched.load_id, told.load) as load_id, told.file as file_id, told.line as record_no, "
            "row_number() over (partition by matched.correction_no order by matched.file_id, matched.record_no, "
            f"matched.item_no, matched.place) as item_no) from matched join {given} as given using (correction_no) "
            "join correction_line as told using (correction_no)"
        )


def _refused_by_count(corrections: Sequence[Correction], found: Mapping[str, int]) -> dict[str, str]:
    return {
        one.correction_no: COUNT_DIFFERS if found[one.correction_no] else NOT_FOUND
        for one in corrections
        if found[one.correction_no] != one.expected_count
    }


def _refused_by_content(warehouse: duckdb.DuckDBPyConnection, record: Record, through_at: datetime) -> dict[str, str]:
    """A replaced record breaks no expectation that it met before, and takes no other's place."""
    from expectations.suites import suite_of

    refused: dict[str, str] = {}
    for one in suite_of(record.name):
        if one.severity is Severity.ROW:
            after, before = (one.unexpected_sql(table, through_at) for table in ("replaced", "matched"))
            broken = warehouse.execute(
                f"select distinct correction_no from replaced semi join ({after}) using ({ROW_ID}) "
                f"where (correction_no, place) not in (select (correction_no, place) from matched semi join ({before}) "
                f"using ({ROW_ID}))"
            ).fetchall()
            refused |= dict.fromkeys((number for (number,) in broken), one.reason_code)
    same = " and ".join(f'fact."{key}" is not distinct from replaced."{key}"' for key in record.key)
    taken = warehouse.execute(
        f"select distinct replaced.correction_no from replaced join core.{record.name} as fact on {same} "
        "where not exists (select 1 from matched where matched.correction_no = replaced.correction_no "
        "and matched.place = fact.rowid)"
    ).fetchall()
    return refused | {number: KEY_TAKEN for (number,) in taken}


def _refused_by_others(
    warehouse: duckdb.DuckDBPyConnection,
    record: Record,
    corrections: Sequence[Correction],
    refused: Mapping[str, str],
) -> dict[str, str]:
    """Of decisions about one record the latest counts; of those that would make one record out of two as well."""
    places = _by_correction(warehouse, "matched", "place")
    keys = _by_correction(warehouse, "replaced", f"hash({list_of(record.key)})")
    taken_places: set[int] = set()
    taken_keys: set[int] = set()
    later: dict[str, str] = {}
    for one in sorted(corrections, key=lambda one: (one.decided_at, one.correction_no), reverse=True):
        number = one.correction_no
        if number in refused:
            continue
        own = keys.get(number, [])
        if taken_places & {*places.get(number, [])}:
            later[number] = SUPERSEDED
        elif taken_keys & {*own} or len(set(own)) < len(own):
            later[number] = KEY_TAKEN
        else:
            taken_places |= {*places.get(number, [])}
            taken_keys |= {*own}
    return later


def _by_correction(warehouse: duckdb.DuckDBPyConnection, table: str, value: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, one in warehouse.execute(f"select correction_no, {value} from {table}").fetchall():
        found.setdefault(number, []).append(one)
    return found


def _move(warehouse: duckdb.DuckDBPyConnection, record: Record) -> None:
    """Out with the facts that applied corrections name, in with what stands instead."""
    name = f"core.{record.name}"
    gone = "(select matched.* from matched join applied using (correction_no))"
    come = "(select replaced.* from replaced join applied using (correction_no))"
    if record.nature is Nature.EVENT:
        note_parts(warehouse, name, gone)
        note_parts(warehouse, name, come)
    warehouse.execute(f"delete from {name} where rowid in (select place from {gone})")
    listed = list_of([*_PROVENANCE, *columns_of(record)])
    warehouse.execute(f"insert into {name} by name select {listed} from {come}")


def _note_moved_punches(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Punches that corrections took or put otherwise than before: their days are computed anew."""
    warehouse.execute(
        "insert into changed_punch select fact->>'device_address', fact->>'device_id', fact->>'pin', "
        f"(fact->>'punched_at')::timestamp from {MOVED_PUNCHES}"
    )
