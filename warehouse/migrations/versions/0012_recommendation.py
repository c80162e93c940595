"""Recommendations, and the view that puts beside them what a person decided."""

import sqlalchemy as sa
from alembic import op

revision = "0012_recommendation"
down_revision = "0011_publication"

_STATEMENTS = (
    "create or replace view mart.recommendation_now as select advice.agency, advice.person_id, advice.nip, advice.period, advice.revision, advice.kind, advice.rule, advice.article, advice.evidence, advice.suggestion, decided.decision, decided.decided_at from mart.recommendation as advice left join (select decision.nip, decision.period, decision.kind, decision.decision, decision.decided_at, row_number() over (partition by decision.nip, decision.period, decision.kind order by decision.decided_at desc, decision.decision_no desc) as place from core.decision as decision) as decided on decided.nip = advice.nip and decided.period = advice.period and decided.kind = advice.kind and decided.place = 1 where not exists (select 1 from mart.performance_period as later where later.person_id = advice.person_id and later.period = advice.period and later.revision > advice.revision)",
    "comment on view mart.recommendation_now is 'Each row is one recommendation as it stands now, with what a person decided on it.'",
    "comment on column mart.recommendation_now.agency is 'code of the agency'",
    "comment on column mart.recommendation_now.person_id is 'person'",
    "comment on column mart.recommendation_now.nip is 'last number of the person in the period'",
    "comment on column mart.recommendation_now.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.recommendation_now.revision is 'revision in which it stands'",
    "comment on column mart.recommendation_now.kind is 'kind of the recommendation'",
    "comment on column mart.recommendation_now.rule is 'number of the rulebook it rests on'",
    "comment on column mart.recommendation_now.article is 'article of the rule; empty: none was found'",
    "comment on column mart.recommendation_now.evidence is 'figures behind it'",
    "comment on column mart.recommendation_now.suggestion is 'in Indonesian, for the person in charge'",
    "comment on column mart.recommendation_now.decision is 'what a person decided, from core.decision; never computed, empty: nothing yet'",
    "comment on column mart.recommendation_now.decided_at is 'when, wall time'",
)


def upgrade() -> None:
    """Make the table, then the view over it."""
    op.create_table(
        "recommendation",
        sa.Column("agency", sa.Text(), nullable=False, comment="code of the agency"),
        sa.Column("person_id", sa.Text(), nullable=False, comment="person"),
        sa.Column("nip", sa.Text(), nullable=False, comment="last number of the person in the period"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="revision of the period, from 1"),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="REWARD, TRAINING, COACHING, PROMOTION_POOL, DISCIPLINE_EXAMINATION, MISSING_TARGETS, FEEDBACK_DUE or DIGITAL_SUPPORT",
        ),
        sa.Column("rule", sa.Text(), nullable=False, comment="number of the rulebook it rests on"),
        sa.Column("article", sa.Text(), comment="article of the rule; empty: none was found"),
        sa.Column("evidence", sa.Text(), nullable=False, comment="figures behind it"),
        sa.Column("suggestion", sa.Text(), nullable=False, comment="in Indonesian, for the person in charge"),
        schema="mart",
        comment="Each row is one suggestion of one row of mart.performance_period, for a person to decide. Key: person_id, period, revision, kind.",
    )
    for statement in _STATEMENTS:
        op.execute(statement)
