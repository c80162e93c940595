"""Doing again what the log tells, entry by entry: one function for each kind of entry that left rows in a table.

What was observed (bytes, names, moments, who) comes from log and archive; what follows from it is computed anew, by the
functions that computed it the first time. The entries themselves are taken over as they are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb

from etl import audit
from etl.commit import take_in
from etl.ledger.canonical import canonical, parse
from etl.ledger.changes import cause_of_change
from etl.ledger.entries import append_recorded
from etl.ledger.log_check import Entry
from etl.load_folder import folder_of, read_staged, remove_folder, write_arrivals
from etl.loads import note_scoring
from etl.publish import digest_of
from etl.reperformance.place import lay_out
from etl.reperformance.told import Row, ToldLoad, arrivals_of, read_kept, told_load
from etl.reperformance.verdicts import recorded_verdict
from etl.replay import take_in_again
from etl.rulebook import rulebooks_of
from etl.score import known_through
from etl.settings import Workspace
from etl.staging import record_of, stage
from etl.staging_again import Refused, refused_files, stage_again, unresolved_records
from etl.withdraw import record_of_file, stop_counting
from warehouse.engines.duckdb import connect, transaction
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period
from warehouse.scoring.revisions import store

FILES = ("FILE_RECEIVED", "FILE_REFUSED", "FILE_WITHDRAWN")
"""Entries that belong to the commit that follows them."""
_LOAD_COLUMNS = (
    "load_id",
    "kind",
    "state",
    "started_at",
    "committed_at",
    "through_at",
    "code_version",
    "settings_sha256",
    "rulebooks_sha256",
    "sources",
    "last_file_id",
    "days",
)
_SCORED_BY = ("agency.toml", "rulebooks/*.toml")

Tick = Callable[[str, int, int], None]


def redo(place: Workspace, entries: Sequence[Entry], tick: Tick, *, only_period: str | None = None) -> None:
    """Do again what the entries tell, in their order; `only_period` leaves out what was computed of other periods."""
    waiting: list[Entry] = []
    for done, entry in enumerate(entries):
        tick(entry.kind.lower().replace("_", " "), done, len(entries))
        if entry.kind in FILES:
            waiting.append(entry)
            continue
        if only_period is None or entry.content.get("period", only_period) == only_period:
            _REDONE.get(entry.kind, _take_over)(place, [*waiting, entry])
        else:
            _take_over(place, [*waiting, entry])
        waiting = []


def _take_over(place: Workspace, entries: Sequence[Entry]) -> None:
    with connect(place.warehouse) as warehouse, transaction(warehouse):
        _append(warehouse, entries)


def _append(warehouse: duckdb.DuckDBPyConnection, entries: Iterable[Entry]) -> None:
    append_recorded(warehouse, [canonical(vars(entry)) for entry in entries])


def _redo_load(place: Workspace, entries: Sequence[Entry]) -> None:
    """A load, a replay or a withdrawal: its bytes are staged again, and one transaction commits what follows."""
    told = told_load(place.archive, entries)
    lay_out(place, told.content["configuration"])
    with connect(place.warehouse) as warehouse, transaction(warehouse):
        _reserve(warehouse, told.content)
    take = _TAKING[str(told.content["kind"])](place, told)
    folder = folder_of(place, told.load_id)
    with connect(place.warehouse, temp_directory=folder / "spill") as warehouse, transaction(warehouse):
        days = take(warehouse)
        _insert(warehouse, "audit.arrival", [one | {"load_id": told.load_id} for one in told.arrivals])
        configuration = [one | {"load_id": told.load_id} for one in told.content["configuration"]]
        _insert(warehouse, "audit.configuration", configuration)
        _set_moment(warehouse, "audit.source_file", "received_at", told.files)
        _set_moment(warehouse, "audit.withdrawal", "withdrawn_at", told.withdrawn)
        warehouse.execute(
            "update audit.load set state = 'COMMITTED', committed_at = ?, days = ? where load_id = ?",
            [datetime.fromisoformat(told.content["committed_at"]), days, told.load_id],
        )
        _append(warehouse, entries)
    remove_folder(folder)


def _reserve(warehouse: duckdb.DuckDBPyConnection, content: Row) -> None:
    """The load as it was before its commit, and the loads before it that died."""
    _insert(warehouse, "audit.load", content.get("abandoned", ()))
    told = {name: content.get(name) for name in _LOAD_COLUMNS}
    _insert(warehouse, "audit.load", [told | {"state": "OPEN", "committed_at": None, "days": None}])


_Take = Callable[[duckdb.DuckDBPyConnection], int]
"""Takes a staged load in, within the transaction that commits it; returns the days computed anew."""


def _stage_load(place: Workspace, told: ToldLoad) -> _Take:
    folder, arrivals = folder_of(place, told.load_id), arrivals_of(told)
    folder.mkdir(mode=0o700)
    for source in sorted({one.source for one in arrivals}):
        write_arrivals(folder, source, [one for one in arrivals if one.source == source])
    for record in sorted({record_of(one.kind) for one in arrivals}):
        stage(place, told.plan(), record, folder, recorded=recorded_verdict(told, record))
    staged = read_staged(folder)
    return lambda warehouse: take_in(warehouse, place, told.plan(), arrivals, staged)


def _stage_replay(place: Workspace, told: ToldLoad) -> _Take:
    tried = {one["file_id"]: one for one in told.content["replay"]}
    with connect(place.warehouse, read_only=True) as warehouse:
        files = [one for one in refused_files(warehouse, None) if one.file_id in tried]
        unresolved = unresolved_records(warehouse)
    still_refused = {one.file_id for one in files if _tried_in_vain(one, tried[one.file_id], told)}
    moment: dict[str, Any] = {"load_id": told.load_id, "through_at": told.through_at}
    folder = folder_of(place, told.load_id)
    staged: dict[str, Any] = {}
    for record in sorted({one.record.name for one in files}):
        chosen = [one for one in files if one.record.name == record]
        verdict = recorded_verdict(told, record, still_refused)
        staged |= stage_again(place, folder, chosen, unresolved, **moment, recorded=verdict)
    return lambda warehouse: take_in_again(warehouse, place, **moment, files=files, staged=staged)[1]


def _tried_in_vain(file: Refused, outcome: Mapping[str, int], told: ToldLoad) -> bool:
    """A file that was refused as a whole and stayed so: nothing of it was taken, and no record is named."""
    named = any(row[0] == file.file_id for row in told.quarantine)
    return file.whole and outcome["still_quarantined"] > 0 and not named


def _stage_withdrawal(place: Workspace, told: ToldLoad) -> _Take:
    """Nothing is staged: what counts no more is taken out of the facts."""
    (gone,) = told.withdrawn

    def take(warehouse: duckdb.DuckDBPyConnection) -> int:
        return stop_counting(
            warehouse,
            place,
            record_of_file(warehouse, gone["file_id"]),
            load_id=told.load_id,
            through_at=told.through_at,
            file_id=gone["file_id"],
            reason=gone["reason"],
        )

    return take


_TAKING = {"LOAD": _stage_load, "REPLAY": _stage_replay, "WITHDRAW": _stage_withdrawal}


def _redo_scoring(place: Workspace, entries: Sequence[Entry]) -> None:
    """A period is scored from the facts as they were then, by the rulebooks of then."""
    (entry,) = entries
    content = entry.content
    if "rulebooks" in content:
        agency = {"name": "agency.toml", "sha256": content["agency"]}
        lay_out(place, [agency, *content["rulebooks"]], _SCORED_BY)
    period, as_of_seq = parse_period(content["period"]), content["as_of_seq"]
    # an entry that was imported tells the moment as `at`; one of an older version has none but its own, in seconds
    scored_at = datetime.fromisoformat(content.get("scored_at") or content.get("at") or entry.at.removesuffix("Z"))
    with connect(place.warehouse) as warehouse:
        books, through = rulebooks_of(place.home / "rulebooks"), known_through(warehouse, place)
        compute_period(warehouse, period, books, through=through)

        def record(revision: int | None) -> None:
            note_scoring(warehouse, place, period.name, revision, as_of_seq=as_of_seq, at=scored_at)
            _append(warehouse, entries)

        store(
            warehouse, period.name, as_of_seq=as_of_seq, cause_load_id=cause_of_change(warehouse, period), record=record
        )


def _redo_publication(place: Workspace, entries: Sequence[Entry]) -> None:
    """Who declared a revision final, and when, is told; the digest of its rows is computed from the rows there are."""
    content = entries[-1].content
    private = parse(read_kept(place.archive, content["kept"]))
    with connect(place.warehouse) as warehouse, transaction(warehouse):
        digest = digest_of(warehouse, content["period"], content["revision"])
        row = {name: content[name] for name in ("period", "revision", "by", "at")}
        _insert(warehouse, "mart.publication", [row | private | {"digest": digest}])
        _append(warehouse, entries)


def _redo_money(place: Workspace, entries: Sequence[Entry]) -> None:
    _redo_row(place, entries, "mart.money_publication", ("period", "revision", "decrees", "by", "at"))


def _redo_confirmation(place: Workspace, entries: Sequence[Entry]) -> None:
    _redo_row(place, entries, "audit.rulebook_confirmation", ("rulebook", "sha256", "decree", "by", "at"))


def _redo_row(place: Workspace, entries: Sequence[Entry], table: str, columns: Sequence[str]) -> None:
    with connect(place.warehouse) as warehouse, transaction(warehouse):
        _insert(warehouse, table, [{name: entries[-1].content[name] for name in columns}])
        _append(warehouse, entries)


_REDONE: Mapping[str, Callable[[Workspace, Sequence[Entry]], None]] = {
    "LOAD_COMMITTED": _redo_load,
    "PERIOD_SCORED": _redo_scoring,
    "PERIOD_PUBLISHED": _redo_publication,
    "MONEY_PUBLISHED": _redo_money,
    "RULEBOOK_CONFIRMED": _redo_confirmation,
}
"""Kind of entry -> what does it again; of other kinds the entry itself is all that they left."""


def _insert(warehouse: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row]) -> None:
    """Insert rows as the log tells them: without what was empty, moments as text."""
    told = list(rows)
    names = sorted({name for row in told for name in row})
    audit.insert(warehouse, table, [{name: row.get(name) for name in names} for row in told])


def _set_moment(warehouse: duckdb.DuckDBPyConnection, table: str, column: str, rows: Iterable[Row]) -> None:
    """When something was observed is told, not computed."""
    moments = [[datetime.fromisoformat(row[column]), row["file_id"]] for row in rows]
    if moments:
        warehouse.executemany(f"update {table} set {column} = ? where file_id = ?", moments)
