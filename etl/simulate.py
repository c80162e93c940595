"""`kinerja simulate`: a period under a draft of a rulebook, beside the same period under the rules that stand."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from etl.commit import places_of
from etl.errors import WrongUsage
from etl.loads import latest_through_at
from etl.locking import workspace_lock
from etl.rulebook import Rulebook, read_rulebook, rulebooks_of
from etl.score import known_through
from etl.settings import Workspace
from etl.workspace import require_current
from warehouse.engines.duckdb import ask
from warehouse.scoring.period import Period, parse_period
from warehouse.scoring.what_if import Known, beside_warehouse, compare

UNITS = (
    "select * from what_if_unit "
    "order by case level when 'AGENCY' then 3 when 'SMALL_UNITS' then 2 else 1 end, unit_code"
)
_BANDS = "select * from what_if_band order by kind, band_before nulls first, band_after nulls first"
_PERSONS = (
    "select nip, unit_code, rating_before, rating_after, share_before, share_after, index_before, index_after, "
    "deduction_before, deduction_after, charges_changed, tpp_before, tpp_after, tpp_after - tpp_before as tpp_effect, "
    "tier_before, tier_after from what_if_person where moved = 1 order by unit_code nulls first, nip, person_id"
)


@dataclass(frozen=True)
class Told:
    """Rows and the names of their columns."""

    names: list[str]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True)
class Simulation:
    """What a draft would change: by unit (the last row is the agency), by band, and by person (who moves only)."""

    period: Period
    draft: Rulebook
    min_cell: int
    units: Told
    bands: Told
    persons: Told


def simulate(workspace: Workspace, name: str, file: Path) -> Simulation:
    """Compute the period by the standing rulebooks and by the draft. Nothing in the workspace is written.

    Raises WrongUsage for what is no period, a rulebook that is not valid or of another agency, or a warehouse that an
    older version of the program made.
    """
    period = parse_period(name)
    draft = _read_draft(workspace, file)
    standing = rulebooks_of(workspace.home / "rulebooks")
    with workspace_lock(workspace, shared=True), beside_warehouse(workspace.warehouse, period) as beside:
        known = _known(beside, workspace)
        compare(beside, period, standing, draft, known)
        min_cell = beside.execute("select min_cell from rule_unit").fetchone() or (0,)
        return Simulation(
            period,
            draft,
            int(min_cell[0]),
            units=_ask(beside, UNITS),
            bands=_ask(beside, _BANDS),
            persons=_ask(beside, _PERSONS),
        )


def _read_draft(workspace: Workspace, file: Path) -> Rulebook:
    draft, agency = read_rulebook(file), workspace.agency().code
    if draft.agency != agency:
        raise WrongUsage(
            str(file),
            expected=f"a rulebook of {agency}",
            found=f"one of {draft.agency}",
            todo="Name a draft of this agency's rulebook, or another workspace with --home.",
        )
    return draft


def _known(beside: duckdb.DuckDBPyConnection, workspace: Workspace) -> Known:
    require_current(workspace, beside)
    through_at = latest_through_at(beside)
    if through_at is None:
        raise WrongUsage("simulate", expected="facts of the period", found="no load yet", todo="Run: kinerja load")
    return Known(through_at, known_through(beside, workspace), places_of(workspace))


def _ask(beside: duckdb.DuckDBPyConnection, query: str) -> Told:
    return Told(*ask(beside, query))
