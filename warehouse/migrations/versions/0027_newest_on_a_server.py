"""An index on the server for the newest revision of a person and period, which every view of persons asks for."""

from alembic import op

revision = "0027_newest_on_a_server"
down_revision = "0026_days_on_a_server"


def upgrade() -> None:
    """On PostgreSQL only: behind row-level security its planner knows no better than row by row (decision 34)."""
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("performance_period_newest", "performance_period", ["person_id", "period"], schema="mart")
