"""Loads, files, control totals, validation and quarantine."""

import sqlalchemy as sa
from alembic import op

revision = "0001_audit"
down_revision = None


def upgrade() -> None:
    """Create the three schemas and the tables of audit."""
    for schema in ("audit", "core", "mart"):
        op.execute(f"create schema if not exists {schema}")
    _create_load()
    _create_configuration()
    _create_source_file()
    _create_arrival()
    _create_staged_file()
    _create_withdrawal()
    _create_validation()
    _create_quarantine()
    _create_replay()
    _explain_alembic_version()


def _create_load() -> None:
    op.create_table(
        "load",
        sa.Column(
            "load_id",
            sa.Integer(),
            primary_key=True,
            autoincrement=False,
            comment="number of the load, never used again",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="LOAD, REPLAY or WITHDRAW"),
        sa.Column("state", sa.Text(), nullable=False, comment="OPEN, COMMITTED or ABANDONED"),
        sa.Column("started_at", sa.TIMESTAMP(), nullable=False, comment="when it was reserved, UTC"),
        sa.Column("committed_at", sa.TIMESTAMP(), comment="when it was committed, UTC; empty: it was not"),
        sa.Column("through_at", sa.TIMESTAMP(), nullable=False, comment="days whose window closed by then exist, UTC"),
        sa.Column("code_version", sa.Text(), nullable=False, comment="version of the program"),
        sa.Column(
            "settings_sha256", sa.Text(), nullable=False, comment="sha256 over agency.toml, sources.toml and mappings"
        ),
        sa.Column("rulebooks_sha256", sa.Text(), nullable=False, comment="sha256 over the rulebooks"),
        sa.Column("sources", sa.Text(), comment="sources asked for, separated by commas; empty: all"),
        sa.Column(
            "last_file_id", sa.Integer(), nullable=False, comment="last file_id reserved by this load or before it"
        ),
        sa.Column("days", sa.Integer(), comment="employee-days computed anew by it, number"),
        schema="audit",
        comment="Each row is one load, replay or withdrawal, from its reservation on.",
    )


def _create_configuration() -> None:
    op.create_table(
        "configuration",
        sa.Column("load_id", sa.Integer(), nullable=False, comment="number of the load, never used again"),
        sa.Column("name", sa.Text(), nullable=False, comment="path below the workspace"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="sha256 of the bytes"),
        schema="audit",
        comment=(
            "Each row is one configuration file as it was when a load was committed. Key: load_id, "
            "name. Its bytes are in the archive."
        ),
    )


def _create_source_file() -> None:
    op.create_table(
        "source_file",
        sa.Column(
            "file_id",
            sa.Integer(),
            primary_key=True,
            autoincrement=False,
            comment="number of the file, never used again",
        ),
        sa.Column("source", sa.Text(), nullable=False, comment="source of sources.toml"),
        sa.Column("kind", sa.Text(), nullable=False, comment="kind of the source"),
        sa.Column(
            "original_name",
            sa.Text(),
            comment="path below the inbox when it first came, unprintable characters escaped",
        ),
        sa.Column("sha256", sa.Text(), nullable=False, comment="sha256 of the whole file"),
        sa.Column(
            "head_sha256",
            sa.Text(),
            nullable=False,
            comment="sha256 of its first 4096 bytes: finds dumps that continue it",
        ),
        sa.Column("bytes", sa.BigInteger(), nullable=False, comment="size of the whole file, bytes"),
        sa.Column("received_at", sa.TIMESTAMP(), nullable=False, comment="when it was taken in, UTC"),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="number of the load, never used again"),
        sa.Column("status", sa.Text(), nullable=False, comment="LOADED or REFUSED"),
        sa.Column("reason_code", sa.Text(), comment="why it was refused; empty: it was not"),
        sa.Column("reason", sa.Text(), comment="the same in words"),
        sa.Column("as_at", sa.TIMESTAMP(), comment="moment of a snapshot, wall time; empty: a file of events"),
        sa.Column(
            "records", sa.BigInteger(), nullable=False, comment="records, number, counted independently of the readers"
        ),
        sa.Column("loaded", sa.BigInteger(), nullable=False, comment="records that gave a new fact, number"),
        sa.Column("duplicate", sa.BigInteger(), nullable=False, comment="records whose facts were known, number"),
        sa.Column("quarantined", sa.BigInteger(), nullable=False, comment="records refused, number"),
        sa.Column(
            "ignored",
            sa.BigInteger(),
            nullable=False,
            comment="records without content by design (blank lines, headings), number",
        ),
        sa.Column("prefix_file_id", sa.Integer(), comment="file whose bytes it begins with; empty: none"),
        sa.Column(
            "prefix_records", sa.BigInteger(), nullable=False, comment="records it shares with that dump, number"
        ),
        sa.Column(
            "prefix_bytes", sa.BigInteger(), nullable=False, comment="size of what it shares with that dump, bytes"
        ),
        sa.Column(
            "archive_sha256", sa.Text(), comment="archive object with its own bytes, after the shared ones; empty: none"
        ),
        sa.Column(
            "first_record_no", sa.BigInteger(), nullable=False, comment="record_no of the first record of its own bytes"
        ),
        schema="audit",
        comment=(
            "Each row is one file (source and sha256) as its load left it. Control totals: records = "
            "loaded + duplicate + quarantined + ignored."
        ),
    )


def _create_arrival() -> None:
    op.create_table(
        "arrival",
        sa.Column(
            "arrival_no", sa.Integer(), primary_key=True, autoincrement=False, comment="running number of arrivals"
        ),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="number of the file, never used again"),
        sa.Column("source", sa.Text(), nullable=False, comment="source it came from"),
        sa.Column("original_name", sa.Text(), comment="path below the inbox, unprintable characters escaped"),
        sa.Column("received_at", sa.TIMESTAMP(), nullable=False, comment="when it was taken in, UTC"),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="number of the load, never used again"),
        sa.Column("outcome", sa.Text(), nullable=False, comment="NEW, REPEATED or OTHER_SOURCE"),
        schema="audit",
        comment="Each row is one file that came into the inbox, also when its bytes were known.",
    )


def _create_staged_file() -> None:
    op.create_table(
        "staged_file",
        sa.Column("load_id", sa.Integer(), nullable=False, comment="number of the load, never used again"),
        sa.Column("record", sa.Text(), nullable=False, comment="record type"),
        sa.Column("month", sa.Text(), nullable=False, comment="YYYY-MM of the events, or of the snapshot's as_at"),
        sa.Column("path", sa.Text(), nullable=False, comment="path below the workspace"),
        sa.Column("rows", sa.BigInteger(), nullable=False, comment="rows in it, number"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="sha256 of its bytes"),
        schema="audit",
        comment="Each row is one Parquet file of a committed load. Key: load_id, record, month.",
    )


def _create_withdrawal() -> None:
    op.create_table(
        "withdrawal",
        sa.Column(
            "file_id",
            sa.Integer(),
            primary_key=True,
            autoincrement=False,
            comment="number of the file, never used again",
        ),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="number of the load, never used again"),
        sa.Column("reason", sa.Text(), nullable=False, comment="why, in words"),
        sa.Column("withdrawn_at", sa.TIMESTAMP(), nullable=False, comment="when, UTC"),
        schema="audit",
        comment="Each row is one file that stopped counting.",
    )


def _create_validation() -> None:
    op.create_table(
        "validation",
        sa.Column("load_id", sa.Integer(), nullable=False, comment="number of the load, never used again"),
        sa.Column("suite", sa.Text(), nullable=False, comment="record type the suite is for"),
        sa.Column("expectation", sa.Text(), nullable=False, comment="what was expected"),
        sa.Column("column_name", sa.Text(), comment="column judged; empty: several"),
        sa.Column(
            "severity",
            sa.Text(),
            nullable=False,
            comment="FAIL refuses the file, ROW quarantines the record, WARN is shown",
        ),
        sa.Column("success", sa.Boolean(), nullable=False, comment="all rows as expected"),
        sa.Column("evaluated", sa.BigInteger(), nullable=False, comment="rows judged, number"),
        sa.Column("unexpected", sa.BigInteger(), nullable=False, comment="rows not as expected, number"),
        schema="audit",
        comment=(
            "Each row is the result of one expectation in one load. Key: load_id, suite, expectation, column_name."
        ),
    )


def _create_quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("file_id", sa.Integer(), nullable=False, comment="number of the file, never used again"),
        sa.Column(
            "record_no", sa.BigInteger(), nullable=False, comment="line of the file or row of the sheet, the first is 1"
        ),
        sa.Column("item_no", sa.Integer(), nullable=False, comment="number of the item within the record, from 1"),
        sa.Column("record_type", sa.Text(), nullable=False, comment="record type"),
        sa.Column("column_name", sa.Text(), comment="column concerned; empty: the record as a whole"),
        sa.Column("reason_code", sa.Text(), nullable=False, comment="why, such as NOT_A_DATE or NIP_SHAPE"),
        sa.Column("value", sa.Text(), comment="value found, at most 200 characters; shown nowhere else"),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="load that refused it"),
        sa.Column("resolved_load_id", sa.Integer(), comment="replay that judged it again; empty: it still waits"),
        schema="audit",
        comment=(
            "Each row is one reason why one item of a record was refused; the only place that shows a refused value."
        ),
    )


def _create_replay() -> None:
    op.create_table(
        "replay",
        sa.Column("load_id", sa.Integer(), nullable=False, comment="number of the load, never used again"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="number of the file, never used again"),
        sa.Column("loaded", sa.BigInteger(), nullable=False, comment="records that gave a new fact now, number"),
        sa.Column(
            "duplicate", sa.BigInteger(), nullable=False, comment="records taken in whose facts were known, number"
        ),
        sa.Column("still_quarantined", sa.BigInteger(), nullable=False, comment="records still refused, number"),
        sa.Column(
            "ignored",
            sa.BigInteger(),
            nullable=False,
            comment="records of the whole file ignored by design as known now, number",
        ),
        schema="audit",
        comment="Each row is what one replay made of one file. Key: load_id, file_id.",
    )


def _explain_alembic_version() -> None:
    op.execute("comment on table audit.alembic_version is 'Each row is the newest migration that was run.'")
    op.execute("comment on column audit.alembic_version.version_num is 'name of the migration'")
