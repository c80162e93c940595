"""OpenLineage events, written with the data they tell of."""

import sqlalchemy as sa
from alembic import op

revision = "0018_lineage_outbox"
down_revision = "0017_fairness"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "lineage_outbox",
        sa.Column("seq", sa.Integer(), nullable=False, comment="running number of events, without gaps"),
        sa.Column(
            "run_id",
            sa.Text(),
            nullable=False,
            comment="run it belongs to: one START, then exactly one COMPLETE or FAIL",
        ),
        sa.Column(
            "load_id",
            sa.Integer(),
            comment="load, replay or withdrawal of that run; empty: another kind of run",
        ),
        sa.Column("event_type", sa.Text(), nullable=False, comment="START, COMPLETE or FAIL"),
        sa.Column("event", sa.Text(), comment="the event as JSON; empty: delivered, and so was the end of its run"),
        sa.Column("created_at", sa.TIMESTAMP(), nullable=False, comment="when, UTC"),
        sa.Column("delivered_at", sa.TIMESTAMP(), comment="when the file or endpoint had it, UTC; empty: it waits"),
        schema="audit",
        comment="Each row is one OpenLineage event, written by the transaction it tells of and delivered afterwards. Key: seq.",
    )
