"""The steps of a load as DAG tasks call them: plain arguments in, names and counts out, nothing personal in between."""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from airflow.sdk import get_current_context
from airflow.sdk.configuration import conf
from airflow.sdk.exceptions import AirflowFailException

from etl import nightly, score
from etl.discretion import ProgramFault, discreet
from etl.errors import IntegrityBroken, WrongUsage
from etl.ledger.finding import Finding
from etl.openlineage.runs import Parent
from etl.records import RECORDS
from etl.reperformance.difference import Compared
from etl.reperformance.rebuild import rebuild as rebuild_warehouse
from etl.reperformance.reproduce import reproduce as reproduce_revision
from etl.settings import Workspace, existing_workspace
from warehouse.scoring.period import parse_period

log = logging.getLogger(__name__)


def open_load(home: Path, timezone: str, day: str | None, interval_end: datetime | None) -> int:
    """Open a load that closes the days through `day`, else up to the end of the run's data interval."""
    with _step(home, "open_load"):
        moment = through_at(timezone, day, interval_end)
        load_id = nightly.open_load(_workspace(home), moment, parent=_dag_run(), by_clock=day is None)
    log.info("load %d is open", load_id)
    return load_id


def through_at(timezone: str, day: str | None, interval_end: datetime | None) -> datetime:
    """The instant up to which days are closed: midnight after `day`, else the interval's end, else now.

    A run by hand without a logical date has no interval: whoever starts it wants what is there now. Raises WrongUsage
    for what is no day, or the last one that there is: it has no midnight after it.
    """
    if day is not None:
        try:
            return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), ZoneInfo(timezone))
        except (OverflowError, ValueError):
            raise WrongUsage(
                "the day of the DAG's run", expected="a day such as 2026-07-31", found=repr(day), todo="Correct it."
            ) from None
    return interval_end or datetime.now(UTC)


def sources_of(home: Path, load_id: int) -> list[str]:
    with _step(home, "sources_of"):
        return nightly.sources_of(_workspace(home), load_id)


def archive_source(home: Path, load_id: int, source: str) -> None:
    with _step(home, f"archive_source {source}"):
        nightly.archive_source(_workspace(home), load_id, source)


def families_of(home: Path, load_id: int) -> list[str]:
    """The families of the record types that the new files hold: attendance, egov, reference, survey."""
    with _step(home, "families_of"):
        return sorted({RECORDS[record].family for record in nightly.records_of(_workspace(home), load_id)})


def stage_family(home: Path, load_id: int, family: str) -> None:
    """Stage one record type of the family after another; each may be done again."""
    with _step(home, f"stage_family {family}"):
        workspace = _workspace(home)
        for record in nightly.records_of(workspace, load_id):
            if RECORDS[record].family == family:
                nightly.stage_record(workspace, load_id, record)


def commit_load(home: Path, load_id: int) -> dict[str, int]:
    """The counts of the load, for Airflow's page and log."""
    with _step(home, "commit_load"):
        report = nightly.commit_load(_workspace(home), load_id)
    counts = {name: value for name, value in vars(report).items() if isinstance(value, int)}
    log.info("load %d is committed: %s", load_id, " ".join(f"{name}={value}" for name, value in counts.items()))
    return counts


def finish_load(home: Path, load_id: int) -> None:
    with _step(home, "finish_load"):
        nightly.finish_load(_workspace(home), load_id)


def periods_due(home: Path, period: str | None) -> list[str]:
    """The period named, else those that are due."""
    with _step(home, "periods_due"):
        return [parse_period(period).name] if period else score.periods_due(_workspace(home))


def score_period(home: Path, period: str) -> dict[str, int]:
    """How many persons the period has, how many rows are new, and in which revision (0: nothing changed)."""
    with _step(home, f"score_period {period}"):
        stored = score.score(_workspace(home), period, _dag_run()).stored
    counts = {"persons": stored.persons, "changed": stored.changed, "revision": stored.revision or 0}
    log.info("%s: %s", period, " ".join(f"{name}={value}" for name, value in counts.items()))
    return counts


def rebuild(home: Path, *, replace: bool) -> dict[str, int]:
    """Make the warehouse again; what differs is told by table and part, never by a person's figures."""
    with _step(home, "rebuild"):
        rebuilt = rebuild_warehouse(_workspace(home), replace=replace, tick=_log_progress, parent=_dag_run())
        _refuse_difference("the warehouse", rebuilt.unlike_log, rebuilt.compared, "kinerja rebuild")
    return {"entries": rebuilt.entries, "replaced": int(rebuilt.moved_to is not None)}


def reproduce(home: Path, period: str, revision: int) -> dict[str, int]:
    """Perform a past revision again; what differs is told by table and part, never by a person's figures."""
    with _step(home, f"reproduce {period} {revision}"):
        found = reproduce_revision(_workspace(home), period, revision, _log_progress)
        if found.gone:
            raise WrongUsage(
                f"{found.period}, revision {found.revision}",
                expected="a revision that rests on no destroyed file",
                found="; ".join(f"file {one['file_id']}: decision {one['decision']}" for one in found.gone),
                todo="NOT_REPRODUCIBLE: nobody can perform it again. The figures that stand are as the log tells.",
            )
        todo = f"kinerja reproduce {found.period} --revision {revision}"
        _refuse_difference(f"{found.period}, revision {revision}", found.unlike_log, found.compared, todo)
    return {"entries": found.as_of, "identical": 1}


def _log_progress(what: str, done: int, total: int) -> None:
    log.info("%d of %d: %s", done, total, what)


def _refuse_difference(what: str, unlike_log: Sequence[Finding], compared: Compared | None, command: str) -> None:
    differing = [one.where for one in unlike_log]
    if compared is not None:
        differing += [f"{table}, {part}" for table, part in compared.differing]
    if differing:
        raise IntegrityBroken(
            differing[0],
            expected=f"{what} as it was recorded and stands",
            found=f"{len(differing)} differences",
            todo=f"{command} shows the first one, to whoever may see it.",
        )


def _dag_run() -> Parent | None:
    """The run of the DAG at work, under the id by which Airflow's own OpenLineage provider tells of it."""
    try:
        run = get_current_context()["dag_run"]
    except RuntimeError:
        return None
    from openlineage.client.uuid import generate_static_uuid

    namespace = conf.get("openlineage", "namespace", fallback=None) or os.environ.get(
        "OPENLINEAGE_NAMESPACE", "default"
    )
    name = f"{namespace}.{run.dag_id}.{run.clear_number or 0}"
    return Parent(namespace, run.dag_id, str(generate_static_uuid(run.logical_date or run.run_after, name.encode())))


@contextmanager
def _step(home: Path, name: str) -> Iterator[None]:
    """Retry only what another try can mend: a full disk or a held lock, never a wrong setting or a broken archive."""
    try:
        with discreet(home, name):
            yield
    except (IntegrityBroken, ProgramFault, WrongUsage) as error:
        raise AirflowFailException(str(error)) from None


def _workspace(home: Path) -> Workspace:
    return existing_workspace(str(home), os.environ)
