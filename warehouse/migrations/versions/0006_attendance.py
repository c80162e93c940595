"""Persons, attendance days and the accounts that follow from them."""

import sqlalchemy as sa
from alembic import op

revision = "0006_attendance"
down_revision = "0005_reference_time"


def upgrade() -> None:
    """Create the tables."""
    _create_person()
    _create_person_number()
    _create_attendance_day()
    _create_deduction_day()
    _create_discipline_day()


def _create_person() -> None:
    op.create_table(
        "person",
        sa.Column(
            "person_id",
            sa.Text(),
            primary_key=True,
            autoincrement=False,
            comment="SIMPEG/SIASN key, else the first number seen",
        ),
        sa.Column("first_nip", sa.Text(), nullable=False, comment="first number of the person"),
        sa.Column("sex", sa.Text(), comment="L man, P woman"),
        sa.Column("birth_date", sa.DATE(), comment="date of birth"),
        schema="core",
        comment="Each row is one person, whatever numbers the person had.",
    )


def _create_person_number() -> None:
    op.create_table(
        "person_number",
        sa.Column("nip", sa.Text(), nullable=False, comment="NIP or NI PPPK"),
        sa.Column("person_id", sa.Text(), nullable=False, comment="person"),
        sa.Column("valid_from", sa.DATE(), nullable=False, comment="first day it holds"),
        sa.Column("valid_to", sa.DATE(), comment="last day it holds; empty: until further notice"),
        schema="core",
        comment="Each row is one number of one person over one stretch of days. Key: nip, valid_from.",
    )


def _create_attendance_day() -> None:
    op.create_table(
        "attendance_day",
        sa.Column("person_id", sa.Text(), nullable=False, comment="person"),
        sa.Column("nip", sa.Text(), nullable=False, comment="number of the person on that day"),
        sa.Column(
            "work_date", sa.DATE(), nullable=False, comment="date of service: the date on which the shift begins"
        ),
        sa.Column(
            "shift_no",
            sa.Integer(),
            nullable=False,
            comment="number among the shifts of the date, from 1; 0 without a shift",
        ),
        sa.Column("unit_code", sa.Text(), comment="unit on that day"),
        sa.Column("shift_code", sa.Text(), comment="shift, or the work pattern"),
        sa.Column("shift_start", sa.TIMESTAMP(), comment="begin due, after part-day leave, wall time"),
        sa.Column("shift_end", sa.TIMESTAMP(), comment="end due, after part-day leave, wall time"),
        sa.Column("first_in", sa.TIMESTAMP(), comment="punch that counts as coming, wall time"),
        sa.Column("last_out", sa.TIMESTAMP(), comment="punch that counts as going, wall time"),
        sa.Column("mid_punch", sa.TIMESTAMP(), comment="required middle punch, wall time"),
        sa.Column("first_punch_file_id", sa.Integer(), comment="file of first_in"),
        sa.Column("first_punch_record_no", sa.Integer(), comment="record of first_in in its file"),
        sa.Column("last_punch_file_id", sa.Integer(), comment="file of last_out"),
        sa.Column("last_punch_record_no", sa.Integer(), comment="record of last_out in its file"),
        sa.Column("punches", sa.Integer(), nullable=False, comment="punches in the window of the shift, number"),
        sa.Column("missing_punches", sa.Integer(), comment="required punches that are missing, number; 0 on ABSENT"),
        sa.Column(
            "late_minutes",
            sa.Integer(),
            comment="whole minutes from shift_start to first_in, rounded down, not below 0; empty: no first_in",
        ),
        sa.Column(
            "early_minutes",
            sa.Integer(),
            comment="whole minutes from last_out to shift_end, rounded down, not below 0; empty: no last_out",
        ),
        sa.Column(
            "worked_minutes",
            sa.Integer(),
            comment="whole minutes of presence within the shift, less the break, rounded down",
        ),
        sa.Column(
            "status",
            sa.Text(),
            nullable=False,
            comment=("INACTIVE, OFF, DUTY, LEAVE, UNKNOWN, PRESENT, NO_IN, NO_OUT or ABSENT: the first that applies"),
        ),
        sa.Column(
            "leave_code",
            sa.Text(),
            comment="leave or duty that applies (CT CB CS CM CAP CBER CLTN DL TB DIKLAT WFA IZIN)",
        ),
        sa.Column(
            "deduction_percent",
            sa.Numeric(9, 4),
            comment="percent deducted for the day by the rulebook; empty: not judged",
        ),
        sa.Column("rulebook", sa.Text(), nullable=False, comment="rulebook of the day: agency and first day in force"),
        schema="core",
        comment="Each row is one person, date of service and shift. Key: person_id, work_date, shift_no.",
    )


def _create_deduction_day() -> None:
    op.create_table(
        "deduction_day",
        sa.Column("person_id", sa.Text(), nullable=False, comment="person"),
        sa.Column("work_date", sa.DATE(), nullable=False, comment="date of service"),
        sa.Column("shift_no", sa.Integer(), nullable=False, comment="as in core.attendance_day"),
        sa.Column("cause", sa.Text(), nullable=False, comment="LATE, EARLY, NO_IN, NO_OUT, ABSENT, ..."),
        sa.Column(
            "minutes", sa.Integer(), comment="minutes that the band was found by; empty: not a matter of minutes"
        ),
        sa.Column("percent", sa.Numeric(9, 4), nullable=False, comment="percent deducted"),
        sa.Column("rule", sa.Text(), nullable=False, comment="rule of the rulebook"),
        sa.Column("article", sa.Text(), comment="article of the rule; empty: none was found"),
        sa.Column("basis", sa.Text(), nullable=False, comment="VERIFIED (article, source) or ASSUMED (note)"),
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
        schema="core",
        comment=(
            "Each row is one person and working day. Key: person_id, work_date. Account of discipline "
            "(PP 94/2021); never derived from money."
        ),
    )
