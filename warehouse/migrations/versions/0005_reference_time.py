"""Reference data of rosters, calendars, leave, services and decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0005_reference_time"
down_revision = "0004_reference_people"


def upgrade() -> None:
    """Create the tables."""
    _create_roster()
    _create_calendar()
    _create_leave()
    _create_permission()
    _create_punch_correction()
    _create_muster()
    _create_service_catalogue()
    _create_training()
    _create_organisation_predicate()
    _create_objection()
    _create_decision()


def _provenance() -> list[sa.Column]:  # type: ignore[type-arg] # any type
    return [
        sa.Column("load_id", sa.Integer(), nullable=False, comment="load that brought the row"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="file the row comes from"),
        sa.Column(
            "record_no",
            sa.Integer(),
            nullable=False,
            comment="line of the file or row of the sheet where the record begins, the first is 1",
        ),
        sa.Column("item_no", sa.Integer(), nullable=False, comment="number of the item within the record, from 1"),
    ]


def _create_roster() -> None:
    op.create_table(
        "roster",
        *_provenance(),
        sa.Column("nip", sa.Text(), nullable=False, comment="person"),
        sa.Column("work_date", sa.DATE(), nullable=False, comment="date on which the shift begins"),
        sa.Column("shift_code", sa.Text(), nullable=False, comment="shift, or OFF"),
        schema="core",
        comment=(
            "Each row is one shift planned for one person on one date. Key: nip, work_date, "
            "shift_code; the newest export in force counts."
        ),
    )


def _create_calendar() -> None:
    op.create_table(
        "calendar",
        *_provenance(),
        sa.Column("date_from", sa.DATE(), nullable=False, comment="first day"),
        sa.Column("date_to", sa.DATE(), comment="last day; empty: one day"),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="what the days are (HOLIDAY, CUTI_BERSAMA, ELECTION, RAMADAN)"
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="occasion"),
        sa.Column("decree", sa.Text(), nullable=False, comment="number of the decree"),
        schema="core",
        comment=(
            "Each row is one stretch of days that a decree makes a holiday, shared leave, election day "
            "or Ramadan. Key: kind, date_from; the newest export in force counts."
        ),
    )


def _create_leave() -> None:
    op.create_table(
        "leave",
        *_provenance(),
        sa.Column("nip", sa.Text(), nullable=False, comment="person"),
        sa.Column(
            "leave_code",
            sa.Text(),
            nullable=False,
            comment="kind of leave or duty (CT, CB, CS, CM, CAP, CBER, CLTN, DL, TB, DIKLAT, WFA, IZIN)",
        ),
        sa.Column("date_from", sa.DATE(), nullable=False, comment="first day"),
        sa.Column("date_to", sa.DATE(), nullable=False, comment="last day"),
        sa.Column("part", sa.Text(), nullable=False, comment="whole days or one half (FULL, AM, PM)"),
        sa.Column("reason_code", sa.Text(), comment="reason where a rule asks for it; never a diagnosis"),
        sa.Column("inpatient", sa.Boolean(), comment="in hospital (sick leave)"),
        sa.Column("child_no", sa.Integer(), comment="which child (birth leave)"),
        sa.Column("approved", sa.Boolean(), nullable=False, comment="approved"),
        sa.Column("document_no", sa.Text(), comment="number of the letter"),
        schema="core",
        comment=(
            "Each row is one stretch of leave or duty of one person. Key: nip, leave_code, date_from, "
            "part; the newest export in force counts."
        ),
    )


def _create_permission() -> None:
    op.create_table(
        "permission",
        *_provenance(),
        sa.Column("nip", sa.Text(), nullable=False, comment="person"),
        sa.Column("work_date", sa.DATE(), nullable=False, comment="date of service"),
        sa.Column("kind", sa.Text(), nullable=False, comment="what is permitted (LATE, EARLY, NO_IN, NO_OUT, ABSENT)"),
        sa.Column("document_no", sa.Text(), nullable=False, comment="number of the letter"),
        sa.Column("approved", sa.Boolean(), nullable=False, comment="approved"),
        schema="core",
        comment=(
            "Each row is one letter that permits one lateness, early leave, missing punch or absence. "
            "Key: nip, work_date, kind; the newest export in force counts."
        ),
    )


def _create_punch_correction() -> None:
    op.create_table(
        "punch_correction",
        *_provenance(),
        sa.Column("nip", sa.Text(), nullable=False, comment="person"),
        sa.Column("work_date", sa.DATE(), nullable=False, comment="date of service"),
        sa.Column("kind", sa.Text(), nullable=False, comment="which punch (IN, OUT, MIDDLE)"),
        sa.Column("punched_at", sa.TIMESTAMP(), nullable=False, comment="wall time confirmed"),
        sa.Column("approved_by", sa.Text(), nullable=False, comment="number of the superior"),
        sa.Column("document_no", sa.Text(), nullable=False, comment="number of the letter"),
        schema="core",
        comment=(
            "Each row is one forgotten punch, confirmed by the direct superior. Key: nip, work_date, "
            "kind; the newest export in force counts."
        ),
    )


def _create_muster() -> None:
    op.create_table(
        "muster",
        *_provenance(),
        sa.Column("nip", sa.Text(), nullable=False, comment="person"),
        sa.Column("muster_date", sa.DATE(), nullable=False, comment="date of the muster"),
        sa.Column("muster", sa.Text(), nullable=False, comment="name of the muster"),
        sa.Column("present", sa.Boolean(), nullable=False, comment="was there"),
        schema="core",
        comment=(
            "Each row is one person's presence at one muster (apel) or ceremony. Key: nip, "
            "muster_date, muster; the newest export in force counts."
        ),
    )


def _create_service_catalogue() -> None:
    op.create_table(
        "service_catalogue",
        *_provenance(),
        sa.Column("service_code", sa.Text(), nullable=False, comment="code of the service"),
        sa.Column("name", sa.Text(), nullable=False, comment="name of the service"),
        sa.Column("unit_code", sa.Text(), comment="unit that gives it"),
        sa.Column("standard_minutes", sa.Numeric(12, 4), nullable=False, comment="work in one case, in minutes"),
        sa.Column("limit_value", sa.Integer(), nullable=False, comment="time promised to the citizen, in `limit_unit`"),
        sa.Column(
            "limit_unit", sa.Text(), nullable=False, comment="unit of `limit_value` (WORKING_MINUTES, WORKING_DAYS)"
        ),
        sa.Column("valid_from", sa.DATE(), nullable=False, comment="first day it holds"),
        sa.Column("valid_to", sa.DATE(), comment="last day it holds; empty: until further notice"),
        schema="core",
        comment=(
            "Each row is the standard of one public service over one stretch of days. Key: "
            "service_code, valid_from; the newest export in force counts."
        ),
    )


def _create_training() -> None:
    op.create_table(
        "training",
        *_provenance(),
        sa.Column("nip", sa.Text(), nullable=False, comment="person"),
        sa.Column("training_code", sa.Text(), nullable=False, comment="code of the training"),
        sa.Column("name", sa.Text(), nullable=False, comment="name of the training"),
        sa.Column("date_from", sa.DATE(), nullable=False, comment="first day"),
        sa.Column("date_to", sa.DATE(), nullable=False, comment="last day"),
        sa.Column("hours", sa.Integer(), comment="lesson hours (JP)"),
        sa.Column("passed", sa.Boolean(), comment="passed"),
        schema="core",
        comment=(
            "Each row is one person's part in one training. Key: nip, training_code, date_from; the "
            "newest export in force counts."
        ),
    )


def _create_organisation_predicate() -> None:
    op.create_table(
        "organisation_predicate",
        *_provenance(),
        sa.Column("unit_code", sa.Text(), nullable=False, comment="unit"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column(
            "predicate",
            sa.Integer(),
            nullable=False,
            comment="1 istimewa, 2 baik, 3 butuh perbaikan, 4 kurang, 5 sangat kurang (1, 2, 3, 4, 5)",
        ),
        sa.Column("decision_no", sa.Text(), comment="number of the decision"),
        schema="core",
        comment=(
            "Each row is the predicate one unit was given for one period. Key: unit_code, period; the "
            "newest export in force counts."
        ),
    )


def _create_objection() -> None:
    op.create_table(
        "objection",
        *_provenance(),
        sa.Column("objection_no", sa.Text(), nullable=False, comment="number of the objection"),
        sa.Column("nip", sa.Text(), nullable=False, comment="person who objects"),
        sa.Column("period", sa.Text(), nullable=False, comment="period objected to"),
        sa.Column("component", sa.Text(), comment="component objected to; empty: the whole"),
        sa.Column("filed_at", sa.TIMESTAMP(), nullable=False, comment="when it was filed"),
        sa.Column("decided_at", sa.TIMESTAMP(), comment="when it was decided"),
        sa.Column("outcome", sa.Text(), comment="decision (PENDING, ACCEPTED, REJECTED, PARTLY)"),
        schema="core",
        comment=(
            "Each row is one objection (keberatan) of one employee against one figure. Key: "
            "objection_no; the newest export in force counts."
        ),
    )


def _create_decision() -> None:
    op.create_table(
        "decision",
        *_provenance(),
        sa.Column("decision_no", sa.Text(), nullable=False, comment="number of the decision"),
        sa.Column("nip", sa.Text(), nullable=False, comment="person concerned"),
        sa.Column("period", sa.Text(), nullable=False, comment="period of the recommendation"),
        sa.Column("kind", sa.Text(), nullable=False, comment="kind of the recommendation"),
        sa.Column("decision", sa.Text(), nullable=False, comment="what was decided"),
        sa.Column("decided_at", sa.TIMESTAMP(), nullable=False, comment="when"),
        sa.Column("decided_by", sa.Text(), nullable=False, comment="number of who decided"),
        schema="core",
        comment=(
            "Each row is what a person in charge decided on one recommendation. Key: decision_no; the "
            "newest export in force counts."
        ),
    )
