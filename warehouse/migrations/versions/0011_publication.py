"""What was declared final, and the view that tells what each revision is worth."""

import sqlalchemy as sa
from alembic import op

revision = "0011_publication"
down_revision = "0010_period_views"

_STATEMENTS = (
    "create or replace view mart.performance_state as select known.period, known.revision, case when known.revision = latest.published then 'FINAL' when known.revision = latest.revision then 'PROVISIONAL' else 'SUPERSEDED' end as state, publication.digest from (select distinct period, revision from mart.performance_period) as known join (select rows.period, max(rows.revision) as revision, max(publication.revision) as published from mart.performance_period as rows left join mart.publication as publication on publication.period = rows.period group by rows.period) as latest on latest.period = known.period left join mart.publication as publication on publication.period = known.period and publication.revision = known.revision",
    "comment on view mart.performance_state is 'Each row is one revision of one period and what it is worth. Key: period, revision.'",
    "comment on column mart.performance_state.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.performance_state.revision is 'revision of the period'",
    "comment on column mart.performance_state.state is 'FINAL: the newest one published; PROVISIONAL: newer than that; SUPERSEDED: older than either'",
    "comment on column mart.performance_state.digest is 'digest it was published with; empty: it was not'",
)


def upgrade() -> None:
    """Make the table, then the view over it."""
    op.create_table(
        "publication",
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="revision declared final"),
        sa.Column(
            "digest", sa.Text(), nullable=False, comment="sha256 over the rows of the period as that revision has them"
        ),
        sa.Column("by", sa.Text(), nullable=False, comment="who declared it final"),
        sa.Column("at", sa.TIMESTAMP(), nullable=False, comment="when, UTC"),
        sa.Column(
            "accepted_unknown", sa.Text(), comment="why open or unknown days were accepted; empty: there were none"
        ),
        schema="mart",
        comment="Each row is one revision of one period that was declared final. Key: period, revision. Never changed.",
    )
    for statement in _STATEMENTS:
        op.execute(statement)
