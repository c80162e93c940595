"""One load, told in verbs: open, archive, stage, commit, finish.

The CLI and the DAG call the same five steps. Each step may be killed and run again: what it has done
lies in `loads/<load_id>/`, nothing counts before the commit, and after it everything does.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl import archive, arrival, inbox
from etl.commit import commit
from etl.errors import KinerjaError, WrongUsage
from etl.load_folder import (
    FAR_AHEAD,
    NEW,
    OTHER_SOURCE,
    REPEATED,
    Plan,
    existing_folder,
    folder_of,
    read_arrivals,
    read_plan,
    remove_folder,
    write_arrivals,
    write_plan,
)
from etl.load_report import LoadReport
from etl.loads import abandon_dead_loads, giving_up, is_committed, now_utc, reserve_load, start_of
from etl.locking import workspace_lock
from etl.machine_clock import newest_moment, require_believable
from etl.openlineage.delivery import deliver_to_file
from etl.openlineage.runs import Parent
from etl.progress import Tick
from etl.serving.serve import tell
from etl.settings import Source, Workspace, refuse_repeated
from etl.staged_files import paths_that_count
from etl.staging import record_of, stage
from etl.workspace import upgraded
from warehouse.engines.duckdb import connect, spill

EARLIEST = datetime(2010, 1, 1, tzinfo=UTC)
_FREED_BESIDE = 256
"""Files of a load at most that are held open to be freed while readers are told; a process may open a thousand."""


def open_load(
    workspace: Workspace,
    through_at: datetime,
    sources: Sequence[str] | None = None,
    parent: Parent | None = None,
    *,
    by_clock: bool = False,
) -> int:
    """Finish what a killed load left, look at the inbox, and reserve a load_id and the file_ids.

    `parent` is the run of a DAG that the load belongs to; `by_clock`: the machine says `through_at`, no person.
    """
    with workspace_lock(workspace):
        configured = _prepare(workspace, through_at, by_clock=by_clock)
        with upgraded(workspace):
            return _reserve(workspace, through_at, configured, sources, parent)


def sources_of(workspace: Workspace, load_id: int) -> list[str]:
    """The sources that have files in this load."""
    plan = read_plan(existing_folder(workspace, load_id))
    return sorted({waiting.source for waiting in plan.files.values()})


def archive_source(workspace: Workspace, load_id: int, source: str) -> None:
    """Put the source's files into the archive and tell which are new."""
    with workspace_lock(workspace, shared=True):
        _archive(workspace, load_id, source)


def records_of(workspace: Workspace, load_id: int) -> list[str]:
    """The record types that the new files of this load hold."""
    arrivals = read_arrivals(existing_folder(workspace, load_id))
    return sorted({record_of(one.kind) for one in arrivals if one.outcome in (NEW, OTHER_SOURCE)})


def stage_record(workspace: Workspace, load_id: int, record: str) -> None:
    """Parse, count, validate and stage the new files of one record type."""
    with workspace_lock(workspace, shared=True):
        folder = existing_folder(workspace, load_id)
        stage(workspace, read_plan(folder), record, folder)


def commit_load(workspace: Workspace, load_id: int) -> LoadReport:
    """Commit the load in one transaction; says the same again when it is committed already."""
    with workspace_lock(workspace):
        return commit(workspace, existing_folder(workspace, load_id))


def finish_load(workspace: Workspace, load_id: int) -> None:
    """Take the archived files out of the inbox and the load's folder away."""
    with workspace_lock(workspace):
        removed = _finish(workspace, load_id)
    with _freed_meanwhile(removed):
        tell(workspace)


def load(
    workspace: Workspace,
    through_at: datetime,
    sources: Sequence[str] | None = None,
    *,
    by_clock: bool = False,
    tick: Tick = lambda _what, _done, _total: None,
    committed: Callable[[LoadReport], object] = lambda _: None,
) -> LoadReport:
    """The whole load in one process, under one lock: a second one waits and then finds its files repeated.

    `by_clock`: the machine says `through_at`, no person. `tick` is told how far each step is. `committed` is told what
    was loaded before readers are: whether these can be shown it or not, it stands.
    """
    with workspace_lock(workspace):
        configured = _prepare(workspace, through_at, by_clock=by_clock)
        with upgraded(workspace):
            load_id = _reserve(workspace, through_at, configured, sources)
            folder = folder_of(workspace, load_id)
            spill(workspace.warehouse, folder / "spill")
            with giving_up(workspace, load_id):
                for done, source in enumerate(of_sources := sources_of(workspace, load_id)):
                    tick(f"archive {source}", done, len(of_sources))
                    _archive(workspace, load_id, source)
                _stage_side_by_side(workspace, folder, records_of(workspace, load_id), tick)
                tick("commit", 0, 1)
                report = commit(workspace, folder)
                removed = _finish(workspace, load_id)
            delivered = deliver_to_file(workspace)
    with _freed_meanwhile(removed):
        committed(report)
        tell(workspace, delivered=delivered)
    return report


def _within_reach(through_at: datetime) -> None:
    """What is closed stays closed: a slip of the pen in the year would make days of everybody for decades."""
    latest = datetime.now(UTC) + FAR_AHEAD
    if not EARLIEST <= through_at <= latest:
        raise WrongUsage(
            "the moment up to which days are closed",
            expected=f"one between {EARLIEST:%Y-%m-%d} and {latest:%Y-%m-%d}",
            found=through_at.date().isoformat(),
            todo="Correct --through (or the day of the DAG's run).",
        )


def _prepare(workspace: Workspace, through_at: datetime, *, by_clock: bool) -> tuple[Source, ...]:
    """Before anything is written: a clock to be believed, the sources as configured."""
    if by_clock:
        with connect(workspace.warehouse, read_only=True, vocabulary=False) as warehouse:
            require_believable(newest_moment(warehouse), now_utc().replace(tzinfo=UTC))
    _within_reach(through_at)
    configured = workspace.sources()
    # the second of two with one path never gets a file, and nobody would notice
    refuse_repeated(
        [source.path for source in configured],
        expected="a path of its own for every source",
        todo="Give each a folder of its own below the inbox.",
    )
    return configured


def _reserve(
    workspace: Workspace,
    through_at: datetime,
    configured: Sequence[Source],
    names: Sequence[str] | None,
    parent: Parent | None = None,
) -> int:
    with connect(workspace.warehouse, vocabulary=False) as warehouse:
        _clear_up(workspace, warehouse)
        found = inbox.scan(workspace, _chosen(configured, names), configured)
        load_id, first_file_id = reserve_load(
            warehouse, workspace, through_at, len(found.waiting), sources=names, parent=parent
        )
        started_at = start_of(warehouse, load_id)
    files = dict(enumerate(found.waiting, start=first_file_id))
    plan = Plan(
        load_id,
        through_at.astimezone(UTC),
        tuple(source.name for source in configured),
        files,
        tuple(arrival.printable_name(path) for path in found.arriving),
        tuple(arrival.printable_name(path) for path in found.unclaimed),
        tuple(arrival.printable_name(path) for path in found.unreadable),
        started_at,
    )
    write_plan(folder_of(workspace, load_id), plan)
    return load_id


def _chosen(configured: Sequence[Source], names: Sequence[str] | None) -> list[Source]:
    known = {source.name: source for source in configured}
    unknown = sorted(set(names or ()) - set(known))
    if unknown:
        raise WrongUsage(
            "--source",
            expected=f"a source of sources.toml ({', '.join(sorted(known))})",
            found=", ".join(unknown),
            todo="Choose one of them, or add it to sources.toml.",
        )
    return [known[name] for name in names] if names else list(configured)


def _clear_up(workspace: Workspace, warehouse: duckdb.DuckDBPyConnection) -> None:
    """After a kill: finish committed loads, forget the others; their files are still in the inbox."""
    folders = {int(folder.name): folder for folder in sorted(workspace.loads.glob("[0-9]*"))}
    committed = {load_id for load_id in folders if is_committed(warehouse, load_id)}
    abandon_dead_loads(warehouse)
    for load_id, folder in folders.items():
        if load_id in committed and (folder / "plan.json").is_file():
            _close(_finish(workspace, load_id))
        else:
            _sweep_staged(workspace, load_id, ())
            remove_folder(folder)
    archive.sweep(workspace.archive)


def _archive(workspace: Workspace, load_id: int, name: str) -> None:
    folder = existing_folder(workspace, load_id)
    plan = read_plan(folder)
    source = workspace.source_named(name)
    files = [(file_id, waiting) for file_id, waiting in plan.files.items() if waiting.source == name]
    with connect(workspace.warehouse, read_only=True, vocabulary=False) as warehouse:
        write_arrivals(folder, name, arrival.archive_files(workspace, source, files, warehouse))


def _stage_side_by_side(workspace: Workspace, folder: Path, records: Sequence[str], tick: Tick) -> None:
    """The record type with the most bytes beside the others: those are read by Python, which uses one core."""
    plan = read_plan(folder)
    sizes = dict.fromkeys(records, 0)
    for one in read_arrivals(folder):
        if record_of(one.kind) in sizes:
            sizes[record_of(one.kind)] += one.bytes
    largest_first = sorted(records, key=lambda record: (-sizes[record], record))
    pool = ThreadPoolExecutor(2)
    try:
        staging = [pool.submit(stage, workspace, plan, record, folder) for record in largest_first]
        tick("stage", 0, len(staging))
        for done, staged in enumerate(as_completed(staging), start=1):
            staged.result()
            tick("stage", done, len(staging))
    finally:
        pool.shutdown(cancel_futures=True)


def _finish(workspace: Workspace, load_id: int) -> list[int]:
    """Returns descriptors of large files that are removed, to be closed: that frees them."""
    folder = folder_of(workspace, load_id)
    if not folder.exists():
        return []
    with connect(workspace.warehouse, read_only=True, vocabulary=False) as warehouse:
        _refuse_uncommitted(warehouse, load_id)
        named = paths_that_count(warehouse, workspace, load_id)
    plan = read_plan(folder)
    taken = [plan.files[one.file_id] for one in read_arrivals(folder) if one.outcome in (NEW, REPEATED, OTHER_SOURCE)]
    taken.sort(key=lambda one: one.size, reverse=True)
    removed = [inbox.remove(workspace.inbox, one, keep_open=place < _FREED_BESIDE) for place, one in enumerate(taken)]
    _sweep_staged(workspace, load_id, named)
    remove_folder(folder)
    return [one for one in removed if one is not None]


@contextmanager
def _freed_meanwhile(descriptors: Iterable[int]) -> Iterator[None]:
    with ThreadPoolExecutor(1) as freeing:
        freeing.submit(_close, descriptors)
        yield


def _close(descriptors: Iterable[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _refuse_uncommitted(warehouse: duckdb.DuckDBPyConnection, load_id: int) -> None:
    if not is_committed(warehouse, load_id):
        raise KinerjaError(
            f"load {load_id}",
            expected="a committed load",
            found="one that is not committed",
            todo="Commit it first; its files stay in the inbox.",
        )


def _sweep_staged(workspace: Workspace, load_id: int, named: Collection[Path]) -> None:
    """Remove Parquet of the load that does not count: attempts of one that was killed hold rows of persons, too."""
    for root in (workspace.staged, workspace.quarantine):
        for path in root.rglob(f"{load_id:06d}.parquet"):
            if path not in named:
                Path(path).unlink()
