"""What no archive and no log gives again, and a new warehouse has from the old one: figures, and events that wait.

A figure that rests on destroyed files cannot be computed again. The old warehouse has it, and the log its digest: rows
that give that digest are those that were recorded, so they are carried over. Where no old warehouse has them, they are
told as gone.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from etl.ledger.archive_check import destroyed_files
from etl.ledger.finding import Finding
from etl.ledger.log_check import Log
from warehouse.engines.duckdb import attach, connect
from warehouse.parts import Digests, digests, every_digest, parting_in, standing
from warehouse.scoring.period import parse_period

Part = tuple[str, str]
"""Table and part."""


def resting_on(log: Log, period: str, seq: int) -> list[Mapping[str, Any]]:
    """The destroyed files that a scoring of a period, told by entry `seq`, may rest on.

    Those that came before it, held something, and began no later than the period ends: a leave, a case or a run of
    absence may reach far back.
    """
    came = {one.content["file_id"]: one.seq for one in log.of_kind("FILE_RECEIVED", "FILE_REFUSED")}
    last = str(parse_period(period).last)[:7]
    return [
        gone
        for file_id, gone in destroyed_files(log).items()
        if gone["restaged"] and came[file_id] < seq and gone.get("first_month", "") <= last
    ]


def carry_over(log: Log, old: Path, new: Path) -> None:
    """Let the new warehouse have what rests on destroyed files as the old one does, where that is as the log tells."""
    told = standing(entry.content.get("digests", {}) for entry in log.entries)
    with connect(None) as both:
        attach(both, old, "was")
        attach(both, new, "anew", "read_write")
        both.execute("use anew")
        found = standing([every_digest(both)])
        every = {(table, part) for held in (told, found) for table, parts in held.items() for part in parts}
        unlike = sorted(one for one in every if _digest(found, one) != _digest(told, one))
        for table, part in _explained(log, unlike):
            both.execute("use was")
            if digests(both, table, [part]).get(part) == _digest(told, (table, part)):
                parting = parting_in(both, table)
                rows = f"{table} where {parting.where} and {parting.part} = $1"
                both.execute(f"delete from anew.{rows}", [part])
                both.execute(f"insert into anew.{table} by name select * from was.{rows}", [part])
        both.execute("use memory")


def carry_outbox(old: Path, new: Path) -> None:
    """Let the new warehouse have the events of the old one: what waits still goes out, and their numbers go on.

    An old warehouse that is damaged there has none to give.
    """
    with suppress(duckdb.Error), connect(None) as both:
        attach(both, old, "was")
        attach(both, new, "anew", "read_write")
        both.execute("insert into anew.audit.lineage_outbox by name select * from was.audit.lineage_outbox")


def _digest(held: Mapping[str, Digests], place: Part) -> tuple[int, str] | None:
    return held.get(place[0], {}).get(place[1])


def part_explained(log: Log, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What nothing explains, and what rests on destroyed files."""
    every = list(findings)
    explained = {*_explained(log, map(_place_of, every))}
    return (
        tuple(one for one in every if _place_of(one) not in explained),
        tuple(one for one in every if _place_of(one) in explained),
    )


def _place_of(found: Finding) -> Part:
    """Of a publication the part of its table that holds it."""
    name, _, part = found.where.partition(", ")
    if name.startswith("period "):
        return "mart.publication", f"{name.removeprefix('period ')} r{part.removeprefix('revision ')}"
    return name, part


def _explained(log: Log, parts: Iterable[Part]) -> Iterator[Part]:
    """Those of the parts that may rest on destroyed files."""
    loads = _loads_with(log)
    scored = {one.content["period"]: one.seq for one in log.of_kind("PERIOD_SCORED")}
    revisions = {(one.content["period"], one.content["revision"]): one.seq for one in log.of_kind("PERIOD_SCORED")}
    for table, part in parts:
        period, _, revision = part.partition(" r")
        if table.startswith("mart.") and period in scored:
            seq = revisions.get((period, int(revision)), scored[period]) if revision else scored[period]
            if resting_on(log, period, seq):
                yield table, part
        elif table == "audit.validation" and part in loads:
            yield table, part


def _loads_with(log: Log) -> set[str]:
    """The loads and replays that read a file destroyed by now: what expectations said of its rows is not told."""
    destroyed = destroyed_files(log)
    found = {
        str(one.content["load_id"])
        for one in log.of_kind("FILE_RECEIVED", "FILE_REFUSED")
        if one.content["file_id"] in destroyed
    }
    for entry in log.of_kind("LOAD_COMMITTED"):
        if any(tried["file_id"] in destroyed for tried in entry.content["replay"]):
            found.add(str(entry.content["load_id"]))
    return found
