"""Every figure of a person and period with all that it was computed from: enough to compute it again.

What each part means is documented in docs/explain.md. Facts that carry `file_id` and `record_no` are told with them.
"""

from collections.abc import Callable, Collection, Mapping
from operator import itemgetter
from typing import Any

from warehouse.engines.duckdb import ask_many_rows
from warehouse.lineage.scope import INSTEAD, Scope, make_table
from warehouse.modelling import query_of

Row = dict[str, Any]
_RECORD = "file_id, record_no"
_PEERS = """
select work.person_id, done_minutes, available_minutes, completed, on_time, late, overdue, reworked
from mart.person_work as work
where work.period = $period and (work.peer_group = $peer_group or work.person_id = $person_id) order by work.person_id
"""
_READ_BY_SOURCE = {
    "TARGET": (
        "pay_target",
        "(select null::varchar as person_id, null::varchar as name, null::decimal(9, 4) as score where false) "
        "as pay_target",
    ),
    "REPORT": ("period_state", "(select * from period_state where false) as period_state"),
}
"""What pays P -> what is read of nobody where no rulebook pays by it, so that it is not planned."""
_OF_OFFICE = ("rulebook", "rule_hours")
_RULES: Mapping[str, tuple[str, ...]] = {
    "PRODUCTIVITY": _OF_OFFICE,
    "TARGET": ("rule_targets",),
    "SATISFACTION": ("rule_element",),
    "COMPLAINT": (*_OF_OFFICE, "rule_complaint"),
    "DEDUCTION": ("rule_money", "rule_share", "rule_targets", "rating_pair"),
    "TPP": ("rule_money", "rule_share", "rule_targets", "rating_pair"),
    "PREDICATE": ("rating_pair",),
}
_SCORES = """
select component, raw_value, score, weight, evidence_count, reason, rule, article from mart.score_component
where person_id = $person_id and period = $period and revision = $revision order by component
"""


def tell_figures(scope: Scope, components: Collection[str]) -> dict[str, Any]:
    """The stored figures, and beside those of `components` the parts that they rest on."""
    scores = scope.rows(_SCORES, scope.key("revision")) if components else []
    return {
        "figure": dict(scope.figure),
        "components": {
            row["component"]: row | _PARTS[row["component"]](scope) for row in scores if row["component"] in components
        },
    }


def rules_of(components: Collection[str]) -> set[str]:
    """Tables of rules that a model reads of which a step is told with these figures."""
    return {table for name in components for table in _RULES.get(name, ())}


def tell_money(scope: Scope) -> Row:
    """Deduction and additional income: what each month was charged, and P."""
    rules = _by(scope.rules["rule_money"], "valid_from")
    sources = {row["source"] for row in rules}
    if "TARGET" in sources:
        from warehouse.scoring.pay import find_target_scores

        find_target_scores(scope.con)
    unread = {name: nothing for source, (name, nothing) in _READ_BY_SOURCE.items() if source not in sources}
    months = scope.rows(f"{scope.step('period_money', 'monthly', unread)} order by month_start")
    return {
        "months": [{name: value for name, value in row.items() if name != "person_id"} for row in months],
        "deductions": scope.rows(
            "select work_date, shift_no, cause, minutes, percent, rule, article, basis from lineage_deduction "
            "order by work_date, shift_no, cause"
        ),
        "rules": rules,
        "shares": _by(scope.rules["rule_share"], "rulebook", "predicate"),
        "target_scores": scope.rows("select name as period, score from pay_target order by name")
        if "TARGET" in sources
        else [],
        "ratings": scope.rows(
            f"select period, result_rating, behaviour_rating, assessed_at, {_RECORD} from lineage_assessment "
            "order by period, nip"
        ),
    }


def tell_predicate(scope: Scope) -> Row:
    """The superior's two ratings and what the matrix makes of them."""
    scope.make("predicate")
    return {
        "ratings": scope.once("ratings", _ratings),
        "matrix": scope.rows("select * from predicate order by result_rating, behaviour_rating"),
    }


def tell_index(scope: Scope) -> Row:
    """The rules by which the components become the index and the suggested rating."""
    return {"rules": scope.rules["rule_index"][0]}


def _by(rows: list[Row], *columns: str) -> list[Row]:
    return sorted(rows, key=itemgetter(*columns))


def _discipline(scope: Scope) -> Row:
    used = {row["rulebook"] for row in scope.rows("select distinct rulebook from lineage_day")}
    points = _by(scope.rules["rule_evidence"], "rulebook", "cause", "from_minute")
    return {
        "permitted": _permitted(scope) if scope.cut["lineage_permission"] else [],
        "evidence_points": [row for row in points if row["rulebook"] in used],
    }


def _permitted(scope: Scope) -> list[Row]:
    scope.make("permitted")
    return scope.rows("select work_date, kind from permitted order by work_date, kind")


def _productivity(scope: Scope) -> Row:
    due = scope.step("available_time", "due")
    return {
        "available": scope.rows(
            "select work_date, status, shift_start, shift_end, break_start_at, break_end_at, "
            f"case when status = 'DUTY' then worked_minutes end as duty_minutes from ({due}) "
            "order by work_date, shift_start"
        ),
        **_of_cases(scope),
    }


def _of_cases(scope: Scope) -> Row:
    return scope.once("cases", _tell_cases)  # type: ignore[no-any-return] # what it tells


def _tell_cases(scope: Scope) -> Row:
    return {
        "cases": _cases(scope),
        "peers": ask_many_rows(scope.con, _PEERS, scope.key("peer_group")),
        "rules": scope.rules["rule_cases"][0],
    }


def _cases(scope: Scope) -> list[Row]:
    cases = scope.rows(
        "select app, case_id, service_code, standard_minutes, completed, on_time, late, overdue, reworked, of_desk, "
        "received_at, completed_at, late_at from lineage_case order by app, case_id"
    )
    events: dict[tuple[str, str], list[Row]] = {}
    for row in scope.rows(
        f"select app, case_id, event, occurred_at, {_RECORD} from lineage_event "
        "order by app, case_id, occurred_at, event"
    ):
        events.setdefault((row.pop("app"), row.pop("case_id")), []).append(row)
    return [case | {"events": events.get((case["app"], case["case_id"]), [])} for case in cases]


def _target(scope: Scope) -> Row:
    return {
        "targets": scope.rows(
            "select agreed.indicator_code, agreed.aspect, agreed.indicator, agreed.direction, agreed.rollup, "
            "agreed.weight, agreed.target, agreed.realised, agreed.period, sub_period.level, sub_period.place, "
            "agreed.file_id, agreed.record_no from lineage_target as agreed "
            "join sub_period on sub_period.name = agreed.period "
            "order by agreed.indicator_code, agreed.aspect, sub_period.level, sub_period.place, agreed.nip"
        ),
        "rules": scope.one("select cap, ended from rule_targets cross join period_state"),
    }


def _units(scope: Scope) -> list[Row]:
    scope.make("period_unit_day")
    return scope.rows("select unit_code, days from period_unit_day where days > 0 order by unit_code")


def _served(scope: Scope) -> tuple[str, Row]:
    """A condition for the units served in, and its constants."""
    codes = [row["unit_code"] for row in scope.once("units", _units)]
    values = {f"unit_{place}": code for place, code in enumerate(codes)}
    return f"unit_code in ({', '.join(f'${name}' for name in values) or 'null'})", values


def _satisfaction(scope: Scope) -> Row:
    served, units = _served(scope)
    return {
        "units": scope.once("units", _units),
        "answers": scope.rows(
            f"select unit_code, survey, respondent, u1, u2, u3, u4, u5, u6, u7, u8, u9, {_RECORD} "
            "from core.survey_response join period on submitted_at >= period_start and submitted_at < period_end + 1 "
            f"where {served} order by survey, respondent",
            units,
        ),
        "agency": scope.rows(
            "select element, sum(answer) as total, count(*) as answers "
            f"from ({scope.step('unit_satisfaction', 'answered')}) where answer is not null "
            "group by element order by element"
        ),
        "weights": _by(scope.rules["rule_element"], "element"),
        "rules": scope.rules["rule_satisfaction"][0],
    }


def _complaint(scope: Scope) -> Row:
    return {"units": scope.once("units", _units), "complaints": _complaints(scope)}


def _complaints(scope: Scope) -> list[Row]:
    """Those of the units served in that fell due."""
    served, units = _served(scope)
    if not make_table(scope.con, "lineage_complaint", f"select * from core.complaint where {served}", units):
        return []
    of_units = {"core.units": f"(select * from core.units where {served})"} | INSTEAD
    make_table(scope.con, "lineage_pattern", query_of("unit_pattern", instead=of_units), units)
    own = {"core.complaint": "lineage_complaint", "unit_pattern": "lineage_pattern as unit_pattern"}
    due = scope.step("unit_complaint", "due", own)
    return scope.rows(
        "select due.unit_code, due.ticket, due.created_at, due.first_response_at, due.closed_at, due.as_at, "
        f"due.working_days, due.due_date, origin.file_id, origin.record_no from ({due}) as due "
        "join lineage_complaint as origin on origin.ticket = due.ticket order by due.ticket"
    )


def _behaviour(scope: Scope) -> Row:
    return {
        "ratings": scope.once("ratings", _ratings),
        "points": _by(scope.rules["rule_rating"], "rating"),
    }


def _ratings(scope: Scope) -> list[Row]:
    return scope.rows(
        "select result_rating, behaviour_rating, berorientasi_pelayanan, akuntabel, kompeten, harmonis, loyal, "
        f"adaptif, kolaboratif, assessed_at, {_RECORD} from lineage_assessment join period using (period) "
        "order by assessed_at desc, nip desc"
    )


_PARTS: Mapping[str, Callable[[Scope], Row]] = {
    "DISCIPLINE": _discipline,
    "PRODUCTIVITY": _productivity,
    "TIMELINESS": _of_cases,
    "QUALITY": _of_cases,
    "TARGET": _target,
    "SATISFACTION": _satisfaction,
    "COMPLAINT": _complaint,
    "BEHAVIOUR": _behaviour,
}
