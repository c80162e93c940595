"""audit.bucket_digest: the digests that the digest of a large part is made of, so that a late file is not all the days after."""

import sqlalchemy as sa
from alembic import op

revision = "0033_bucket_digest"
down_revision = "0032_periods_for_pay"


def upgrade() -> None:
    """On DuckDB only: a server is told digests, and makes none."""
    if op.get_bind().dialect.name != "duckdb":
        return
    op.create_table(
        "bucket_digest",
        sa.Column("table_name", sa.Text(), primary_key=True, comment="table with parts of many rows, with its schema"),
        sa.Column("part", sa.Text(), primary_key=True, comment="day, YYYY-MM-DD"),
        sa.Column(
            "digests",
            sa.LargeBinary(),
            nullable=False,
            comment="sha256 of the rows of each bucket, 32 bytes each, in the order of the buckets",
        ),
        schema="audit",
        comment="Each row is one large part of a table. Key: table_name, part. The digest of the part in the log is the sha256 of "
        "its digests.",
    )
