"""The effect of a training: by whose cases it is judged, in which days, and what stands behind each case.

Who belongs to which peer group follows from the days of each person, told of that person. People are named by
`person_id`. What each part means is documented in docs/explain.md.
"""

from collections.abc import Collection
from typing import Any

import duckdb

from warehouse.lineage.groups import make_group_scope, sources_of_group
from warehouse.lineage.joins import OF_TRAINING, TRAINING, parts
from warehouse.lineage.scope import Scope
from warehouse.modelling import reading
from warehouse.scoring.period import Period

Row = dict[str, Any]
EFFECT = "TRAINING_EFFECT"
RULES = ("rulebook", "rule_hours", "rule_training", "rule_unit")
"""Tables of rules that are told, or that a model reads of which the answer is told (`prepare_period`)."""
_IN_DAYS = "({moment}::date between before_from and before_to or {moment}::date between after_from and after_to)"
_CUT = {
    "lineage_training": "select * from mart.training_effect where training_code = $training and period = $period "
    "qualify row_number() over (partition by indicator_code order by revision desc) = 1",
    "lineage_watched": "select * from mart.training_work where training_code = $training and period = $period",
    "lineage_part": "select person_id, component from (select part_person_id as person_id, "
    "part_component as component from ({parts}) as part) group by all",
    "lineage_event": "select event.* from core.service_event as event where (event.app, event.case_id) in ("
    "select (done.app, done.case_id) from core.service_event as done "
    "join core.person_number as number on number.nip = done.nip "
    "join lineage_watched as watched on watched.person_id = number.person_id "
    f"and {_IN_DAYS.format(moment='done.occurred_at')} where done.event = 'COMPLETED')",
    "lineage_employees": "select * from core.employees where unit_code in (select unit_code from lineage_event)",
}
_FIGURE = """
with told as (
    select agency, training_code, period, max(name) as name, max(revision) as revision
    from lineage_training group by all
)
select told.*, period.period_end, coalesce(max(scored.as_of_seq), 0) as as_of_seq
from told
cross join period
left join mart.performance_period as scored on scored.period = told.period and scored.revision <= told.revision
group by all
"""
_CASES = f"""
select watched.person_id, done.app, done.case_id, done.service_code, done.received_at, done.completed_at,
    taken.seconds, due.late_at, done.reworked
from service_case as done
join case_taken as taken on taken.case_no = done.case_no
left join case_due as due on due.case_no = done.case_no
join core.person_number as number on number.nip = done.completed_by
join lineage_watched as watched on watched.person_id = number.person_id
    and {_IN_DAYS.format(moment="done.completed_at")}
group by all order by watched.person_id, done.completed_at, done.app, done.case_id
"""


def make_training_scope(con: duckdb.DuckDBPyConnection, code: str, period: Period) -> Scope:
    """Cut out what belongs to a training and period. TEMP `period` and the rules must be there (`prepare_period`)."""
    of_training = reading(parts(OF_TRAINING), _READ)
    cut = {name: query.replace("{parts}", of_training) for name, query in _CUT.items()}
    return make_group_scope(con, ("training", code), period, cut)


def tell_training(scope: Scope, components: Collection[str]) -> Row:
    """The training as it is stored, and of its effect all that it rests on."""
    figure = scope.one(_FIGURE)
    return {"figure": figure, "components": {EFFECT: _effect(scope)} if EFFECT in components else {}}


def sources_of_training(scope: Scope, components: Collection[str]) -> list[Row]:
    """Which records stand behind the effect: component, role, file and record."""
    return sources_of_group(scope, TRAINING, _READ | {"core.service_event": "lineage_event"}, components)


def _effect(scope: Scope) -> Row:
    return {
        "component": EFFECT,
        "indicators": scope.rows(
            "select * exclude (agency, training_code, period, revision, name) from lineage_training order by all"
        ),
        "people": scope.rows(
            "select * exclude (agency, nip, period, training_code) from lineage_watched "
            "order by participant desc, person_id, before_from, after_from"
        ),
        "cases": _cases(scope),
        "trainings": scope.rows(
            "select number.person_id, taken.name, taken.date_from, taken.date_to, taken.file_id, taken.record_no "
            "from core.training as taken join core.person_number as number using (nip) "
            "join period on taken.date_from <= period_end where taken.training_code = $training order by all",
            {"training": scope.person_id},
        ),
        "rests_on": scope.rows("select person_id, component from lineage_part order by all"),
        "rules": scope.one(
            "select window_days, min_cell, known_through from rule_training cross join rule_unit "
            "cross join period_state"
        ),
    }


def _cases(scope: Scope) -> list[Row]:
    """Whatever one of them completed in the days that are compared, with its events."""
    for model in ("case_taken", "case_due"):
        scope.make(model)
    events: dict[tuple[str, str], list[Row]] = {}
    for row in scope.rows(
        "select app, case_id, event, occurred_at, file_id, record_no from lineage_event "
        "join period on occurred_at < period_end + 1 order by app, case_id, occurred_at, event, file_id, record_no"
    ):
        events.setdefault((row.pop("app"), row.pop("case_id")), []).append(row)
    return [case | {"events": events[case["app"], case["case_id"]]} for case in scope.rows(_CASES)]


_READ = {"mart.training_effect": "lineage_training", "mart.training_work": "lineage_watched"}
"""Table of the warehouse -> what of it belongs to the training and period."""
