"""The accounts of money and discipline as they are filled for the first time: made anew, they were empty before."""

import sqlalchemy as sa
from alembic import op

revision = "0008_accounts"
down_revision = "0007_source_file_now"


def upgrade() -> None:
    """Make the two tables anew, with the numbers that explain a row."""
    op.drop_table("deduction_day", schema="core")
    op.drop_table("discipline_day", schema="core")
    _create_deduction_day()
    _create_discipline_day()


def _create_deduction_day() -> None:
    op.create_table(
        "deduction_day",
        sa.Column("person_id", sa.Text(), nullable=False, comment="person"),
        sa.Column("work_date", sa.DATE(), nullable=False, comment="date of service"),
        sa.Column("shift_no", sa.Integer(), nullable=False, comment="as in core.attendance_day"),
        sa.Column(
            "cause",
            sa.Text(),
            nullable=False,
            comment="LATE, EARLY, NO_IN, NO_OUT, NO_MIDDLE, ABSENT, ABSENCE_RUN, LEAVE or MUSTER",
        ),
        sa.Column(
            "minutes", sa.Integer(), comment="minutes that the band was found by; empty: not a matter of minutes"
        ),
        sa.Column("percent", sa.Numeric(9, 4), nullable=False, comment="percent deducted"),
        sa.Column("rule", sa.Text(), nullable=False, comment="rule of the rulebook"),
        sa.Column("article", sa.Text(), comment="article of the rule; empty: none was found"),
        sa.Column(
            "basis",
            sa.Text(),
            nullable=False,
            comment="VERIFIED, VERIFIED_SECONDARY (article, source) or ASSUMED (note)",
        ),
        sa.Column(
            "leave_working_day",
            sa.Integer(),
            comment="number of the date in its spell of leave, working days; empty: no leave",
        ),
        sa.Column(
            "leave_calendar_day",
            sa.Integer(),
            comment="number of the date in its spell of leave, calendar days; empty: no leave",
        ),
        schema="core",
        comment=(
            "Each row is one cause of deduction of one attendance day. Key: person_id, work_date, "
            "shift_no, cause. Account of money; never the source of discipline."
        ),
    )


def _create_discipline_day() -> None:
    op.create_table(
        "discipline_day",
        sa.Column("person_id", sa.Text(), nullable=False, comment="person"),
        sa.Column("work_date", sa.DATE(), nullable=False, comment="working day"),
        sa.Column(
            "unexcused_days", sa.Numeric(6, 2), nullable=False, comment="unexcused absence of the day, working days"
        ),
        sa.Column(
            "converted_days",
            sa.Integer(),
            nullable=False,
            comment="days that the year's late and early minutes came to on this day",
        ),
        sa.Column("cumulative_days", sa.Numeric(8, 2), nullable=False, comment="sum since 1 January, working days"),
        sa.Column("consecutive_days", sa.Numeric(8, 2), nullable=False, comment="unbroken run, working days"),
        sa.Column("tier", sa.Text(), comment="tier of PP 94/2021, for the superior to examine; empty: none"),
        sa.Column("article", sa.Text(), comment="article of the rule; empty: none was found"),
        sa.Column("minutes", sa.Integer(), nullable=False, comment="unexcused late and early minutes since 1 January"),
        schema="core",
        comment=(
            "Each row is one person and working day. Key: person_id, work_date. Account of discipline "
            "(PP 94/2021); never derived from money."
        ),
    )
