"""Every figure of a unit and period: the figures of people it rests on, and the records of its own.

What a person's figure rests on is told of that person. People are named by `person_id`, with what the unit's figure
takes from them. What each part means is documented in docs/explain.md.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import duckdb

from warehouse.lineage.groups import make_group_scope, sources_of_group
from warehouse.lineage.joins import GROUP, OF_UNIT, parts
from warehouse.lineage.scope import Scope
from warehouse.modelling import reading
from warehouse.scoring.period import Period

Row = dict[str, Any]
VALUES = {
    "UNIT_PEOPLE": ("headcount",),
    "UNIT_INDEX": ("mean_index",),
    "UNIT_PREDICATE": (
        *("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang"),
        *("organisation_predicate", "distribution"),
    ),
    "UNIT_SATISFACTION": ("ikm", "ikm_grade", "respondents"),
    "UNIT_COMPLAINT": ("complaints_due", "complaints_kept"),
    "UNIT_SERVICE": ("cases_completed", "respondents_needed", "service_days_median", "service_days_p90"),
    "UNIT_ADOPTION": ("adoption_percent",),
    "UNIT_FEEDBACK": ("feedback_in_time_percent",),
    "UNIT_TARGET": (),
}
"""Figure of a unit -> its columns of `mart.unit_period`; UNIT_TARGET is `mart.unit_indicator` and its findings."""
RULES = (
    "rulebook",
    "rule_hours",
    "rule_complaint",
    "rule_element",
    "rule_grade",
    "rule_recommendation",
    "rule_satisfaction",
    "rule_targets",
    "rule_unit",
)
"""Tables of rules that are told, or that a model reads of which a step is told (`prepare_period`)."""
_READERS = """
select case when shown.{count} is not null then 'SHOWN' when own.known < cell.min_cell then 'FEW' else 'BESIDE_FEW' end
    as readers
from (
    select count(distinct person_id) as known from lineage_part
    where component = $name and holds and {known} is not null
) as own
cross join (select coalesce(max(min_cell), 1) as min_cell from mart.fairness_now where period = $period) as cell
left join mart.fairness_group_now as shown
    on shown.period = $period and shown.dimension = 'UNIT' and shown.value = $unit
"""
"""Whether readers of views see a figure; why not: few people of the unit have it, or of one that it would give away."""
_CUT = {
    "lineage_unit": "select * from mart.unit_period where unit_code = $unit and period = $period "
    "qualify row_number() over (order by revision desc) = 1",
    "lineage_part": "select part.component, part.part_component, row.person_id, row.nip, row.working_days, "
    "row.evidence_index, row.official_predicate, row.unit_code = $unit and row.working_days > 0 as holds "
    "from ({parts}) as part "
    "join mart.performance_period as row on row.person_id = part.part_person_id and row.period = part.period "
    "qualify row_number() over (partition by part.component, part.part_component, row.person_id "
    "order by row.revision desc) = 1",
    "lineage_number": "select distinct person_id, number.nip from lineage_part "
    "join core.person_number as number using (person_id) where holds",
    "lineage_employees": "select * from core.employees where unit_code = $unit",
    "lineage_event": "select event.* from core.service_event as event join (select distinct app, case_id "
    "from core.service_event where unit_code = $unit) as own on own.app = event.app and own.case_id = event.case_id",
}


def make_unit_scope(con: duckdb.DuckDBPyConnection, unit: str, period: Period) -> Scope:
    """Cut out what belongs to a unit and period. TEMP `period` and the rules must be there (`prepare_period`)."""
    of_unit = reading(parts(OF_UNIT), {"mart.unit_period": "lineage_unit"})
    cut = {name: query.replace("{parts}", of_unit) for name, query in _CUT.items()}
    return make_group_scope(con, ("unit", unit), period, cut)


def tell_unit(scope: Scope, components: Collection[str]) -> Row:
    """The stored row of the unit, and of `components` their values with all that they rest on."""
    figure = scope.one("select * from lineage_unit")
    return {
        "figure": figure,
        "components": {
            name: {"component": name} | {column: figure[column] for column in VALUES[name]} | tell(scope)
            for name, tell in _PARTS.items()
            if name in components
        },
    }


def sources_of_unit(scope: Scope, components: Collection[str]) -> list[Row]:
    """Which records stand behind which figure of the unit: component, role, file and record."""
    own = {"mart.unit_period": "lineage_unit", "core.service_event": "lineage_event"}
    return sources_of_group(scope, GROUP, own, components)


def _people(component: str, *told: str) -> Callable[[Scope], Row]:
    """The people behind a figure of this name, with what it takes of each, and which of their figures it rests on."""

    def tell(scope: Scope) -> Row:
        named = {"name": component}
        return {
            "people": scope.rows(
                f"select distinct {', '.join(('person_id', *told))} from lineage_part "
                "where component = $name and holds order by person_id",
                named,
            ),
            "rests_on": scope.rows(
                "select person_id, part_component as component from lineage_part where component = $name order by all",
                named,
            ),
        }

    return tell


def _readers(scope: Scope, component: str, count: str, known: str) -> Row:
    """Whether views show it, by the `count` of mart.fairness_group; `known`: what those who count have."""
    values = {"name": component, "period": scope.period.name, "unit": scope.person_id}
    return scope.one(_READERS.format(count=count, known=known), values)


def _index(scope: Scope) -> Row:
    readers = _readers(scope, "UNIT_INDEX", "with_index", "evidence_index")
    return _people("UNIT_INDEX", "evidence_index")(scope) | readers | _rules(scope, "min_cell", "rule_unit")


def _predicate(scope: Scope) -> Row:
    organisation = scope.rows(
        "select predicate, file_id, record_no from core.organisation_predicate join period using (period) "
        "where unit_code = $unit order by all",
        {"unit": scope.person_id},
    )
    rules = _rules(scope, "* exclude (sample_top, sample_step)", "rule_unit")
    readers = _readers(scope, "UNIT_PREDICATE", "rated", "official_predicate")
    return _people("UNIT_PREDICATE", "official_predicate")(scope) | readers | {"organisation": organisation} | rules


def _satisfaction(scope: Scope) -> Row:
    answers = scope.rows(
        "select survey, respondent, u1, u2, u3, u4, u5, u6, u7, u8, u9, file_id, record_no from core.survey_response "
        "join period on submitted_at >= period_start and submitted_at < period_end + 1 where unit_code = $unit "
        "order by survey, respondent",
        {"unit": scope.person_id},
    )
    return {
        "answers": answers,
        "weights": scope.rows("select element, weight from rule_element order by element"),
        "grades": scope.rows("select lowest, grade from rule_grade order by lowest"),
        **_rules(scope, "parts, all_weights, min_cell", "rule_satisfaction cross join rule_unit"),
    }


def _complaint(scope: Scope) -> Row:
    own = {"core.complaint": "(select * from core.complaint where unit_code = $unit)"}
    due = reading(scope.step("unit_complaint", "due"), own)
    return {
        "complaints": scope.rows(
            "select due.ticket, due.created_at, due.first_response_at, due.closed_at, due.as_at, due.working_days, "
            f"due.due_date, origin.file_id, origin.record_no from ({due}) as due "
            "join core.complaint as origin on origin.ticket = due.ticket order by due.ticket",
            {"unit": scope.person_id},
        )
    }


def _service(scope: Scope) -> Row:
    scope.make("case_taken")
    return {
        "cases": scope.rows(
            "select app, case_id, service_code, received_at, completed_at, case_taken.days from service_case "
            "join case_taken on case_taken.case_no = service_case.case_no "
            "join period on completed_at >= period_start and completed_at < period_end + 1 "
            "where unit_code = $unit order by app, case_id",
            {"unit": scope.person_id},
        ),
        **_rules(scope, "sample_top, sample_step", "rule_unit"),
    }


def _adoption(scope: Scope) -> Row:
    signed_in = scope.rows(
        "select person_id, count(*) as requests from core.access join lineage_number using (nip) "
        "join period on occurred_at >= period_start and occurred_at < period_end + 1 group by all order by person_id"
    )
    readers = _readers(scope, "UNIT_ADOPTION", "people", "person_id") | _rules(scope, "min_cell", "rule_unit")
    return _people("UNIT_ADOPTION")(scope) | {"signed_in": signed_in} | readers


def _feedback(scope: Scope) -> Row:
    ratings = scope.rows(
        "select person_id, assessed_at, feedback_at, file_id, record_no from core.assessment "
        "join lineage_number using (nip) join period using (period) order by person_id, nip"
    )
    rules = _rules(
        scope,
        "min_cell, feedback_days, known_through",
        "rule_unit cross join rule_recommendation cross join period_state",
    )
    readers = _readers(scope, "UNIT_FEEDBACK", "people", "person_id")
    return _people("UNIT_FEEDBACK")(scope) | {"ratings": ratings} | readers | rules


def _target(scope: Scope) -> Row:
    of_unit = "as part join lineage_unit using (unit_code, period, revision) order by all"
    return {
        "indicators": scope.rows(
            f"select part.* exclude (agency, unit_code, period, revision) from mart.unit_indicator {of_unit}"
        ),
        "findings": scope.rows(
            f"select part.* exclude (agency, unit_code, period, revision) from mart.unit_target_lint {of_unit}"
        ),
        "targets": scope.rows(
            "select agreed.indicator_code, agreed.aspect, agreed.indicator, agreed.direction, agreed.rollup, "
            "agreed.weight, agreed.target, agreed.realised, agreed.period, sub_period.level, sub_period.place, "
            "agreed.file_id, agreed.record_no from core.target as agreed "
            "join sub_period on sub_period.name = agreed.period where agreed.nip is null and agreed.unit_code = $unit "
            "order by agreed.indicator_code, agreed.aspect, sub_period.level, sub_period.place",
            {"unit": scope.person_id},
        ),
        **_rules(scope, "cap, ended", "rule_targets cross join period_state"),
    }


def _rules(scope: Scope, columns: str, tables: str) -> Row:
    return {"rules": scope.one(f"select {columns} from {tables}")}


_PARTS: Mapping[str, Callable[[Scope], Row]] = {
    "UNIT_PEOPLE": _people("UNIT_PEOPLE", "working_days"),
    "UNIT_INDEX": _index,
    "UNIT_PREDICATE": _predicate,
    "UNIT_SATISFACTION": _satisfaction,
    "UNIT_COMPLAINT": _complaint,
    "UNIT_SERVICE": _service,
    "UNIT_ADOPTION": _adoption,
    "UNIT_FEEDBACK": _feedback,
    "UNIT_TARGET": _target,
}
