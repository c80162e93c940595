"""The maps from a scored person to cases, and the work that peers are compared by."""

import sqlalchemy as sa
from alembic import op

revision = "0019_maps"
down_revision = "0018_lineage_outbox"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "person_case",
        sa.Column("agency", sa.Text(), nullable=False, comment="code of the agency"),
        sa.Column("person_id", sa.Text(), nullable=False, comment="person"),
        sa.Column("nip", sa.Text(), nullable=False, comment="last number of the person in the period"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("app", sa.Text(), nullable=False, comment="application that recorded the case"),
        sa.Column("case_id", sa.Text(), nullable=False, comment="number of the case in the application"),
        sa.Column("service_code", sa.Text(), nullable=False, comment="service of the service catalogue"),
        sa.Column("standard_minutes", sa.Numeric(12, 4), nullable=False, comment="work in one such case, minutes"),
        sa.Column(
            "completed", sa.Integer(), nullable=False, comment="1: completed by the person in the period; else 0"
        ),
        sa.Column("on_time", sa.Integer(), nullable=False, comment="1: completed within the service standard; else 0"),
        sa.Column(
            "late", sa.Integer(), nullable=False, comment="1: fell due in the period on the person's desk; else 0"
        ),
        sa.Column(
            "overdue", sa.Integer(), nullable=False, comment="1: still open and late at the period's end; else 0"
        ),
        sa.Column("reworked", sa.Integer(), nullable=False, comment="1: needed rework; else 0"),
        sa.Column("of_desk", sa.Integer(), nullable=False, comment="1: work of the desk in the period; else 0"),
        sa.Column("received_at", sa.TIMESTAMP(), nullable=False, comment="when the case was received, wall time"),
        sa.Column("completed_at", sa.TIMESTAMP(), comment="when it was completed, wall time; empty: it was not"),
        sa.Column(
            "late_at",
            sa.TIMESTAMP(),
            comment="first moment at which it is late, wall time; empty: not due by the period's end",
        ),
        schema="mart",
        comment="Each row is what one case was to one person in one period, as of its newest scoring. Key: person_id, period, app, case_id.",
    )
    op.create_table(
        "person_work",
        sa.Column("agency", sa.Text(), nullable=False, comment="code of the agency"),
        sa.Column("person_id", sa.Text(), nullable=False, comment="person"),
        sa.Column("nip", sa.Text(), nullable=False, comment="last number of the person in the period"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("peer_group", sa.Text(), comment="position and type of unit, as in mart.performance_period"),
        sa.Column("done_minutes", sa.Numeric(18, 4), nullable=False, comment="standard minutes of the cases completed"),
        sa.Column(
            "desk_minutes", sa.Numeric(18, 4), nullable=False, comment="standard minutes of the cases of the desk"
        ),
        sa.Column("squared_minutes", sa.Numeric(38, 8), nullable=False, comment="sum of their squares"),
        sa.Column("available_minutes", sa.Integer(), nullable=False, comment="minutes the person was there to work"),
        sa.Column("completed", sa.Integer(), nullable=False, comment="cases completed by the person, number"),
        sa.Column("cases", sa.Integer(), nullable=False, comment="cases of the desk, number"),
        sa.Column(
            "on_time", sa.Integer(), nullable=False, comment="cases completed within the service standard, number"
        ),
        sa.Column("late", sa.Integer(), nullable=False, comment="cases that fell due on the desk, number"),
        sa.Column(
            "overdue", sa.Integer(), nullable=False, comment="cases still open and late at the period's end, number"
        ),
        sa.Column("reworked", sa.Integer(), nullable=False, comment="completed cases that needed rework, number"),
        schema="mart",
        comment="Each row is one person's work on cases in one period, as of its newest scoring: peers are compared by it. Key: person_id, period.",
    )
