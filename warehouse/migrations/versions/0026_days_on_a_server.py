"""Indexes by which PostgreSQL finds the days of facts: a few pages each, as facts lie in the order of time."""

from alembic import op

revision = "0026_days_on_a_server"
down_revision = "0025_published_part"

_MOMENTS = {
    "access": "occurred_at",
    "attendance_day": "work_date",
    "deduction_day": "work_date",
    "discipline_day": "work_date",
    "punch": "punched_at",
    "service_event": "occurred_at",
    "survey_response": "submitted_at",
}


def upgrade() -> None:
    """On PostgreSQL only: DuckDB keeps the like for every column by itself."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, moment in _MOMENTS.items():
        op.execute(f"create index {table}_{moment} on core.{table} using brin ({moment}) with (autosummarize = on)")
