"""Every figure of the agency and period: groups side by side, superiors who rated, and what the people share.

Each rests on figures of people, named by `person_id` with what is taken of them; what these rest on is told of the
person. What each part means is documented in docs/explain.md.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import duckdb

from warehouse.lineage.groups import make_group_scope
from warehouse.lineage.joins import OF_AGENCY, parts
from warehouse.lineage.proposals import bonuses
from warehouse.lineage.scope import Scope
from warehouse.modelling import reading
from warehouse.scoring.period import Period

Row = dict[str, Any]
RULES = ("rulebook", "rule_unit", "rule_age_band", "rule_incentive", "rule_incentive_predicate")
"""Tables of rules that are told, or that a model reads of which the answer is told (`prepare_period`)."""
_CUT = {
    "performance_period": "select * from mart.performance_period where agency = $agency and period = $period "
    "qualify row_number() over (partition by person_id order by revision desc) = 1",
    "lineage_fairness": "select * from mart.fairness where agency = $agency and period = $period "
    "qualify row_number() over (order by revision desc) = 1",
    "lineage_part": "select component, part_person_id as person_id, part_component from ({parts}) as own "
    "where own.agency = $agency",
    "lineage_employees": "select * from core.employees",
    "lineage_assessment": "select * from core.assessment",
}
_FIGURE = """
select newest.*, told.* exclude (agency, period, revision), told.revision as fairness_revision
from (
    select agency, period, max(period_end) as period_end, max(revision) as revision, max(as_of_seq) as as_of_seq
    from performance_period group by agency, period
) as newest
left join lineage_fairness as told on told.agency = newest.agency and told.period = newest.period
"""
_PEOPLE = """
select person_id, working_days, official_predicate, target_score, evidence_index, discipline_tier
from performance_period order by person_id
"""
_BESIDE = "join lineage_fairness using (agency, period, revision)"


def make_agency_scope(con: duckdb.DuckDBPyConnection, agency: str, period: Period) -> Scope:
    """Cut out what belongs to an agency and period. TEMP `period` and the rules must be there (`prepare_period`)."""
    # the newest rows stand for the computed ones
    of_agency = reading(parts(OF_AGENCY), {"mart.performance_period": "performance_period"})
    cut = {name: query.replace("{parts}", of_agency) for name, query in _CUT.items()}
    return make_group_scope(con, ("agency", agency), period, cut, made=("performance_period",))


def tell_agency(scope: Scope, components: Collection[str]) -> Row:
    """The stored row of the period, and of `components` all that they rest on."""
    return {
        "figure": scope.one(_FIGURE),
        "components": {
            name: {"component": name} | tell(scope) | {"rests_on": _rests_on(scope, name)}
            for name, tell in _PARTS.items()
            if name in components
        },
    }


def _rests_on(scope: Scope, component: str) -> list[Row]:
    return scope.rows(
        "select person_id, part_component as component from lineage_part where component = $name order by all",
        {"name": component},
    )


def _adoption(scope: Scope) -> Row:
    """Who used an application under the own account."""
    return {
        "signed_in": scope.rows(
            "select number.person_id, count(*) as requests from core.access as access "
            "join core.person_number as number using (nip) "
            "join period on occurred_at >= period_start and occurred_at < period_end + 1 group by all order by all"
        )
    }


def _incentive(scope: Scope) -> Row:
    """How many share each bonus, and how much each of them gets."""
    return {
        "proposed": scope.rows(
            "select distinct row.rule, row.ceiling, row.full_amount, row.amount, row.people from mart.incentive as row "
            "join performance_period as newest on newest.person_id = row.person_id and newest.period = row.period "
            "and newest.revision = row.revision order by all"
        ),
        "people": scope.rows(_PEOPLE),
        "rules": bonuses(scope),
    }


def _fairness(scope: Scope) -> Row:
    return {
        "groups": scope.rows(
            f"select row.* exclude (agency, period, revision) from mart.fairness_group as row {_BESIDE} order by all"
        ),
        "people": _compared(
            scope,
            "unit_code, position_code, sex, age_band, employment_type, evidence_index, official_predicate, rating_gap",
        ),
        "rules": scope.one("select min_cell from rule_unit"),
    }


def _rater(scope: Scope) -> Row:
    return {
        "raters": scope.rows(
            f"select row.* exclude (agency, period, revision, hidden, assessor_nip), row.hidden from mart.rater as row "
            f"{_BESIDE} order by all"
        ),
        "people": _compared(scope, "assessor_id, result_rating, rating_gap"),
        "rules": scope.one("select min_cell from rule_unit"),
    }


def _compared(scope: Scope, columns: str) -> list[Row]:
    """Everybody with a working day, and what is taken of them."""
    scope.make("fairness_person")
    return scope.rows(f"select person_id, {columns} from fairness_person order by person_id")


_PARTS: Mapping[str, Callable[[Scope], Row]] = {
    "AGENCY_ADOPTION": _adoption,
    "AGENCY_INCENTIVE": _incentive,
    "FAIRNESS": _fairness,
    "RATER": _rater,
}
OF_THE_AGENCY = (*_PARTS,)
