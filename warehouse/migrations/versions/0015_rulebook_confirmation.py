"""Who answers for a rulebook, by which rulebooks a period was scored, and which money columns are final."""

import sqlalchemy as sa
from alembic import op

revision = "0015_rulebook_confirmation"
down_revision = "0014_unit_indicator"

_STATEMENTS = (
    "create or replace view mart.performance_state as select known.period, known.revision, case when known.revision = latest.published then 'FINAL' when known.revision = latest.revision then 'PROVISIONAL' else 'SUPERSEDED' end as state, publication.digest, case when known.revision = latest.published then case when money.revision is not null then 'FINAL' else 'PROVISIONAL' end when known.revision = latest.revision then 'PROVISIONAL' else 'SUPERSEDED' end as money_state from (select period, revision from mart.performance_period union select period, revision from mart.unit_period) as known join (select rows.period, max(rows.revision) as revision, max(publication.revision) as published from (select period, revision from mart.performance_period union select period, revision from mart.unit_period) as rows left join mart.publication as publication on publication.period = rows.period group by rows.period) as latest on latest.period = known.period left join mart.publication as publication on publication.period = known.period and publication.revision = known.revision left join mart.money_publication as money on money.period = known.period and money.revision = known.revision",
    "comment on view mart.performance_state is 'Each row is one revision of one period and what it is worth. Key: period, revision.'",
    "comment on column mart.performance_state.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.performance_state.revision is 'revision of the period'",
    "comment on column mart.performance_state.state is 'FINAL: the newest one published; PROVISIONAL: newer than that; SUPERSEDED: older than either'",
    "comment on column mart.performance_state.digest is 'digest it was published with; empty: it was not'",
    "comment on column mart.performance_state.money_state is 'the same of deduction_percent and tpp_percent, PROVISIONAL until the rulebooks are confirmed'",
)


def upgrade() -> None:
    """Make the tables, then the view over them."""
    op.create_table(
        "rulebook_confirmation",
        sa.Column("rulebook", sa.Text(), nullable=False, comment="agency and first day, e.g. kepahiang/2025-01-01"),
        sa.Column(
            "sha256",
            sa.Text(),
            nullable=False,
            comment="sha256 of the file; after an edit it is another, which nobody confirmed",
        ),
        sa.Column("decree", sa.Text(), nullable=False, comment="number of the decree"),
        sa.Column("by", sa.Text(), nullable=False, comment="who confirmed it"),
        sa.Column("at", sa.TIMESTAMP(), nullable=False, comment="when, UTC"),
        schema="audit",
        comment="Each row is one decree that stands behind one rulebook as its file was. Key: rulebook, sha256, decree.",
    )
    op.create_table(
        "scoring",
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("load_id", sa.Integer(), comment="newest load known; empty: none"),
        sa.Column("rulebooks_sha256", sa.Text(), nullable=False, comment="sha256 over the rulebooks, as in audit.load"),
        sa.Column("at", sa.TIMESTAMP(), nullable=False, comment="when, UTC"),
        schema="audit",
        comment="Each row is one computation of one period by rulebooks or facts other than those before. Key: period, at.",
    )
    op.create_table(
        "money_publication",
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="revision declared final"),
        sa.Column(
            "decrees", sa.Text(), nullable=False, comment="decrees behind the rulebooks of the period, joined by ;"
        ),
        sa.Column("by", sa.Text(), nullable=False, comment="who declared it final"),
        sa.Column("at", sa.TIMESTAMP(), nullable=False, comment="when, UTC"),
        schema="mart",
        comment="Each row is one revision of one period whose money columns were declared final: every rulebook they rest on was confirmed. Key: period, revision. Never changed.",
    )
    for statement in _STATEMENTS:
        op.execute(statement)
