"""Events of devices, applications and surveys."""

import sqlalchemy as sa
from alembic import op

revision = "0002_events"
down_revision = "0001_audit"


def upgrade() -> None:
    """Create the tables."""
    _create_punch()
    _create_service_event()
    _create_access()
    _create_survey_response()
    _create_snapshot()
    _create_device_coverage()


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


def _create_punch() -> None:
    op.create_table(
        "punch",
        *_provenance(),
        sa.Column(
            "device_id", sa.Text(), nullable=False, comment="device of the register, or `source:<name>` when unknown"
        ),
        sa.Column(
            "pin", sa.Text(), nullable=False, comment="number of the person on that device, as text without padding"
        ),
        sa.Column("punched_at", sa.TIMESTAMP(), nullable=False, comment="wall time shown by the device"),
        sa.Column("timezone", sa.Text(), nullable=False, comment="zone of the device's place, IANA name"),
        sa.Column("verify_mode", sa.Integer(), comment="how the person was recognised, code of the device family"),
        sa.Column("state", sa.Integer(), comment="in/out key pressed, code of the device family; not trusted"),
        sa.Column("work_code", sa.Text(), comment="work code typed in at the device"),
        sa.Column(
            "device_address", sa.Text(), nullable=False, comment="device as its file names it: source:<name>/<number>"
        ),
        schema="core",
        comment=(
            "Each row is one press of a finger, face, palm, card or password on one device at one "
            "second. Key: device_id, pin, punched_at; copies are one row."
        ),
    )


def _create_service_event() -> None:
    op.create_table(
        "service_event",
        *_provenance(),
        sa.Column("app", sa.Text(), nullable=False, comment="application that recorded the event"),
        sa.Column("case_id", sa.Text(), nullable=False, comment="number of the case in the application"),
        sa.Column("service_code", sa.Text(), comment="service of the service catalogue"),
        sa.Column(
            "event",
            sa.Text(),
            nullable=False,
            comment=(
                "what happened; RETURNED is to the applicant (RECEIVED, ASSIGNED, COMPLETED, RETURNED, "
                "RESUBMITTED, REWORK, REJECTED, CANCELLED)"
            ),
        ),
        sa.Column("nip", sa.Text(), comment="number of the officer who acted, if a person did"),
        sa.Column("unit_code", sa.Text(), comment="unit whose counter holds the case"),
        sa.Column("occurred_at", sa.TIMESTAMP(), nullable=False, comment="wall time of the event"),
        sa.Column("timezone", sa.Text(), nullable=False, comment="zone of `occurred_at`, IANA name"),
        schema="core",
        comment=(
            "Each row is one thing that happened to one case of one application. Key: app, case_id, "
            "event, occurred_at; copies are one row."
        ),
    )


def _create_access() -> None:
    op.create_table(
        "access",
        *_provenance(),
        sa.Column("app", sa.Text(), nullable=False, comment="application asked"),
        sa.Column("nip", sa.Text(), nullable=False, comment="number of the employee signed in"),
        sa.Column(
            "occurred_at", sa.TIMESTAMP(), nullable=False, comment="wall time of the request in the source's zone"
        ),
        sa.Column("timezone", sa.Text(), nullable=False, comment="zone of `occurred_at`, IANA name"),
        sa.Column("method", sa.Text(), comment="HTTP method"),
        sa.Column("path", sa.Text(), comment="path asked for, without the query string"),
        sa.Column("status", sa.Integer(), comment="HTTP status"),
        sa.Column("bytes", sa.BigInteger(), comment="size of the answer in bytes"),
        schema="core",
        comment=(
            "Each row is one request of one signed-in employee to one application. Key: app, nip, "
            "occurred_at, method, path, status, bytes; copies are one row."
        ),
    )


def _create_survey_response() -> None:
    op.create_table(
        "survey_response",
        *_provenance(),
        sa.Column("survey", sa.Text(), nullable=False, comment="survey the answer belongs to"),
        sa.Column(
            "respondent",
            sa.Text(),
            nullable=False,
            comment="the form's own running number or token of the answer; never a name or citizen's number",
        ),
        sa.Column("unit_code", sa.Text(), nullable=False, comment="unit that served"),
        sa.Column("service_code", sa.Text(), comment="service received"),
        sa.Column("submitted_at", sa.TIMESTAMP(), nullable=False, comment="wall time of the answer"),
        sa.Column("age_band", sa.Text(), comment="age band as the form offers it"),
        sa.Column("sex", sa.Text(), comment="L man, P woman (L, P)"),
        sa.Column("education", sa.Text(), comment="highest schooling, in the form's words"),
        sa.Column("occupation", sa.Text(), comment="occupation, in the form's words"),
        sa.Column("u1", sa.Integer(), comment="persyaratan, 1 (worst) to 4 (best) (1, 2, 3, 4)"),
        sa.Column("u2", sa.Integer(), comment="sistem, mekanisme dan prosedur, 1 (worst) to 4 (best) (1, 2, 3, 4)"),
        sa.Column("u3", sa.Integer(), comment="waktu penyelesaian, 1 (worst) to 4 (best) (1, 2, 3, 4)"),
        sa.Column("u4", sa.Integer(), comment="biaya/tarif, 1 (worst) to 4 (best) (1, 2, 3, 4)"),
        sa.Column("u5", sa.Integer(), comment="produk spesifikasi jenis pelayanan, 1 (worst) to 4 (best) (1, 2, 3, 4)"),
        sa.Column("u6", sa.Integer(), comment="kompetensi pelaksana, 1 (worst) to 4 (best) (1, 2, 3, 4)"),
        sa.Column("u7", sa.Integer(), comment="perilaku pelaksana, 1 (worst) to 4 (best) (1, 2, 3, 4)"),
        sa.Column(
            "u8", sa.Integer(), comment="penanganan pengaduan, saran dan masukan, 1 (worst) to 4 (best) (1, 2, 3, 4)"
        ),
        sa.Column("u9", sa.Integer(), comment="sarana dan prasarana, 1 (worst) to 4 (best) (1, 2, 3, 4)"),
        schema="core",
        comment=(
            "Each row is the answers of one respondent about one service. Key: survey, respondent; copies are one row."
        ),
    )


def _create_snapshot() -> None:
    op.create_table(
        "snapshot",
        sa.Column("source", sa.Text(), nullable=False, comment="source of sources.toml"),
        sa.Column("record", sa.Text(), nullable=False, comment="record type"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="file that holds the picture"),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="load that brought it"),
        sa.Column("as_at", sa.TIMESTAMP(), nullable=False, comment="moment of the picture, wall time"),
        sa.Column(
            "sha256",
            sa.Text(),
            nullable=False,
            comment="sha256 of the file: decides between equal moments, the greater wins",
        ),
        sa.Column("rows", sa.BigInteger(), nullable=False, comment="rows of the picture, number"),
        sa.Column("in_force", sa.Boolean(), nullable=False, comment="the picture that counts for its source"),
        sa.Column(
            "verdict", sa.Text(), nullable=False, comment="IN_FORCE, OLDER, SHRUNK or WITHDRAWN; NEW within a commit"
        ),
        schema="core",
        comment=("Each row is one picture of a snapshot kind, and whether it counts; decided again at every commit."),
    )


def _create_device_coverage() -> None:
    op.create_table(
        "device_coverage",
        sa.Column("file_id", sa.Integer(), nullable=False, comment="file"),
        sa.Column(
            "device_address", sa.Text(), nullable=False, comment="device as its file names it: source:<name>/<number>"
        ),
        sa.Column(
            "first_punched_at",
            sa.TIMESTAMP(),
            nullable=False,
            comment="earliest punch in the file, clock of the device",
        ),
        sa.Column(
            "last_punched_at", sa.TIMESTAMP(), nullable=False, comment="latest punch in the file, clock of the device"
        ),
        sa.Column(
            "cumulative",
            sa.Boolean(),
            nullable=False,
            comment="the file repeats the device's whole log: it covers all time before too",
        ),
        schema="core",
        comment=(
            "Each row is the stretch of time for which one committed file speaks of one device. Key: "
            "file_id, device_address."
        ),
    )
