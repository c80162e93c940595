"""`kinerja score`: one period computed from the committed facts, stored as a revision where anything changed."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import duckdb

from etl.ledger import latest_through_at
from etl.locking import workspace_lock
from etl.rulebook import rulebooks_of
from etl.settings import Workspace
from etl.workspace import upgrade_workspace
from warehouse.engines.duckdb import connect
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import Period, parse_period
from warehouse.scoring.revisions import Stored, store


@dataclass(frozen=True)
class ScoreReport:
    """What a scoring did; `unknown_days` are the employee-days of the period of which nothing can be said."""

    period: Period
    stored: Stored
    unknown_days: int


def score(workspace: Workspace, name: str) -> ScoreReport:
    """Score a period. Raises WrongUsage for what is no period, or when no rulebook says how to score."""
    period = parse_period(name)
    books = rulebooks_of(workspace.home / "rulebooks")
    with workspace_lock(workspace):
        upgrade_workspace(workspace)
        with connect(workspace.warehouse) as warehouse:
            compute_period(warehouse, period, books, through=_known_through(warehouse, workspace))
            loads, newest = warehouse.execute(
                "select count(*), max(load_id) from audit.load where state = 'COMMITTED'"
            ).fetchone() or (0, None)
            unknown = warehouse.execute("select coalesce(sum(unknown_days), 0) from period_person").fetchone() or (0,)
            stored = store(warehouse, period.name, as_of_seq=loads, cause_load_id=newest)
    return ScoreReport(period, stored, int(unknown[0]))


def _known_through(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> date | None:
    """The last whole day, in the agency's zone, that the committed loads know."""
    through = latest_through_at(warehouse)
    if through is None:
        return None
    return through.astimezone(ZoneInfo(workspace.agency().timezone)).date() - timedelta(days=1)
