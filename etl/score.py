"""`kinerja score`: one period computed from the committed facts, stored as a revision where anything changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import duckdb

from etl.ledger.changes import CHANGED_DATES, cause_of_change
from etl.ledger.export import export
from etl.ledger.story import adopt_rulebooks, log_scoring
from etl.loads import latest_through_at, newest_load, note_scoring, rulebooks_sha256
from etl.locking import workspace_lock
from etl.openlineage.period_story import complete_scoring, run_of_period
from etl.openlineage.runs import Parent
from etl.records import RECORDS, Nature
from etl.rulebook import InForce, rulebooks_of
from etl.serving.serve import shown_step
from etl.settings import Workspace
from warehouse.engines.duckdb import connect, transaction
from warehouse.parts import begin_noting, is_noted
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import Period, parse_period, parts_of, periods_of_year
from warehouse.scoring.revisions import Stored, store

LATE_DAYS = 62
"""So long after its end a period is scored again with every load: ratings and letters come late."""
_EVENTS = ", ".join(f"'{record.name}'" for record in RECORDS.values() if record.nature is Nature.EVENT)
_MONTHS_OF_NEWEST_LOAD = f"""
select distinct month from audit.staged_file where record in ({_EVENTS})
    and load_id = (select max(load_id) from audit.load where state = 'COMMITTED')
"""
_RATED = "select period from core.assessment union select period from core.target"


@dataclass(frozen=True)
class ScoreReport:
    """What a scoring did; `unknown_days` are the employee-days of the period of which nothing can be said."""

    period: Period
    stored: Stored
    unknown_days: int


def score(workspace: Workspace, name: str, parent: Parent | None = None) -> ScoreReport:
    """Score a period. Raises WrongUsage for what is no period, or when no rulebook says how to score.

    `parent` is the run of a DAG that this belongs to.
    """
    period = parse_period(name)
    books = rulebooks_of(workspace.home / "rulebooks")
    asked = {"rulebooks_sha256": rulebooks_sha256(workspace)}
    with (
        shown_step(workspace),
        connect(workspace.warehouse) as warehouse,
        run_of_period(warehouse, workspace, "score", period, asked=asked, parent=parent) as run_id,
    ):
        return _score(warehouse, workspace, period, books, run_id)


def _score(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, period: Period, books: Sequence[InForce], run_id: str
) -> ScoreReport:
    compute_period(warehouse, period, books, through=known_through(warehouse, workspace))
    newest = newest_load(warehouse)
    with transaction(warehouse):
        as_of_seq = adopt_rulebooks(warehouse, workspace)
    begin_noting(warehouse)
    unknown = warehouse.execute("select coalesce(sum(unknown_days), 0) from period_person").fetchone() or (0,)

    def record(revision: int | None) -> None:
        scored_at = note_scoring(warehouse, workspace, period.name, revision, as_of_seq=as_of_seq)
        if scored_at or is_noted(warehouse):
            log_scoring(warehouse, workspace, period.name, revision=revision, as_of_seq=as_of_seq, scored_at=scored_at)
        complete_scoring(
            warehouse,
            workspace,
            run_id,
            period.name,
            revision,
            load_id=newest,
            rulebooks_sha256=rulebooks_sha256(workspace),
        )

    stored = store(
        warehouse, period.name, as_of_seq=as_of_seq, cause_load_id=cause_of_change(warehouse, period), record=record
    )
    export(warehouse, workspace)
    return ScoreReport(period, stored, int(unknown[0]))


def periods_due(workspace: Workspace) -> list[str]:
    """The periods to score after a load, shorter ones first among those that end together.

    Those that hold the last whole day or ended in the `LATE_DAYS` before it. Of those scored before: the parts of one
    that ended then and is rated as a whole, for that decides P of their months; those of which the newest load brought
    events; and those of which one of the last loads changed days since they were scored.
    """
    with workspace_lock(workspace, shared=True), connect(workspace.warehouse, read_only=True) as warehouse:
        through = known_through(warehouse, workspace)
        if through is None:
            return []
        scored = {row[0] for row in warehouse.execute("select distinct period from mart.performance_period").fetchall()}
        rated = {row[0] for row in warehouse.execute(_RATED).fetchall()}
        touched = {row[0] for row in warehouse.execute(_MONTHS_OF_NEWEST_LOAD).fetchall()}
        outdated = _outdated(warehouse)
    since = through - timedelta(days=LATE_DAYS)
    years = range(since.year, through.year + 1)
    due = {one for year in years for one in periods_of_year(year) if one.first <= through and one.last >= since}
    whole = [one for one in due if one.last <= through and one.name in rated]
    parts = {name for one in whole for _, _, name in parts_of(one)}
    due |= {
        one
        for one in map(parse_period, scored)
        if one.name in parts | outdated or any(_holds(one, month) for month in touched)
    }
    return [one.name for one in sorted(due, key=lambda one: (one.last, one.months))]


def _outdated(warehouse: duckdb.DuckDBPyConnection) -> set[str]:
    """The scored periods of which one of the last loads changed days since: by a letter or register that came late."""
    changed = {(row[0], row[1]) for row in warehouse.execute(CHANGED_DATES).fetchall()}
    scorings = warehouse.execute("select period, max(load_id) from audit.scoring group by period").fetchall()
    return {
        name
        for name, scored_from in scorings
        if any(load_id > (scored_from or 0) and _holds(parse_period(name), month) for load_id, month in changed)
    }


def _holds(period: Period, month: str) -> bool:
    return period.first <= parse_period(month).first <= period.last


def known_through(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> date | None:
    """The last whole day, in the agency's zone, that the committed loads know."""
    through = latest_through_at(warehouse)
    if through is None:
        return None
    return through.astimezone(ZoneInfo(workspace.agency().timezone)).date() - timedelta(days=1)
