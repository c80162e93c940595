"""What the figures of a person and period lead to: recommendations and bonuses, proposals that people decide on.

They rest on other figures of the person, each told of itself; of their own they have trainings and the requests of the
person's account. Told when they are named; with everything else only the stored rows are.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from warehouse.lineage.joins import OF_PERSON, resting_on
from warehouse.lineage.scope import Scope

Row = dict[str, Any]
RECOMMENDATION, INCENTIVE, ADOPTION = "RECOMMENDATION", "INCENTIVE", "ADOPTION"
RULES_OF_PROPOSALS = ("rule_recommendation", "rule_incentive", "rule_incentive_predicate")
_OF_AGENCY = {RECOMMENDATION: ("AGENCY_ADOPTION",), INCENTIVE: ("AGENCY_INCENTIVE",)}
"""What of the agency they rest on: `kinerja explain` tells of it by the agency's code."""
_OWN = "join lineage_figure as own on own.person_id = row.person_id and own.period = row.period"
_NEWEST = f"{_OWN} and own.revision = row.revision"
_KEY = "where person_id = $person_id and period = $period and revision = $revision"
_STORED = f"""
select kind, rule, article, evidence, suggestion, null::bigint as ceiling,
    null::bigint as full_amount, null::bigint as amount, null::integer as people
from mart.recommendation {_KEY}
union all
select '{INCENTIVE}', rule, null, evidence, null, ceiling, full_amount, amount, people from mart.incentive {_KEY}
order by all
"""
_BONUSES = """
select rule.*, (
    select list(accepted.predicate order by accepted.predicate) from rule_incentive_predicate as accepted
    where accepted.rule = rule.rule
) as predicates
from rule_incentive as rule join period_name on period_name.months = rule.months
join period on period.period = period_name.name order by rule.rule
"""
"""The bonuses of periods of this length."""
_ANYBODY = """
select count(distinct number.person_id) as people from core.access as access
join core.person_number as number using (nip)
join period on access.occurred_at >= period_start and access.occurred_at < period_end + 1
"""


def tell_proposals(scope: Scope) -> list[Row]:
    """What is suggested and proposed, as it is stored; of a recommendation the columns of a bonus are empty."""
    return scope.rows(_STORED, scope.key("revision"))


def tell_named(scope: Scope, names: Collection[str]) -> Row:
    """Each of `names` that is told of by itself, with what it was computed from and the figures that it rests on."""
    return {
        name.lower(): {"rests_on": _rests_on(scope.person_id, name)} | tell(scope)
        for name, tell in _TOLD.items()
        if name in names
    }


def bonuses(scope: Scope) -> list[Row]:
    """The rules of the bonuses that periods of this length have."""
    return scope.rows(_BONUSES)


def _rests_on(person_id: str, name: str) -> list[Row]:
    own = [{"person_id": person_id, "component": part} for part in resting_on(OF_PERSON, name)]
    return own + [{"person_id": None, "component": part} for part in _OF_AGENCY.get(name, ())]


def _recommendation(scope: Scope) -> Row:
    own, who = "nip in (select nip from core.person_number where person_id = $person)", {"person": scope.person_id}
    return {
        "rules": scope.one("select rule.*, known_through from rule_recommendation as rule cross join period_state"),
        "work": scope.one(f"select row.cases from mart.person_work as row {_OWN}"),
        "target": scope.one(
            f"select row.reason from mart.score_component as row {_NEWEST} where row.component = 'TARGET'"
        ),
        "trainings": scope.rows(
            "select training_code, date_from, hours, file_id, record_no from core.training join period "
            f"on year_of(date_from) = year_of(period_end) and date_from <= period_end where {own} order by all",
            who,
        ),
        "ratings": scope.rows(
            "select assessed_at, feedback_at, file_id, record_no from core.assessment join period using (period) "
            f"where {own} order by all",
            who,
        ),
        "agency": scope.one(_ANYBODY),
    } | _adoption(scope)


def _incentive(scope: Scope) -> Row:
    return {"rules": bonuses(scope)}


def _adoption(scope: Scope) -> Row:
    """Requests of the account."""
    return {
        "requests": scope.rows(
            "select app, occurred_at, access.file_id, access.record_no from core.access as access "
            "join core.person_number as number using (nip) "
            "join period on occurred_at >= period_start and occurred_at < period_end + 1 "
            "where number.person_id = $person order by all",
            {"person": scope.person_id},
        )
    }


_TOLD: Mapping[str, Callable[[Scope], Row]] = {
    RECOMMENDATION: _recommendation,
    INCENTIVE: _incentive,
    ADOPTION: _adoption,
}
NAMED = (*_TOLD,)
