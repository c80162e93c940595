"""What BI tools read of periods: the newest row of every person, in English in `mart`, in Indonesian in `mart_id`."""

from sqlalchemy import MetaData, Table

from warehouse.schema.definition import View
from warehouse.schema.fairness_views import fairness_views
from warehouse.schema.indonesian.columns import COMPONENT, PERFORMANCE, RECOMMENDATION
from warehouse.schema.indonesian.words import COMPONENTS, PREDICATES, RATINGS, REASONS, RECOMMENDATIONS, TIERS
from warehouse.schema.unit_views import unit_views
from warehouse.schema.view_kinds import is_newest, newest_view, translated

_OF_PERSON = is_newest("performance_period", ("person_id",))
KINDS = {
    "performance_monthly": (
        "kinerja_bulanan",
        "bulan",
        "month",
        "____-__",
        "and row.period not like '%Q%' and row.period not like '%H%'",
    ),
    "performance_quarterly": ("kinerja_triwulanan", "triwulan", "quarter", "____-Q_", ""),
    "performance_half_yearly": ("kinerja_semesteran", "semester", "half-year", "____-H_", ""),
    "performance_yearly": ("kinerja_tahunan", "tahun", "year", "____", ""),
}
CODES = {
    "official_result_rating": RATINGS,
    "official_behaviour_rating": RATINGS,
    "official_predicate": PREDICATES,
    "suggested_result_rating": RATINGS,
    "discipline_tier": TIERS,
}
"""Columns of codes, and these in words."""
_REVISIONS = " union ".join(
    f"select period, revision from mart.{one}"
    for one in ("performance_period", "unit_period", "training_effect", "fairness")
)
_STATE = View(
    schema="mart",
    name="performance_state",
    comment="Each row is one revision of one period and what it is worth. Key: period, revision.",
    columns={
        "period": "2026-07, 2026-Q3, 2026-H2 or 2026",
        "revision": "revision of the period",
        "state": "FINAL: the newest one published; PROVISIONAL: newer than that; SUPERSEDED: older than either",
        "digest": "digest it was published with; empty: it was not",
        "money_state": "the same of deduction_percent and tpp_percent, PROVISIONAL until the rulebooks are confirmed",
    },
    types={"period": "TEXT", "revision": "INTEGER", "state": "TEXT", "digest": "TEXT", "money_state": "TEXT"},
    query=(
        "select known.period, known.revision, "
        "case when known.revision = latest.published then 'FINAL' "
        "when known.revision = latest.revision then 'PROVISIONAL' else 'SUPERSEDED' end as state, "
        "publication.digest, "
        "case when known.revision = latest.published then "
        "case when money.revision is not null then 'FINAL' else 'PROVISIONAL' end "
        "when known.revision = latest.revision then 'PROVISIONAL' else 'SUPERSEDED' end as money_state "
        f"from ({_REVISIONS}) as known "
        "join (select rows.period, max(rows.revision) as revision, max(publication.revision) as published "
        f"from ({_REVISIONS}) as rows left join mart.publication as publication "
        "on publication.period = rows.period group by rows.period) as latest on latest.period = known.period "
        "left join mart.publication as publication "
        "on publication.period = known.period and publication.revision = known.revision "
        "left join mart.money_publication as money on money.period = known.period and money.revision = known.revision"
    ),
)


_RECOMMENDED = {
    "agency": "code of the agency",
    "person_id": "person",
    "nip": "last number of the person in the period",
    "period": "2026-07, 2026-Q3, 2026-H2 or 2026",
    "revision": "revision in which it stands",
    "kind": "kind of the recommendation",
    "rule": "number of the rulebook it rests on",
    "article": "article of the rule; empty: none was found",
    "evidence": "figures behind it",
    "suggestion": "in Indonesian, for the person in charge",
    "decision": "what a person decided, from core.decision; never computed, empty: nothing yet",
    "decided_at": "when, wall time",
}
_RECOMMENDATION_NOW = View(
    schema="mart",
    name="recommendation_now",
    comment="Each row is one recommendation as it stands now, with what a person decided on it.",
    columns=_RECOMMENDED,
    types=dict.fromkeys(_RECOMMENDED, "TEXT") | {"revision": "INTEGER", "decided_at": "TIMESTAMP"},
    query=(
        "select advice.agency, advice.person_id, advice.nip, advice.period, advice.revision, advice.kind, "
        "advice.rule, advice.article, advice.evidence, advice.suggestion, decided.decision, decided.decided_at "
        "from mart.recommendation as advice "
        "left join (select decision.nip, decision.period, decision.kind, decision.decision, decision.decided_at, "
        "row_number() over (partition by decision.nip, decision.period, decision.kind "
        "order by decision.decided_at desc, decision.decision_no desc) as place from core.decision as decision) "
        "as decided on decided.nip = advice.nip and decided.period = advice.period and decided.kind = advice.kind "
        "and decided.place = 1 "
        f"where {is_newest('performance_period', ('person_id',), row='advice')}"
    ),
)
_RECOMMENDED_NOW = (
    _RECOMMENDATION_NOW,
    translated(
        _RECOMMENDATION_NOW,
        "rekomendasi",
        "satu saran tindak lanjut sebagaimana adanya kini, dengan keputusan pejabat",
        RECOMMENDATION,
        {"kind": RECOMMENDATIONS},
    ),
)


def period_views(tables: MetaData) -> tuple[View, ...]:
    """The views over the tables of a period, in an order in which they can be made."""
    performance = tables.tables["mart.performance_period"]
    by_kind = (view for name in KINDS for view in _both(name, performance))
    return (*by_kind, _STATE, *_of_components(tables), *_RECOMMENDED_NOW, *fairness_views(tables), *unit_views(tables))


def _both(name: str, performance: Table) -> tuple[View, View]:
    """A kind of period in English and in Indonesian."""
    indonesian, in_words, length, pattern, further = KINDS[name]
    comment = f"Each row is one person and {length} as it stands now: the newest revision of that person."
    view = newest_view(performance, name, comment, f"row.period like '{pattern}' {further} and {_OF_PERSON}")
    return view, translated(view, indonesian, f"satu pegawai dan {in_words} menurut revisi terbaru", PERFORMANCE, CODES)


def _of_components(tables: MetaData) -> tuple[View, View]:
    view = newest_view(
        tables.tables["mart.score_component"],
        "score_component_now",
        "Each row is one component of a person and period as it stands now: the newest revision of that person.",
        _OF_PERSON,
    )
    words = {"component": COMPONENTS, "reason": REASONS}
    grain = "satu komponen nilai seorang pegawai dalam satu periode menurut revisi terbaru"
    return view, translated(view, "nilai_komponen", grain, COMPONENT, words)
