"""Staging again what a load, a replay, a withdrawal or a destruction took in or away, for the transaction to commit."""

from collections.abc import Callable, Mapping
from typing import Any

import duckdb

from etl.commit import take_in
from etl.destruction.destroy import take_away
from etl.destruction.restaging import Restaged, restage
from etl.load_folder import folder_of, read_staged, write_arrivals
from etl.reperformance.lost import put_lost_parts, tell_tried
from etl.reperformance.told import ToldLoad, arrivals_of
from etl.reperformance.verdicts import recorded_verdict
from etl.replay import take_in_again
from etl.settings import Workspace
from etl.staging import record_of, stage
from etl.staging_again import Refused, refused_files, stage_again, unresolved_records
from etl.withdraw import record_of as record_of_gone
from etl.withdraw import record_of_file, stop_counting
from warehouse.engines.duckdb import ask, connect

Take = Callable[[duckdb.DuckDBPyConnection], int]
"""Takes a staged load in, within the transaction that commits it; returns the days computed anew."""


def _stage_load(place: Workspace, told: ToldLoad) -> Take:
    folder = folder_of(place, told.load_id)
    arrivals = [one for one in arrivals_of(told) if one.file_id not in told.lost.files]
    folder.mkdir(mode=0o700)
    for source in sorted({one.source for one in arrivals}):
        write_arrivals(folder, source, [one for one in arrivals if one.source == source])
    for record in sorted({record_of(one.kind) for one in arrivals}):
        stage(place, told.plan(), record, folder, recorded=recorded_verdict(told, record))
    staged = read_staged(folder)

    def take(warehouse: duckdb.DuckDBPyConnection) -> int:
        put_lost_parts(warehouse, told)
        return take_in(warehouse, place, told.plan(), arrivals, staged)

    return take


def _stage_replay(place: Workspace, told: ToldLoad) -> Take:
    tried = {one["file_id"]: one for one in told.content["replay"]}
    with connect(place.warehouse, read_only=True) as warehouse:
        files = [one for one in refused_files(warehouse, None) if one.file_id in tried]
        unresolved = unresolved_records(warehouse)
    every, files = files, [one for one in files if one.file_id not in told.lost.files]
    in_vain = [one.file_id for one in every if _tried_in_vain(one, tried[one.file_id], told)]
    still_refused = {one.file_id for one in files if _tried_in_vain(one, tried[one.file_id], told)}
    seen_at = told.plan().seen_at
    folder = folder_of(place, told.load_id)
    staged: dict[str, Any] = {}
    for record in sorted({one.record.name for one in files}):
        chosen = [one for one in files if one.record.name == record]
        verdict = recorded_verdict(told, record, still_refused)
        staged |= stage_again(
            place, folder, chosen, unresolved, load_id=told.load_id, seen_at=seen_at, recorded=verdict
        )

    def take(warehouse: duckdb.DuckDBPyConnection) -> int:
        days = take_in_again(
            warehouse, place, load_id=told.load_id, through_at=told.through_at, files=files, staged=staged
        )[1]
        if told.lost.files:
            tell_tried(warehouse, told, in_vain)
        return days

    return take


def _tried_in_vain(file: Refused, outcome: Mapping[str, int], told: ToldLoad) -> bool:
    """A file that was refused as a whole and stayed so: nothing of it was taken, and no record is named."""
    named = any(row[0] == file.file_id for row in told.quarantine)
    return file.whole and outcome["still_quarantined"] > 0 and not named


def _stage_withdrawal(place: Workspace, told: ToldLoad) -> Take:
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


def _stage_destruction(place: Workspace, told: ToldLoad) -> Take:
    """Staged files of then are written anew, though the rows may never have been in them."""
    (gone,) = told.destroyed

    def take(warehouse: duckdb.DuckDBPyConnection) -> int:
        names, _ = ask(warehouse, "select * from audit.destruction limit 0")
        held = [Restaged(one["load_id"], one["record"], one["month"], one["was"]) for one in gone["restaged"]]
        return take_away(
            warehouse,
            place,
            record_of_gone(warehouse, gone["file_id"]),
            {name: gone.get(name) for name in names},
            restage(warehouse, place, held, gone["file_id"], load_id=told.load_id),
            through_at=told.through_at,
        )

    return take


TAKING = {
    "LOAD": _stage_load,
    "REPLAY": _stage_replay,
    "WITHDRAW": _stage_withdrawal,
    "DESTROY": _stage_destruction,
}
"""Kind of a load -> what stages it again."""
