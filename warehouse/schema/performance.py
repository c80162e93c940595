"""`mart.*`: what a period of facts says of each person, by revision (contract section 5)."""

from sqlalchemy import BIGINT, BOOLEAN, DATE, TIMESTAMP, Column, Integer, MetaData, Numeric, Text

from warehouse.schema import fairness, units
from warehouse.schema.definition import column, table

_SCORES = {
    "discipline_score": "punctuality, 100 less points of evidence",
    "productivity_score": "standard minutes done against those expected",
    "timeliness_score": "cases within the service standard",
    "quality_score": "cases without rework",
    "target_score": "targets reached",
    "satisfaction_score": "citizens' satisfaction with the units served in",
    "complaint_score": "complaints answered within their limits",
    "behaviour_score": "the superior's seven ratings of behaviour",
}
_DAYS = {
    "working_days": "present, duty, leave and absent days",
    "present_days": "days with status PRESENT, NO_IN or NO_OUT",
    "duty_days": "days of duty outside (DUTY)",
    "leave_days": "days of leave (LEAVE)",
    "absent_days": "days of absence (ABSENT)",
    "unknown_days": "days of which nothing can be said (UNKNOWN), outside working_days",
    "inactive_days": "days out of service (INACTIVE), outside working_days",
}


def add_tables(tables: MetaData) -> None:
    """Add the performance table, its components, what was restated, and what was published."""
    _add_performance_period(tables)
    _add_score_component(tables)
    _add_restatement(tables)
    _add_publication(tables)
    _add_money_publication(tables)
    _add_recommendation(tables)
    _add_target_lint(tables)
    _add_incentive(tables)
    _add_training_effect(tables)
    units.add_tables(tables)
    fairness.add_tables(tables)


def _whose(*, revision: bool = True) -> list[Column[object]]:
    columns = [
        column("agency", Text, "code of the agency", required=True),
        column("person_id", Text, "person", required=True),
        column("nip", Text, "last number of the person in the period", required=True),
        column("period", Text, "2026-07, 2026-Q3, 2026-H2 or 2026", required=True),
    ]
    if revision:
        columns.append(column("revision", Integer, "revision of the period, from 1", required=True))
    return columns


def _add_performance_period(tables: MetaData) -> None:
    score = "0 to 120, to four decimals; empty: no evidence"
    table(
        tables,
        "mart.performance_period",
        "Each row is one person and period in the revision that changed it; a person's newest row counts. "
        "Key: person_id, period, revision.",
        *_whose(),
        column("period_start", DATE, "first day of the period", required=True),
        column("period_end", DATE, "last day of the period", required=True),
        column("unit_code", Text, "unit held on most working days, ties the later"),
        column("position_code", Text, "position held on most working days, ties the later"),
        column("peer_group", Text, "position and kind of unit: only within it are persons compared"),
        column("component_set", Text, "components with evidence, joined by +; empty: none"),
        *(column(name, Integer, f"{meaning}, dates", required=True) for name, meaning in _DAYS.items()),
        column("late_minutes", Integer, "minutes late, whole minutes", required=True),
        column("early_minutes", Integer, "minutes left early, whole minutes", required=True),
        *(column(name, Numeric(9, 4), f"{meaning}; {score}") for name, meaning in _SCORES.items()),
        column("evidence_index", Numeric(9, 4), "weighted mean of the scores; empty: below the coverage asked for"),
        column("evidence_coverage", Numeric(9, 4), "share of the weights with evidence, 0 to 1", required=True),
        column("index_low", Numeric(9, 4), "lower bound of the index: noise of cases and answers only"),
        column("index_high", Numeric(9, 4), "upper bound of the index: noise of cases and answers only"),
        column("official_result_rating", Integer, "superior's rating of the result: 1 above, 2 meets, 3 below"),
        column("official_behaviour_rating", Integer, "superior's rating of behaviour: 1 above, 2 meets, 3 below"),
        column(
            "official_predicate",
            Text,
            "SANGAT_BAIK, BAIK, BUTUH_PERBAIKAN, KURANG or SANGAT_KURANG, by the matrix of PermenPANRB 6/2022",
        ),
        column("suggested_result_rating", Integer, "rating the result components point to: 1 above, 2 meets, 3 below"),
        column("rating_gap", Integer, "official less suggested; positive: rated lower than the evidence"),
        column("deduction_percent", Numeric(9, 4), "percent deducted, mean of the months; empty: no working day"),
        column("tpp_percent", Numeric(9, 4), "percent of the additional income due; empty: P of a month is not known"),
        column("discipline_tier", Text, "tier of PP 94/2021 at the period's end, to examine; empty: none"),
        column("assumed", BOOLEAN, "rests on numbers of the rulebook that are ASSUMED", required=True),
        column("rulebook", Text, "rulebook in force at the period's end", required=True),
        column("as_of_seq", Integer, "size of the log at the scoring: what its entries say was known", required=True),
    )


def _add_score_component(tables: MetaData) -> None:
    table(
        tables,
        "mart.score_component",
        "Each row is one component of one row of mart.performance_period. Key: person_id, period, revision, component.",
        *_whose(),
        column(
            "component",
            Text,
            "DISCIPLINE, PRODUCTIVITY, TIMELINESS, QUALITY, TARGET, SATISFACTION, COMPLAINT or BEHAVIOUR",
            required=True,
        ),
        column("raw_value", Numeric(18, 4), "value before it is drawn to the group's; DISCIPLINE: points a month"),
        column("score", Numeric(9, 4), "0 to 120; empty: no evidence, see reason"),
        column("weight", Integer, "weight by the rulebook; only proportions matter", required=True),
        column("evidence_count", Integer, "occurrences, indicators, answers or ratings behind it", required=True),
        column("reason", Text, "why the score is empty, or NOT_REPORTED where it is 0 for want of a report"),
        column("rule", Text, "rule of the rulebook that weighs it", required=True),
        column("article", Text, "article of the rule; empty: none was found"),
    )


def _add_restatement(tables: MetaData) -> None:
    table(
        tables,
        "mart.restatement",
        "Each row is one value of one person that a later revision changed. Key: person_id, period, revision_to, "
        "column_name.",
        *_whose(revision=False),
        column("revision_from", Integer, "revision in which the earlier value stands", required=True),
        column("revision_to", Integer, "revision that changed it", required=True),
        column("column_name", Text, "column of mart.performance_period", required=True),
        column("value_from", Text, "value before; empty: none"),
        column("value_to", Text, "value after; empty: none"),
        column(
            "cause_load_id",
            Integer,
            "newest load since the scoring before that changed what the period rests on; empty: none did, a rulebook",
        ),
    )


def _add_publication(tables: MetaData) -> None:
    table(
        tables,
        "mart.publication",
        "Each row is one revision of one period that was declared final. Key: period, revision. Never changed.",
        column("period", Text, "2026-07, 2026-Q3, 2026-H2 or 2026", required=True),
        column("revision", Integer, "revision declared final", required=True),
        column("digest", Text, "sha256 over the rows of the period as that revision has them", required=True),
        column("by", Text, "who declared it final", required=True),
        column("at", TIMESTAMP, "when, UTC", required=True),
        column("accepted_unknown", Text, "why open or unknown days were accepted; empty: there were none"),
    )


def _add_money_publication(tables: MetaData) -> None:
    table(
        tables,
        "mart.money_publication",
        "Each row is one revision of one period whose money columns were declared final: every rulebook they rest on "
        "was confirmed. Key: period, revision. Never changed.",
        column("period", Text, "2026-07, 2026-Q3, 2026-H2 or 2026", required=True),
        column("revision", Integer, "revision declared final", required=True),
        column("decrees", Text, "decrees behind the rulebooks of the period, joined by ;", required=True),
        column("by", Text, "who declared it final", required=True),
        column("at", TIMESTAMP, "when, UTC", required=True),
    )


def _add_recommendation(tables: MetaData) -> None:
    table(
        tables,
        "mart.recommendation",
        "Each row is one suggestion of one row of mart.performance_period, for a person to decide. "
        "Key: person_id, period, revision, kind.",
        *_whose(),
        column(
            "kind",
            Text,
            "REWARD, TRAINING, COACHING, PROMOTION_POOL, DISCIPLINE_EXAMINATION, MISSING_TARGETS, FEEDBACK_DUE or "
            "DIGITAL_SUPPORT",
            required=True,
        ),
        column("rule", Text, "number of the rulebook it rests on", required=True),
        column("article", Text, "article of the rule; empty: none was found"),
        column("evidence", Text, "figures behind it", required=True),
        column("suggestion", Text, "in Indonesian, for the person in charge", required=True),
    )


def _add_target_lint(tables: MetaData) -> None:
    table(
        tables,
        "mart.target_lint",
        "Each row is one finding on the targets of one row of mart.performance_period. "
        "Key: person_id, period, revision, target_period, indicator_code, aspect, finding.",
        *_whose(),
        *units.finding_columns(),
    )


def _add_incentive(tables: MetaData) -> None:
    table(
        tables,
        "mart.incentive",
        "Each row is one bonus that could be paid for one row of mart.performance_period: a proposal, for a person to "
        "decide. Key: person_id, period, revision, rule.",
        *_whose(),
        column("rule", Text, "bonus of the rulebook", required=True),
        column("ceiling", BIGINT, "most that the agency may spend on it in the period, rupiah", required=True),
        column("full_amount", BIGINT, "amount for one person while the ceiling holds, rupiah", required=True),
        column("amount", BIGINT, "amount proposed, whole rupiah; the same for all who are entitled", required=True),
        column("people", Integer, "persons entitled", required=True),
        column("evidence", Text, "figures behind it", required=True),
    )


def _add_training_effect(tables: MetaData) -> None:
    table(
        tables,
        "mart.training_effect",
        "Each row is one indicator of the work of those trained, in the period in which the days after it end. "
        "Nobody was chosen by lot: other causes are possible. Key: training_code, indicator_code, period, revision.",
        column("agency", Text, "code of the agency", required=True),
        column("training_code", Text, "training", required=True),
        column(
            "indicator_code",
            Text,
            "SERVICE_MINUTES (working minutes from receipt to completion), ON_TIME_PERCENT or REWORK_PERCENT of cases",
            required=True,
        ),
        column("period", Text, "2026-07, 2026-Q3, 2026-H2 or 2026", required=True),
        column("revision", Integer, "revision of the period, from 1", required=True),
        column("name", Text, "training in words"),
        column("n", Integer, "participants with cases before and after", required=True),
        column("value_before", Numeric(18, 4), "mean of the participants before the training; empty: see reason"),
        column("value_after", Numeric(18, 4), "mean of the participants after the training; empty: see reason"),
        column("comparison_n", Integer, "peers of the same groups who were not trained", required=True),
        column("comparison_before", Numeric(18, 4), "mean of the peers in the same days before; empty: see reason"),
        column("comparison_after", Numeric(18, 4), "mean of the peers in the same days after; empty: see reason"),
        column("effect", Numeric(18, 4), "change of the participants less change of the peers; empty: see reason"),
        column("reason", Text, "NO_CASES, TOO_FEW or TOO_FEW_TO_COMPARE (fewer than the rulebook's cell); empty: none"),
    )
