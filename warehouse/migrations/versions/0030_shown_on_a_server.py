"""audit.shown_attendance_day: the answer of board.attendance_day, which a server shows and does not compute."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0030_shown_on_a_server"
down_revision = "0029_destruction"

_COLUMNS: dict[str, tuple[Any, str]] = {
    "work_date": (sa.Date(), "date of service"),
    "unit_code": (sa.Text(), "unit on that day; -: small units together"),
    "unit_name": (sa.Text(), "name of the unit"),
    "people": (sa.Integer(), "people of the unit, due or not"),
    "on_time": (sa.Integer(), "people who came and went by two punches, not late"),
    "late": (sa.Integer(), "people who came late"),
    "incomplete": (sa.Integer(), "people with a required punch missing"),
    "absent": (sa.Integer(), "people absent"),
    "duty": (sa.Integer(), "people on duty outside"),
    "leave": (sa.Integer(), "people on leave"),
    "unknown": (sa.Integer(), "people of whom nothing can be said: a device's file is missing"),
    "late_minutes": (sa.BigInteger(), "minutes late of all, whole minutes"),
}


def upgrade() -> None:
    """On PostgreSQL only: over the days of a year the question takes it most of a minute, and DuckDB two seconds."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "shown_attendance_day",
        *(sa.Column(name, kind, comment=meaning) for name, (kind, meaning) in _COLUMNS.items()),
        schema="audit",
        comment="Each row is one row of board.attendance_day, as the workspace computed it. Key: work_date, unit_code.",
    )
    # the same columns in the same order: grants and comments of the view stay
    columns = ", ".join(f'"{name}"' for name in _COLUMNS)
    op.execute(f"create or replace view board.attendance_day as select {columns} from audit.shown_attendance_day")
