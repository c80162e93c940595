"""How a run begins and ends: one START, then exactly one of COMPLETE and FAIL.

Whoever holds the exclusive lock of the workspace writes; each event is a row of the outbox, in the transaction that
makes it true. What cannot end any more (its process was killed) is closed when the next run begins.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import duckdb

from etl.openlineage import outbox
from etl.openlineage.datasets import Dataset, deployment_of
from etl.openlineage.facets import EVENT_SCHEMA, PRODUCER, Facets, evidence, facet, parameters
from etl.openlineage.redaction import told
from etl.settings import Workspace

JOBS = {
    "load": "Files of the inbox become facts and employee-days",
    "replay": "Quarantined records are tried again",
    "withdraw": "A wrong file stops counting",
    "destroy": "A file is destroyed by a decision",
    "score": "The performance table of a period, by revision",
    "publish": "The newest revision of a period is declared final",
    "rebuild": "A new warehouse from archive and log alone",
}


@dataclass(frozen=True)
class Parent:
    """The run that started ours: that of a DAG, under the name its scheduler gives it."""

    namespace: str
    job: str
    run_id: str


@dataclass(frozen=True)
class Run:
    """A run about to begin at `at`; `subject` is what it works on, and from `start` to `end` is the time it is for."""

    job: str
    subject: object
    start: datetime
    end: datetime
    asked: Mapping[str, object]
    at: datetime
    parent: Parent | None = None
    load_id: int | None = None


@dataclass(frozen=True)
class Done:
    """What a run read and wrote, by what it is found in warehouse and log, and what else is to be told of it."""

    inputs: Sequence[Dataset] = ()
    outputs: Sequence[Dataset] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    run_facets: Facets = field(default_factory=dict)
    job_facets: Facets = field(default_factory=dict)


def begin(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, run: Run) -> str:
    """Close what died, and write START; returns the run's id, which follows from job, subject and moment alone."""
    close_dead(warehouse)
    deployment = deployment_of(workspace)
    at = _instant(run.at)
    run_id = str(uuid5(NAMESPACE_URL, f"urn:kinerja:{deployment}/{run.job}/{run.subject}/{at}"))
    run_facets = (
        facet("nominalTime", nominalStartTime=_instant(run.start), nominalEndTime=_instant(run.end))
        | facet(
            "processing_engine",
            name="DuckDB",
            version=duckdb.__version__,
            openlineageAdapterVersion=version("kinerja"),
        )
        | parameters(run.asked)
        | (_parent_facet(run.parent) if run.parent else {})
    )
    job_facets = (
        facet("jobType", processingType="BATCH", integration="KINERJA", jobType="JOB")
        | facet("ownership", owners=[{"name": f"agency:{workspace.agency().code}", "type": "OWNER"}])
        | facet("documentation", description=JOBS[run.job])
    )
    start = {
        "eventType": "START",
        "eventTime": at,
        "producer": PRODUCER,
        "schemaURL": EVENT_SCHEMA,
        "run": {"runId": run_id, "facets": run_facets},
        "job": {"namespace": deployment, "name": run.job, "facets": job_facets},
        "inputs": [],
        "outputs": [],
    }
    outbox.append(warehouse, start, run.load_id)
    return run_id


def complete(warehouse: duckdb.DuckDBPyConnection, run_id: str, done: Done, load_id: int | None = None) -> None:
    """Write COMPLETE, in the transaction whose rows it tells of."""
    _end(warehouse, run_id, "COMPLETE", done, load_id)


def fail(
    warehouse: duckdb.DuckDBPyConnection, run_id: str, words: str, *, reason: str, load_id: int | None = None
) -> None:
    """Write FAIL, which claims no output; `words` are redacted already."""
    said = facet("errorMessage", message=words, programmingLanguage="Python")
    _end(warehouse, run_id, "FAIL", Done(run_facets=said, evidence={"reason": reason}), load_id)


def close_dead(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Write FAIL for every run that began and cannot end any more."""
    for run_id in outbox.dead_runs(warehouse):
        fail(warehouse, run_id, "The process ended before the run did; nothing of it counts.", reason="reconciled")


@contextmanager
def failing(warehouse: duckdb.DuckDBPyConnection, run_id: str, home: Path) -> Iterator[None]:
    """Write FAIL when the block ends by a fault; the next run does it where the warehouse cannot be written now."""
    try:
        yield
    except Exception as fault:
        with suppress(duckdb.Error):
            warehouse.execute("rollback")
        with suppress(duckdb.Error):
            fail(warehouse, run_id, told(fault, home), reason="fault")
        raise


def _end(warehouse: duckdb.DuckDBPyConnection, run_id: str, event_type: str, done: Done, load_id: int | None) -> None:
    start: dict[str, Any] | None = outbox.start_of(warehouse, run_id)
    if start is None:
        return
    run, job = start["run"], start["job"]
    numbered = evidence(**done.evidence, outbox_seq=outbox.next_number(warehouse))
    ended = {
        "eventType": event_type,
        "eventTime": _instant(datetime.now(UTC)),
        "run": run | {"facets": run["facets"] | done.run_facets | numbered},
        "job": job | {"facets": job["facets"] | done.job_facets},
        "inputs": list(done.inputs),
        "outputs": list(done.outputs),
    }
    outbox.append(warehouse, start | ended, load_id)


def _parent_facet(parent: Parent) -> Facets:
    named = {"run": {"runId": parent.run_id}, "job": {"namespace": parent.namespace, "name": parent.job}}
    return facet("parent", **named, root=named)


def _instant(moment: datetime) -> str:
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
