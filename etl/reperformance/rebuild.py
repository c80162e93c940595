"""`kinerja rebuild`: a new warehouse from archive and exported log alone, held against the log and the old warehouse.

It is built in `rebuild/` of the workspace, a folder that the next run takes away: killed at any point, run again.
The old warehouse is replaced only on demand, and then moved aside, never deleted.
"""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from etl.durable import fsync_file, fsync_folder
from etl.errors import IntegrityBroken
from etl.ledger.archive_check import check_archive, destroyed_files
from etl.ledger.finding import Finding
from etl.ledger.log_check import Log, read_exported_log, read_log
from etl.ledger.table_check import check_publications, check_tables
from etl.locking import workspace_lock
from etl.openlineage.rebuild_story import tell_rebuilt
from etl.openlineage.runs import Parent, Run
from etl.progress import Tick
from etl.reperformance.carried import carry_outbox, carry_over, part_explained
from etl.reperformance.difference import Compared, compare, other_versions
from etl.reperformance.place import make_place
from etl.reperformance.redo import FILES, redo
from etl.serving.serve import tell
from etl.settings import Workspace
from etl.workspace import upgrade_workspace
from warehouse.engines.duckdb import connect, take_in_log

FOLDER = "rebuild"
"""Below the workspace: where the new warehouse is built, and stays unless it takes its place."""


@dataclass(frozen=True)
class Rebuilt:
    """`unlike_log`: what the log tells otherwise. `compared` is None where there was no old warehouse.

    `gone`: what the log tells otherwise because it rests on destroyed files, and no old warehouse has it as told.
    `moved_to` is where the old warehouse lies now, `warehouse` where the new one does.
    """

    entries: int
    warehouse: Path
    unlike_log: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    compared: Compared | None
    moved_to: Path | None
    other_versions: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        return not self.unlike_log and (self.compared is None or not self.compared.differing)


def rebuild(
    workspace: Workspace,
    *,
    replace: bool,
    tick: Tick,
    settled: Callable[[Rebuilt], object] = lambda _: None,
    parent: Parent | None = None,
) -> Rebuilt:
    """Build, compare, and put the new warehouse in place where there was none, or `replace` says so.

    What the log tells otherwise is never put in place. `settled` is told how it went before readers are shown the
    warehouse; `parent` is the run of a DAG. Raises IntegrityBroken where log or archive are not whole.
    """
    began = datetime.now(UTC)
    with workspace_lock(workspace):
        stands = workspace.warehouse.exists()
        if stands:
            _bring_in_order(workspace)
        log = checked_log(workspace)
        place = make_place(_emptied(workspace.home / FOLDER), workspace.archive)
        redo(place, log.entries, tick, destroyed=destroyed_files(log))
        if stands:
            carry_over(log, workspace.warehouse, place.warehouse)
            carry_outbox(workspace.warehouse, place.warehouse)
        unlike, gone = part_explained(log, _unlike(log, place.warehouse))
        compared = compare(workspace.warehouse, place.warehouse) if stands else None
        takes_its_place = not unlike and not gone and (replace or not stands)
        if takes_its_place:
            run = Run("rebuild", "warehouse", began, began, {"replace": replace}, began, parent)
            with connect(place.warehouse) as warehouse:
                tell_rebuilt(warehouse, workspace, run, log.size)
        _bring_back_missing(place, workspace)
        new, moved_to = _keep_only_warehouse(place), None
        if takes_its_place:
            moved_to = _put_in_place(new, workspace.warehouse)
            new = workspace.warehouse
    rebuilt = Rebuilt(log.size, new, unlike, gone, compared, moved_to, tuple(other_versions(log)))
    settled(rebuilt)
    if new == workspace.warehouse:
        tell(workspace, anew=True)
    return rebuilt


def checked_log(workspace: Workspace) -> Log:
    """The exported log, proved together with the archive. Raises IntegrityBroken with the first thing that is wrong."""
    log = read_exported_log(workspace)
    refuse_broken(log.broken)
    if not log.size or log.entries[-1].kind in FILES:
        raise IntegrityBroken(
            f"ledger/ledger.jsonl, line {log.size + 1}",
            expected="an entry that ends what was committed",
            found="the end of the file: an export was interrupted, or the file cut",
            todo="Bring the file back from a copy; where the warehouse is still there, kinerja load heals the export.",
        )
    refuse_broken(check_archive(log, workspace))
    return log


def refuse_broken(findings: Iterable[Finding]) -> None:
    """Raises IntegrityBroken with the first finding, if there is one."""
    for found in findings:
        raise IntegrityBroken(
            found.where,
            expected=found.expected,
            found=found.found,
            todo="Nothing was built. See docs/runbooks/evidence.md, and kinerja verify.",
        )


def _bring_in_order(workspace: Workspace) -> None:
    """Schema and export as before any command. A warehouse that was rolled back is what a rebuild makes good.

    Raises KinerjaError when another process has it open, IntegrityBroken when it tells another history.
    """
    # for writing: a program that only reads the file would keep the old warehouse without a word
    with connect(workspace.warehouse) as warehouse:
        warehouse.execute("checkpoint")
    try:
        upgrade_workspace(workspace)
    except IntegrityBroken:
        with connect(workspace.warehouse, read_only=True) as warehouse:
            lines = read_log(warehouse).lines
        exported = read_exported_log(workspace).lines
        if len(lines) >= len(exported) or lines != exported[: len(lines)]:
            raise


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def _unlike(log: Log, warehouse: Path) -> tuple[Finding, ...]:
    with connect(warehouse, read_only=True) as connection:
        return (*check_tables(log, connection), *check_publications(log, connection))


def _bring_back_missing(place: Workspace, workspace: Workspace) -> None:
    """Staged and refused rows that the workspace has lost; those that are there stay."""
    for root in (place.staged, place.quarantine):
        for path in sorted(root.rglob("*.parquet")):
            target = workspace.home / path.relative_to(place.home)
            if not target.exists():
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                path.rename(target)
                fsync_folder(target.parent)


def _keep_only_warehouse(place: Workspace) -> Path:
    take_in_log(place.warehouse)
    for path in place.home.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != place.warehouse:
            path.unlink()
    place.warehouse.chmod(0o600)
    fsync_file(place.warehouse)
    return place.warehouse


def _put_in_place(new: Path, standing: Path) -> Path | None:
    """One step from the old to the new: at no moment is there no warehouse. Returns where the old one lies."""
    aside = None
    if standing.exists():
        names = (standing.with_name(f"{standing.name}.before-rebuild-{number}") for number in count(1))
        aside = next(path for path in names if not path.exists())
        aside.hardlink_to(standing)
    new.rename(standing)
    fsync_folder(standing.parent)
    new.parent.rmdir()
    return aside
