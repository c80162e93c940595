"""Reference data of people, units, devices and shifts."""

import sqlalchemy as sa
from alembic import op

revision = "0004_reference_people"
down_revision = "0003_applications"


def upgrade() -> None:
    """Create the tables."""
    _create_employees()
    _create_units()
    _create_devices()
    _create_device_offset()
    _create_device_confirmation()
    _create_pin_map()
    _create_shifts()


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


def _create_employees() -> None:
    op.create_table(
        "employees",
        *_provenance(),
        sa.Column("person_id", sa.Text(), comment="SIMPEG/SIASN key; empty: derived from the first number seen"),
        sa.Column("nip", sa.Text(), nullable=False, comment="NIP, or NI PPPK (changes with the agency)"),
        sa.Column("name", sa.Text(), comment="name"),
        sa.Column("sex", sa.Text(), comment="L man, P woman (L, P)"),
        sa.Column("birth_date", sa.DATE(), comment="date of birth"),
        sa.Column("employment_type", sa.Text(), comment="kind of civil servant (PNS, CPNS, PPPK, PPPK_PW)"),
        sa.Column("position_code", sa.Text(), comment="code of the position"),
        sa.Column("position", sa.Text(), comment="position in words"),
        sa.Column("unit_code", sa.Text(), nullable=False, comment="unit of the position"),
        sa.Column("grade", sa.Text(), comment="class of the position or rank"),
        sa.Column(
            "status", sa.Text(), nullable=False, comment="legal position (kedudukan hukum) (ACTIVE, CLTN, RETIRED)"
        ),
        sa.Column("valid_from", sa.DATE(), nullable=False, comment="first day it holds"),
        sa.Column("valid_to", sa.DATE(), comment="last day it holds; empty: until further notice"),
        schema="core",
        comment=(
            "Each row is one employee's unit, position and status over one stretch of days. Key: nip, "
            "valid_from; the newest export in force counts."
        ),
    )


def _create_units() -> None:
    op.create_table(
        "units",
        *_provenance(),
        sa.Column("unit_code", sa.Text(), nullable=False, comment="code of the unit"),
        sa.Column("name", sa.Text(), nullable=False, comment="name of the unit"),
        sa.Column("parent_code", sa.Text(), comment="unit above"),
        sa.Column(
            "unit_type",
            sa.Text(),
            nullable=False,
            comment="kind of unit, for peer groups (SCHOOL, CLINIC, COUNTER, OFFICE, ...)",
        ),
        sa.Column(
            "work_pattern",
            sa.Text(),
            nullable=False,
            comment="usual hours of those without a roster (FIVE_DAY, SIX_DAY, ROSTER)",
        ),
        sa.Column("valid_from", sa.DATE(), nullable=False, comment="first day it holds"),
        sa.Column("valid_to", sa.DATE(), comment="last day it holds; empty: until further notice"),
        schema="core",
        comment=(
            "Each row is one organisational unit over one stretch of days. Key: unit_code, valid_from; "
            "the newest export in force counts."
        ),
    )


def _create_devices() -> None:
    op.create_table(
        "devices",
        *_provenance(),
        sa.Column("device_id", sa.Text(), nullable=False, comment="our name of the device"),
        sa.Column("source", sa.Text(), comment="source whose files it fills; empty: any"),
        sa.Column("serial", sa.Text(), comment="serial number"),
        sa.Column("number", sa.Text(), comment="device number inside its files"),
        sa.Column("aliases", sa.Text(), comment="other names found in files, separated by `;`"),
        sa.Column("unit_code", sa.Text(), comment="unit it serves"),
        sa.Column("timezone", sa.Text(), comment="zone of its place, IANA name; empty: that of the source"),
        sa.Column("valid_from", sa.DATE(), nullable=False, comment="first day it holds"),
        sa.Column("valid_to", sa.DATE(), comment="last day it holds; empty: until further notice"),
        schema="core",
        comment=(
            "Each row is one attendance device at one place over one stretch of days. Key: device_id, "
            "valid_from; the newest export in force counts."
        ),
    )


def _create_device_offset() -> None:
    op.create_table(
        "device_offset",
        *_provenance(),
        sa.Column("device_id", sa.Text(), nullable=False, comment="device"),
        sa.Column("from_at", sa.TIMESTAMP(), nullable=False, comment="first wrong reading, as the device showed it"),
        sa.Column("to_at", sa.TIMESTAMP(), nullable=False, comment="last wrong reading, as the device showed it"),
        sa.Column("offset_seconds", sa.Integer(), nullable=False, comment="true time less shown time, in seconds"),
        sa.Column("evidence", sa.Text(), nullable=False, comment="how it was found and who says so"),
        schema="core",
        comment=(
            "Each row is one stretch of time during which a device's clock was wrong by a known "
            "amount. Key: device_id, from_at; the newest export in force counts."
        ),
    )


def _create_device_confirmation() -> None:
    op.create_table(
        "device_confirmation",
        *_provenance(),
        sa.Column("device_id", sa.Text(), nullable=False, comment="device"),
        sa.Column("from_at", sa.TIMESTAMP(), nullable=False, comment="begin, wall time"),
        sa.Column("to_at", sa.TIMESTAMP(), nullable=False, comment="end, wall time"),
        sa.Column("confirmed_by", sa.Text(), nullable=False, comment="who confirms"),
        sa.Column("evidence", sa.Text(), nullable=False, comment="on what ground"),
        schema="core",
        comment=(
            "Each row is one stretch of time for which someone confirms that a device's record is "
            "complete. Key: device_id, from_at; the newest export in force counts."
        ),
    )


def _create_pin_map() -> None:
    op.create_table(
        "pin_map",
        *_provenance(),
        sa.Column("device_id", sa.Text(), nullable=False, comment="device, or `*` for every device without an own row"),
        sa.Column("pin", sa.Text(), nullable=False, comment="PIN as text without padding"),
        sa.Column("nip", sa.Text(), nullable=False, comment="person it belongs to"),
        sa.Column("valid_from", sa.DATE(), nullable=False, comment="first day it holds"),
        sa.Column("valid_to", sa.DATE(), comment="last day it holds; empty: until further notice"),
        schema="core",
        comment=(
            "Each row is whose number a PIN is on a device over one stretch of days. Key: device_id, "
            "pin, valid_from; the newest export in force counts."
        ),
    )


def _create_shifts() -> None:
    op.create_table(
        "shifts",
        *_provenance(),
        sa.Column("shift_code", sa.Text(), nullable=False, comment="code of the shift"),
        sa.Column("name", sa.Text(), comment="name of the shift"),
        sa.Column("start", sa.Integer(), nullable=False, comment="begin, minutes after midnight of the work date"),
        sa.Column(
            "end",
            sa.Integer(),
            nullable=False,
            comment="end, minutes after midnight of the work date; past midnight above 1440",
        ),
        sa.Column("break_start", sa.Integer(), comment="begin of the break, minutes after midnight of the work date"),
        sa.Column("break_end", sa.Integer(), comment="end of the break, minutes after midnight of the work date"),
        sa.Column("half_at", sa.Integer(), comment="where half a day's leave divides the shift; empty: the midpoint"),
        sa.Column("middle_from", sa.Integer(), comment="first minute of the required middle punch, if one is required"),
        sa.Column("middle_to", sa.Integer(), comment="last minute of the required middle punch"),
        sa.Column(
            "discipline_days",
            sa.Numeric(4, 2),
            comment="working days that absence from it counts; empty: once per work date",
        ),
        sa.Column("valid_from", sa.DATE(), nullable=False, comment="first day it holds"),
        sa.Column("valid_to", sa.DATE(), comment="last day it holds; empty: until further notice"),
        schema="core",
        comment=(
            "Each row is the hours of one shift over one stretch of days. Key: shift_code, valid_from; "
            "the newest export in force counts."
        ),
    )
