"""Every figure of a period as the models compute it, by owner and component: what an alteration moves is seen here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from etl.rulebook import InForce
from tests.worlds.excused import AGENCY, Figure
from warehouse.lineage.trainings import EFFECT
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period

Figures = Mapping[Figure, tuple[Any, ...]]
_COMPUTED = (
    "performance_period",
    "person_case",
    "person_work",
    "training_work",
    "training_effect",
    "unit_period",
    "unit_indicator",
    "unit_target_lint",
    "recommendation",
    "incentive",
    "signed_in",
    "fairness_group",
    "rater",
    "fairness",
)
_DAYS = (
    "working_days, present_days, duty_days, leave_days, absent_days, unknown_days, inactive_days, late_minutes, "
    "early_minutes"
)
_INDEX = "evidence_index, evidence_coverage, index_low, index_high, component_set, suggested_result_rating"
_ACCOUNT = """
select person_id, discipline_tier, max_by((cumulative_days, consecutive_days, minutes), work_date)
from performance_period left join core.discipline_day using (person_id)
where work_date is null or (work_date <= period_end and year(work_date) = year(period_end)) group by all
"""
"""The tier, and how the account stands: a tier alone seldom moves."""
_OF_UNIT = {
    "UNIT_PEOPLE": "headcount",
    "UNIT_INDEX": "mean_index",
    "UNIT_PREDICATE": "sangat_baik, baik, butuh_perbaikan, kurang, sangat_kurang, organisation_predicate, distribution",
    "UNIT_SATISFACTION": "ikm, ikm_grade, respondents",
    "UNIT_COMPLAINT": "complaints_due, complaints_kept",
    "UNIT_SERVICE": "cases_completed, respondents_needed, service_days_median, service_days_p90",
    "UNIT_ADOPTION": "adoption_percent",
    "UNIT_FEEDBACK": "feedback_in_time_percent",
}
"""Figure of a unit -> its columns in `mart.unit_period`."""
_BY_ROWS = (
    ("recommendation", "person_id", "RECOMMENDATION"),
    ("incentive", "person_id", "INCENTIVE"),
    ("signed_in", "person_id", "ADOPTION"),
    ("unit_indicator", "unit_code", "UNIT_TARGET"),
    ("unit_target_lint", "unit_code", "UNIT_TARGET"),
    ("training_effect", "training_code", EFFECT),
)
"""Answer, its owner, and the figure that all rows of an owner are."""
_OF_AGENCY = {
    "AGENCY_ADOPTION": "select person_id from signed_in order by all",
    "AGENCY_INCENTIVE": "select distinct rule, amount, people from incentive order by all",
    "FAIRNESS": "select dimension, value, * from fairness_group cross join fairness order by all",
    "RATER": "select * from rater order by all",
}
"""Figure of the agency -> what it says."""


def computed_figures(
    con: duckdb.DuckDBPyConnection, books: Sequence[InForce], through: date | None, period: str
) -> Figures:
    """(owner, component) -> what it says, computed anew. The answers stay there as TEMP tables."""
    compute_period(con, parse_period(period), books, through=through, wanted=_COMPUTED)
    found: dict[Figure, tuple[Any, ...]] = {
        (person, component): values
        for person, component, *values in con.execute(
            "select person_id, component, raw_value, score, evidence_count, reason from component"
        ).fetchall()
    }
    for person, deduction, tpp, predicate, *days in con.execute(
        f"select person_id, deduction_percent, tpp_percent, official_predicate, {_DAYS} from performance_period"
    ).fetchall():
        found |= {(person, "DEDUCTION"): (deduction,), (person, "TPP"): (tpp,), (person, "PREDICATE"): (predicate,)}
        found[person, "DISCIPLINE"] = (*found[person, "DISCIPLINE"], *days)
    for person, *values in con.execute(f"select person_id, {_INDEX} from performance_period").fetchall():
        found[person, "INDEX"] = tuple(values)
    for person, *values in con.execute(_ACCOUNT).fetchall():
        found[person, "TIER"] = tuple(values)
    for component, columns in _OF_UNIT.items():
        for unit, *values in con.execute(f"select unit_code, {columns} from unit_period").fetchall():
            found[unit, component] = tuple(values)
    for table, owner, component in _BY_ROWS:
        _gather(found, con, table, owner, component)
    return found | _figures_of_agency(con)


def _gather(
    found: dict[Figure, tuple[Any, ...]], con: duckdb.DuckDBPyConnection, table: str, owner: str, component: str
) -> None:
    """Add all rows of each owner as one figure of it."""
    for key, *values in con.execute(f"select row.{owner}, row.* from {table} as row order by all").fetchall():
        found[key, component] = (*found.get((key, component), ()), *values)


def _figures_of_agency(con: duckdb.DuckDBPyConnection) -> dict[Figure, tuple[Any, ...]]:
    return {(AGENCY, name): tuple(con.execute(query).fetchall()) for name, query in _OF_AGENCY.items()}
