"""Doing again what the log tells, entry by entry: one function for each kind of entry that left rows in a table.

What was observed (bytes, names, moments, who) comes from log and archive; what follows from it is computed anew, by the
functions that computed it the first time. The entries themselves are taken over as they are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import duckdb

from etl import audit
from etl.destruction.erasing import erase_rows
from etl.ledger.canonical import canonical, parse
from etl.ledger.changes import cause_of_change
from etl.ledger.entries import append_recorded
from etl.ledger.log_check import Entry
from etl.load_folder import folder_of, remove_folder
from etl.loads import note_scoring
from etl.publish import digest_of
from etl.reperformance.lost import lost_files, put_lost_files, tell_totals
from etl.reperformance.place import lay_out
from etl.reperformance.taking import TAKING
from etl.reperformance.told import Lost, Row, read_kept, told_load
from etl.rulebook import rulebooks_of
from etl.score import known_through
from etl.settings import Workspace
from warehouse.engines.duckdb import connect, transaction
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period
from warehouse.scoring.revisions import store

FILES = ("FILE_RECEIVED", "FILE_REFUSED", "FILE_WITHDRAWN", "FILE_DESTROYED")
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
_Redone = Callable[[Workspace, Sequence[Entry]], None]


def redo(
    place: Workspace,
    entries: Sequence[Entry],
    tick: Tick,
    *,
    destroyed: Mapping[int, Mapping[str, Any]],
    only_period: str | None = None,
) -> None:
    """Do again what the entries tell, in their order; `only_period` leaves out what was computed of other periods.

    `destroyed`: what the whole log tells of files destroyed by now, also where these entries end before.
    """
    lost = lost_files(place.archive, entries, destroyed)
    redone: Mapping[str, _Redone] = _REDONE | {
        "LOAD_COMMITTED": partial(_redo_load, lost=lost),
        "PERIOD_SCORED": partial(_redo_scoring, lost=lost),
    }
    waiting: list[Entry] = []
    for done, entry in enumerate(entries):
        tick(entry.kind.lower().replace("_", " "), done, len(entries))
        if entry.kind in FILES:
            waiting.append(entry)
            continue
        if only_period is None or entry.content.get("period", only_period) == only_period:
            redone.get(entry.kind, _take_over)(place, [*waiting, entry])
        else:
            _take_over(place, [*waiting, entry])
        waiting = []


def _take_over(place: Workspace, entries: Sequence[Entry]) -> None:
    with connect(place.warehouse) as warehouse, transaction(warehouse):
        _append(warehouse, entries)


def _append(warehouse: duckdb.DuckDBPyConnection, entries: Iterable[Entry]) -> None:
    append_recorded(warehouse, [canonical(vars(entry)) for entry in entries])


def _redo_load(place: Workspace, entries: Sequence[Entry], *, lost: Lost) -> None:
    """A load, replay, withdrawal or destruction: bytes are staged again, one transaction commits what follows."""
    told = told_load(place.archive, entries, lost)
    lay_out(place, told.content["configuration"])
    with connect(place.warehouse) as warehouse, transaction(warehouse):
        _reserve(warehouse, told.content)
        put_lost_files(warehouse, told)
    take = TAKING[str(told.content["kind"])](place, told)
    folder = folder_of(place, told.load_id)
    with connect(place.warehouse, temp_directory=folder / "spill") as warehouse, transaction(warehouse):
        days = take(warehouse)
        if lost.files:
            tell_totals(warehouse, told)
            days = told.content.get("days", days)
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
    if told.destroyed:
        with connect(place.warehouse, read_only=True) as warehouse:
            erase_rows(place, warehouse)
    remove_folder(folder)


def _reserve(warehouse: duckdb.DuckDBPyConnection, content: Row) -> None:
    """The load as it was before its commit, and the loads before it that died."""
    _insert(warehouse, "audit.load", content.get("abandoned", ()))
    told = {name: content.get(name) for name in _LOAD_COLUMNS}
    _insert(warehouse, "audit.load", [told | {"state": "OPEN", "committed_at": None, "days": None}])


def _redo_scoring(place: Workspace, entries: Sequence[Entry], *, lost: Lost) -> None:
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
            warehouse,
            period.name,
            as_of_seq=as_of_seq,
            cause_load_id=cause_of_change(warehouse, period),
            record=record,
            # without the lost files another scoring may change something, and later ones keep their numbers
            numbered=lambda number: content["revision"] if lost.files else number,
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


_REDONE: dict[str, _Redone] = {
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
