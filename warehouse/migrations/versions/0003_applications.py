"""Snapshots of applications: complaints, targets and assessments."""

import sqlalchemy as sa
from alembic import op

revision = "0003_applications"
down_revision = "0002_events"


def upgrade() -> None:
    """Create the tables."""
    _create_complaint()
    _create_target()
    _create_assessment()


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


def _create_complaint() -> None:
    op.create_table(
        "complaint",
        *_provenance(),
        sa.Column("ticket", sa.Text(), nullable=False, comment="ticket number"),
        sa.Column(
            "class",
            sa.Text(),
            nullable=False,
            comment=("class of SP4N-LAPOR!, decides the limit (INFORMATION, NON_SUPERVISORY, SUPERVISORY, ASPIRATION)"),
        ),
        sa.Column("unit_code", sa.Text(), comment="unit that must answer"),
        sa.Column("category", sa.Text(), comment="subject of the complaint"),
        sa.Column("channel", sa.Text(), comment="way it came in"),
        sa.Column("created_at", sa.TIMESTAMP(), nullable=False, comment="when the citizen sent it"),
        sa.Column("verified_at", sa.TIMESTAMP(), comment="when it was verified"),
        sa.Column("forwarded_at", sa.TIMESTAMP(), comment="when it reached the unit"),
        sa.Column("first_response_at", sa.TIMESTAMP(), comment="first answer of the unit"),
        sa.Column("closed_at", sa.TIMESTAMP(), comment="when it was closed"),
        sa.Column("status", sa.Text(), comment="status in the application's words"),
        sa.Column("rating", sa.Integer(), comment="citizen's rating of the handling, 1 to 5"),
        sa.Column("as_at", sa.TIMESTAMP(), comment="moment of the export"),
        schema="core",
        comment=(
            "Each row is one citizen's ticket as it stood at `as_at`. Key: ticket; the newest export in force counts."
        ),
    )


def _create_target() -> None:
    op.create_table(
        "target",
        *_provenance(),
        sa.Column("nip", sa.Text(), comment="person whose target it is"),
        sa.Column("unit_code", sa.Text(), comment="unit whose target it is"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("indicator_code", sa.Text(), nullable=False, comment="code of the indicator"),
        sa.Column("indicator", sa.Text(), comment="indicator in words"),
        sa.Column(
            "aspect",
            sa.Text(),
            nullable=False,
            comment="aspect measured (PermenPANRB 6/2022) (QUANTITY, QUALITY, TIME, COST)",
        ),
        sa.Column("unit_of_measure", sa.Text(), comment="what target and realisation count"),
        sa.Column("direction", sa.Text(), nullable=False, comment="whether more or less is better (HIGHER, LOWER)"),
        sa.Column("rollup", sa.Text(), nullable=False, comment="how sub-periods add up (SUM, LAST, MEAN)"),
        sa.Column("weight", sa.Numeric(9, 4), comment="weight among the person's targets"),
        sa.Column("target", sa.Numeric(18, 4), comment="amount agreed, in `unit_of_measure`"),
        sa.Column("realised", sa.Numeric(18, 4), comment="amount reached, in `unit_of_measure`"),
        sa.Column("agreed_at", sa.TIMESTAMP(), comment="when the superior agreed"),
        sa.Column("employee_agreed_at", sa.TIMESTAMP(), comment="when the employee agreed"),
        schema="core",
        comment=(
            "Each row is one indicator agreed for one person or unit and one period, as it stood at "
            "the export. Key: nip, unit_code, period, indicator_code, aspect; the newest export in "
            "force counts."
        ),
    )


def _create_assessment() -> None:
    op.create_table(
        "assessment",
        *_provenance(),
        sa.Column("nip", sa.Text(), nullable=False, comment="employee rated"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("result_rating", sa.Integer(), comment="hasil kerja: 1 above, 2 meets, 3 below (1, 2, 3)"),
        sa.Column("behaviour_rating", sa.Integer(), comment="perilaku kerja: 1 above, 2 meets, 3 below (1, 2, 3)"),
        sa.Column(
            "berorientasi_pelayanan",
            sa.Integer(),
            comment="service orientation: 1 above, 2 meets, 3 below expectation (1, 2, 3)",
        ),
        sa.Column("akuntabel", sa.Integer(), comment="accountability: 1 above, 2 meets, 3 below expectation (1, 2, 3)"),
        sa.Column("kompeten", sa.Integer(), comment="competence: 1 above, 2 meets, 3 below expectation (1, 2, 3)"),
        sa.Column("harmonis", sa.Integer(), comment="harmony: 1 above, 2 meets, 3 below expectation (1, 2, 3)"),
        sa.Column("loyal", sa.Integer(), comment="loyalty: 1 above, 2 meets, 3 below expectation (1, 2, 3)"),
        sa.Column("adaptif", sa.Integer(), comment="adaptability: 1 above, 2 meets, 3 below expectation (1, 2, 3)"),
        sa.Column(
            "kolaboratif", sa.Integer(), comment="collaboration: 1 above, 2 meets, 3 below expectation (1, 2, 3)"
        ),
        sa.Column("assessor_nip", sa.Text(), comment="superior who rated"),
        sa.Column("assessed_at", sa.TIMESTAMP(), comment="when the rating was given"),
        sa.Column("feedback_at", sa.TIMESTAMP(), comment="when feedback was given"),
        sa.Column("acknowledged_at", sa.TIMESTAMP(), comment="when the employee acknowledged it"),
        schema="core",
        comment=(
            "Each row is a superior's ratings of one employee for one period, as they stood at the "
            "export. Key: nip, period; the newest export in force counts."
        ),
    )
