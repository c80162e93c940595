"""A period computed from facts, all in TEMP tables; nothing is stored here."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

import duckdb

from etl.rulebook import InForce
from warehouse.modelling import read_model, run_model
from warehouse.rule_tables import make_rule_tables
from warehouse.scoring.pay import find_target_scores
from warehouse.scoring.period import Period, make_period
from warehouse.scoring.rules import book_at, make_scoring_rules

OLDEST_CASE = 400
"""A case received so many days before the period or earlier counts no more: the cost does not grow with the years."""
_PEOPLE = ("person_number", "employment", "permitted")
_PERIOD = (
    "period_day",
    "served_month",
    "period_unit_day",
    "period_person",
    "predicate",
    "rated",
    "target_item",
    "unit_satisfaction",
    "discipline_standing",
)
_CASES = (
    "unit_pattern",
    "calendar_day",
    "office_day",
    "service_case",
    "case_moment",
    "case_due",
    "case_assigned",
    "case_taken",
    "case_role",
    "available_time",
    "desk_work",
    "peer_pace",
    "unit_complaint",
)
_MAPS = ("person_case", "person_work")
_LINT = ("target_finding", "target_lint", "unit_target_lint")
_DEVELOPMENT = ("case_day", "training_window", "training_work", "training_effect", "incentive")
_UNITS = ("unit_service", "unit_people", "unit_period", "unit_indicator")
_FAIRNESS = (
    "fairness_person",
    "fairness_member",
    "fairness_cell",
    "fairness_hidden",
    "fairness_shown",
    "fairness_group",
    "rater",
    "fairness",
)
MEASURED = {
    "DISCIPLINE": "component_discipline",
    "PRODUCTIVITY": "component_productivity",
    "TIMELINESS": "component_timeliness",
    "QUALITY": "component_quality",
    "TARGET": "component_target",
    "SATISFACTION": "component_satisfaction",
    "COMPLAINT": "component_complaint",
    "BEHAVIOUR": "component_behaviour",
}
"""Component -> its model."""
_MODELS = (
    *_PEOPLE,
    *_PERIOD,
    *_CASES,
    *MEASURED.values(),
    "component",
    "pay_target",
    "period_money",
    "evidence_index",
    "performance_period",
    *_MAPS,
    "signed_in",
    "recommendation",
    *_LINT,
    *_UNITS,
    *_DEVELOPMENT,
    *_FAIRNESS,
)
"""In an order in which they can be computed."""


def compute_period(
    con: duckdb.DuckDBPyConnection,
    period: Period,
    books: Sequence[InForce],
    *,
    through: date | None,
    wanted: Collection[str] = (),
) -> None:
    """TEMP `performance_period`, `component` and what they rest on. `through` is the last day of which all is known.

    `wanted` names the tables somebody asks for: those and what they rest on are computed. None named: all.
    """
    prepare_period(con, period, books, through=through)
    _remember_known(con, period)
    for name in _needed_for(wanted or _MODELS):
        if name in _BUILT:
            _BUILT[name](con)
        else:
            run_model(con, name)


def prepare_period(
    con: duckdb.DuckDBPyConnection,
    period: Period,
    books: Sequence[InForce],
    *,
    through: date | None,
    rules: Collection[str] | None = None,
) -> None:
    """The TEMP tables that models of a period read beside facts: its dates, and the rules in force.

    `rules`: only those tables of rules, for who computes no figures but looks at them; default all.
    """
    make_period(con, period)
    make_rule_tables(con, books, tables=rules)
    make_scoring_rules(con, books, book_at(books, period.last), tables=rules)
    _make_dates(con, period)
    _make_state(con, period, through)


def inputs_of_period() -> list[str]:
    """The tables of the warehouse that the figures of a period rest on."""
    return sorted({one for name in _MODELS for one in _inputs_of(name) if one.startswith("core.")})


def _needed_for(wanted: Collection[str]) -> list[str]:
    needed = set(wanted)
    for name in reversed(_MODELS):
        if name in needed:
            needed.update(_inputs_of(name))
    return [name for name in _MODELS if name in needed]


def _inputs_of(name: str) -> tuple[str, ...]:
    return _RESTING_ON.get(name) or read_model(name).inputs


def _make_dates(con: duckdb.DuckDBPyConnection, period: Period) -> None:
    """TEMP `run_date`: the dates of which the working time is known, from the oldest case that may still be open."""
    con.execute(
        "create or replace temp table run_date as select unnest(dates_from_to(?::date, ?::date)) as work_date",
        [period.first - timedelta(days=OLDEST_CASE), period.last],
    )


def _make_state(con: duckdb.DuckDBPyConnection, period: Period, through: date | None) -> None:
    """TEMP `period_state`: whether what is missing is late or not due yet, and the last day of which all is known."""
    ended = int(through is not None and through >= period.last)
    con.execute(
        f"create or replace temp table period_state as select {ended} as ended, ?::date as known_through", [through]
    )


def _remember_known(con: duckdb.DuckDBPyConnection, period: Period) -> None:
    """TEMP `known_person`, `known_unit`, `known_training`: whoever, and whatever, has a row in an earlier revision."""
    con.execute(
        "create or replace temp table known_person as select person_id, max(nip) as nip from mart.performance_period "
        "where period = ? group by person_id",
        [period.name],
    )
    con.execute(
        "create or replace temp table known_unit as select distinct unit_code from mart.unit_period where period = ?",
        [period.name],
    )
    con.execute(
        "create or replace temp table known_training as select distinct training_code, indicator_code "
        "from mart.training_effect where period = ?",
        [period.name],
    )


def _unite_components(con: duckdb.DuckDBPyConnection) -> None:
    """TEMP `component`: eight rows a person, those without evidence with a reason."""
    parts = [
        f"select '{name}' as component, person_id, raw_value, score, evidence_count, variance, reason from {model}"
        for name, model in MEASURED.items()
    ]
    con.execute(
        "create or replace temp table component as select measured.*, rule_weight.weight, rule_weight.rule, "
        f"rule_weight.article from ({' union all '.join(parts)}) as measured "
        "join rule_weight on rule_weight.component = measured.component"
    )


_BUILT = {"component": _unite_components, "pay_target": find_target_scores}
"""What is put together of models rather than by one."""
_RESTING_ON = {"component": tuple(MEASURED.values()), "pay_target": ("period_person", "core.target")}
