"""Every figure of a person and period with all that it was computed from: enough to compute it again.

What each part means is documented in docs/explain.md. Facts that carry `file_id` and `record_no` are told with them.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from warehouse.engines.duckdb import ask_many_rows
from warehouse.lineage.scope import Scope, make_table
from warehouse.modelling import reading

Row = dict[str, Any]
_RECORD = "file_id, record_no"
_PEERS = """
select work.person_id, done_minutes, available_minutes, completed, on_time, late, overdue, reworked
from mart.person_work as work
join lineage_figure as own on own.period = work.period
where work.peer_group = own.peer_group or work.person_id = own.person_id order by work.person_id
"""


def tell_figures(scope: Scope, components: Collection[str]) -> dict[str, Any]:
    """The stored figures, and beside those of `components` the parts that they rest on."""
    figure = scope.one("select * from lineage_figure")
    scores = scope.rows(
        "select part.component, part.raw_value, part.score, part.weight, part.evidence_count, part.reason, part.rule, "
        "part.article from mart.score_component as part join lineage_figure as own on own.person_id = part.person_id "
        "and own.period = part.period and own.revision = part.revision order by part.component"
    )
    return {
        "figure": figure,
        "components": {
            row["component"]: row | _PARTS[row["component"]](scope) for row in scores if row["component"] in components
        },
    }


def tell_money(scope: Scope) -> Row:
    """Deduction and additional income: what each month was charged, and P."""
    if scope.con.execute("select 1 from rule_money where source = 'TARGET' limit 1").fetchone():
        from warehouse.scoring.pay import find_target_scores

        find_target_scores(scope.con)
    else:
        scope.con.execute(
            "create or replace temp table pay_target (person_id varchar, name varchar, score decimal(9, 4))"
        )
    months = scope.rows(f"{scope.step('period_money', 'monthly')} order by month_start")
    return {
        "months": [{name: value for name, value in row.items() if name != "person_id"} for row in months],
        "deductions": scope.rows(
            "select work_date, shift_no, cause, minutes, percent, rule, article, basis from lineage_deduction "
            "order by work_date, shift_no, cause"
        ),
        "rules": scope.rows(
            "select rulebook, valid_from, valid_to, base, monthly_cap, productivity, discipline, source "
            "from rule_money order by valid_from"
        ),
        "shares": scope.rows("select rulebook, predicate, share from rule_share order by rulebook, predicate"),
        "target_scores": scope.rows("select name as period, score from pay_target order by name"),
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
    return {"rules": scope.one("select * from rule_index")}


def _discipline(scope: Scope) -> Row:
    return {
        "permitted": _permitted(scope) if scope.cut["lineage_permission"] else [],
        "evidence_points": scope.rows(
            "select * from rule_evidence where rulebook in (select distinct rulebook from lineage_day) "
            "order by rulebook, cause, from_minute"
        ),
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
        "peers": ask_many_rows(scope.con, _PEERS),
        "rules": scope.one("select * from rule_cases"),
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


def _satisfaction(scope: Scope) -> Row:
    return {
        "units": scope.once("units", _units),
        "answers": scope.rows(
            f"select unit_code, survey, respondent, u1, u2, u3, u4, u5, u6, u7, u8, u9, {_RECORD} "
            "from core.survey_response join period on submitted_at >= period_start and submitted_at < period_end + 1 "
            "where unit_code in (select unit_code from period_unit_day where days > 0) order by survey, respondent"
        ),
        "agency": scope.rows(
            f"select element, total, answers from ({scope.step('unit_satisfaction', 'by_element')}) "
            "where unit_code is null order by element"
        ),
        "weights": scope.rows("select element, weight from rule_element order by element"),
        "rules": scope.one("select * from rule_satisfaction"),
    }


def _complaint(scope: Scope) -> Row:
    return {"units": scope.once("units", _units), "complaints": _complaints(scope)}


def _complaints(scope: Scope) -> list[Row]:
    """Those of the units served in that fell due."""
    served = "unit_code in (select unit_code from period_unit_day where days > 0)"
    if not make_table(scope.con, "lineage_complaint", f"select * from core.complaint where {served}"):
        return []
    due = reading(scope.step("unit_complaint", "due"), {"core.complaint": "lineage_complaint"})
    return scope.rows(
        "select due.unit_code, due.ticket, due.created_at, due.first_response_at, due.closed_at, due.as_at, "
        f"due.working_days, due.due_date, origin.file_id, origin.record_no from ({due}) as due "
        "join lineage_complaint as origin on origin.ticket = due.ticket order by due.ticket"
    )


def _behaviour(scope: Scope) -> Row:
    return {
        "ratings": scope.once("ratings", _ratings),
        "points": scope.rows("select rating, points from rule_rating order by rating"),
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
