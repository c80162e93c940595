"""`kinerja reproduce`: a past revision of a period performed again, from what was known then.

"Then" is a size of the log: a file withdrawn later still counts, a rulebook adopted later does not. What rests on a
file that was destroyed since does not come out again: NOT_REPRODUCIBLE, and by whose decision.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from etl.errors import WrongUsage
from etl.ledger.archive_check import check_archive, destroyed_files
from etl.ledger.finding import Finding
from etl.ledger.log_check import Entry, Log, read_exported_log
from etl.locking import workspace_lock
from etl.progress import Tick
from etl.publish import digest_of
from etl.reperformance.carried import resting_on
from etl.reperformance.difference import Compared, compare, other_versions
from etl.reperformance.place import empty_folder, make_place
from etl.reperformance.rebuild import refuse_broken
from etl.reperformance.redo import redo
from etl.settings import Workspace
from etl.workspace import require_current
from warehouse.engines.duckdb import ask_rows, connect
from warehouse.parts import Digests, digests, standing
from warehouse.scoring.period import parse_period
from warehouse.scoring.revisions import BOOKKEEPING, FAMILIES, rows_of_revision

_TABLES = (*(table for family in FAMILIES for table in family.tables), "mart.restatement")
"""Whose rows make a revision: the family's rows, what belongs to them, and what they were before."""


@dataclass(frozen=True)
class Reproduced:
    """`as_of` is the size of the log when the revision was stored, `digest` what `kinerja publish` would log of it.

    `unlike_log`: what was recorded otherwise. `compared`: the rows that stand against the new ones.
    `code_version` is that of then. `gone`: the destroyed files that the revision may rest on, if it does not come out.
    """

    period: str
    revision: int
    as_of: int
    digest: str
    unlike_log: tuple[Finding, ...]
    compared: Compared
    code_version: str
    other_versions: tuple[str, ...]
    gone: tuple[Mapping[str, Any], ...] = ()
    answer: Any = None
    """Of the question that was put to the revision, where it came out."""

    @property
    def is_identical(self) -> bool:
        return not self.unlike_log and not self.compared.differing and not self.gone

    @property
    def may_be_the_program(self) -> bool:
        """Whether another version of the program computed the revision: that may be why its figures differ."""
        return bool(self.unlike_log) and not self.gone and self.code_version != version("kinerja")


def reproduce(
    workspace: Workspace, name: str, revision: int, tick: Tick, ask: Callable[[Workspace], Any] | None = None
) -> Reproduced:
    """Perform the revision again in an empty folder, and compare it with the log and with the rows that stand.

    `ask` may put a question to the workspace in that folder: there the revision is the newest, and facts are of then.

    Raises WrongUsage for a revision that the log does not know, IntegrityBroken where log or archive are not whole.
    """
    period = parse_period(name).name
    log = read_exported_log(workspace)
    refuse_broken(log.broken)
    scored = _scoring_of(log, period, revision)
    known = log.until(scored.seq)
    destroyed = destroyed_files(log)
    refuse_broken(check_archive(known, workspace, destroyed))
    parts = [f"{period} r{number}" for number in range(1, revision + 1)]
    with empty_folder(workspace.home / "reproduce") as folder:
        place = make_place(folder, workspace.archive)
        redo(place, known.entries, tick, destroyed=destroyed, only_period=period)
        with workspace_lock(workspace, shared=True):
            with connect(workspace.warehouse, read_only=True) as warehouse:
                require_current(workspace, warehouse)
            compared = compare(workspace.warehouse, place.warehouse, dict.fromkeys(_TABLES, parts))
        with connect(place.warehouse, read_only=True) as anew:
            found = {table: digests(anew, table, parts) for table in _TABLES}
            digest = digest_of(anew, period, revision)
        unlike, gone = tuple(_unlike(log, found, parts)), tuple(resting_on(log, period, scored.seq))
        if gone and (unlike or compared.differing):
            unlike, compared, gone, digest = _without_destroyed(log, workspace, place, (period, revision), gone)
        else:
            gone = ()
        answer = ask(place) if ask and not gone else None
    told = str(scored.content.get("code_version", ""))
    others = tuple(other_versions(known))
    return Reproduced(period, revision, scored.seq, digest, unlike, compared, told, others, gone, answer)


_Gone = tuple[Mapping[str, Any], ...]


def _without_destroyed(
    log: Log, workspace: Workspace, place: Workspace, which: tuple[str, int], gone: _Gone
) -> tuple[tuple[Finding, ...], Compared, _Gone, str]:
    """What differs where files are gone: what stands against the log, and whether each one's newest figures come out.

    Rows of earlier revisions may rest on the files though the figures of this one do not.
    """
    period, revision = which
    parts = [f"{period} r{number}" for number in range(1, revision + 1)]
    with connect(workspace.warehouse, read_only=True) as warehouse:
        held = {table: digests(warehouse, table, parts) for table in _TABLES}
        digest = digest_of(warehouse, period, revision)
    edited = tuple(_unlike(log, held, parts))
    if edited:
        return edited, Compared(0, tuple((table, "") for table in _TABLES)), (), digest
    same = _figures(workspace.warehouse, period, revision) == _figures(place.warehouse, period, revision)
    return (), Compared(len(parts)), () if same else gone, digest


def _figures(path: Path, period: str, revision: int) -> list[object]:
    """The rows that a revision shows, without what tells when they were stored."""
    told = []
    with connect(path, read_only=True) as warehouse:
        for query in (rows_of_revision(family, table) for family in FAMILIES for table in family.tables):
            rows = ask_rows(warehouse, query, {"period": period, "revision": revision})
            told += [{name: cell for name, cell in row.items() if name not in BOOKKEEPING} for row in rows]
    return sorted(told, key=str)


def _scoring_of(log: Log, period: str, revision: int) -> Entry:
    scorings = [entry for entry in log.of_kind("PERIOD_SCORED") if entry.content["period"] == period]
    for entry in scorings:
        if entry.content["revision"] == revision:
            return entry
    known = sorted({int(entry.content["revision"]) for entry in scorings if entry.content["revision"]})
    raise WrongUsage(
        f"{period}, revision {revision}",
        expected="a revision that the log tells",
        found=f"revisions {', '.join(map(str, known))}" if known else "a period that was not scored",
        todo="Name one of them.",
    )


def _unlike(log: Log, found: dict[str, Digests], parts: list[str]) -> Iterator[Finding]:
    """Where the log has another digest of a part of the revision; entries from before there was a log have none."""
    told = standing(entry.content.get("digests", {}) for entry in log.entries)
    for table in _TABLES:
        for part in parts:
            recorded, computed = (held.get(table, {}).get(part, (0, "none")) for held in (told, found))
            if recorded != computed:
                yield Finding(
                    f"{table}, {part}",
                    f"{recorded[0]} rows with sha256 {recorded[1]}",
                    f"{computed[0]} with {computed[1]}",
                )
