"""`kinerja fairness`: the stored groups and raters of a period, and its objections. Nothing is computed or written."""

from dataclasses import dataclass
from typing import Any

import duckdb

from etl.errors import WrongUsage
from etl.locking import workspace_lock
from etl.settings import Workspace
from warehouse.engines.duckdb import ask_rows, connect
from warehouse.migrate import is_current
from warehouse.scoring.period import parse_period

Row = dict[str, Any]
DIMENSIONS = ("AGENCY", "UNIT", "POSITION", "SEX", "AGE_BAND", "EMPLOYMENT_TYPE")

_WHOLE = "select * from mart.fairness_now where period = $period"
_STATE = "select state from mart.performance_state where period = $period order by revision desc limit 1"
_GROUPS = """
select told.*, unit.name as unit_name from mart.fairness_group_now as told left join (
    select unit_code, max_by(name, valid_from) as name from core.units group by unit_code
) as unit on told.dimension = 'UNIT' and unit.unit_code = told.value
where told.period = $period order by told.dimension, told.value
"""
_RATERS = """
select row_number() over (order by severity desc nulls last, assessor_id) as number, assessor_nip, rated, mean_rating,
    rating_spread, same_rating_percent, with_gap, severity, gap_spread, hidden
from mart.rater_now where period = $period order by number
"""
_OBJECTIONS = """
select count(*) as filed, count(*) filter (state = 'OPEN') as open, count(*) filter (outcome = 'ACCEPTED') as accepted,
    count(*) filter (outcome = 'PARTLY') as partly, count(*) filter (outcome = 'REJECTED') as rejected,
    max(days_open) filter (state = 'OPEN') as longest_open_days,
    count(*) filter (value_then is distinct from value_now and revision_then is not null) as figure_changed_since
from mart.objection_now where period = $period
"""


@dataclass(frozen=True)
class Fairness:
    """The report's row, its groups by dimension, the raters from the most severe on, and counts of objections."""

    period: str
    whole: Row
    state: str
    groups: list[Row]
    raters: list[Row]
    objections: Row


def read_fairness(workspace: Workspace, name: str) -> Fairness:
    """Raises WrongUsage for what is no period, one not scored, or a warehouse that an older version made."""
    period = parse_period(name).name
    with workspace_lock(workspace, shared=True), connect(workspace.warehouse, read_only=True) as warehouse:
        whole = _ask(warehouse, _WHOLE, period) if is_current(warehouse) else []
        if not whole:
            raise WrongUsage(
                period, expected="a period scored by this version", found="none", todo=f"Run: kinerja score {period}"
            )
        state = _ask(warehouse, _STATE, period)[0]["state"]
        groups, raters, objections = (_ask(warehouse, one, period) for one in (_GROUPS, _RATERS, _OBJECTIONS))
    groups.sort(key=lambda row: DIMENSIONS.index(row["dimension"]))
    return Fairness(period, whole[0], state, groups, raters, objections[0])


def _ask(warehouse: duckdb.DuckDBPyConnection, query: str, period: str) -> list[Row]:
    return ask_rows(warehouse, query, {"period": period})
