"""audit.published_part: what only a server has, which parts of tables were published to it."""

import sqlalchemy as sa
from alembic import op

revision = "0025_published_part"
down_revision = "0024_correction"


def upgrade() -> None:
    """On PostgreSQL only: a DuckDB warehouse is what is published."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "published_part",
        sa.Column("table_name", sa.Text(), primary_key=True, comment="table, with its schema"),
        sa.Column(
            "part", sa.Text(), primary_key=True, comment="day, load or revision of a period; all: the table is one"
        ),
        sa.Column("rows", sa.BigInteger(), nullable=False, comment="rows in it, number"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="digest of its rows, as the log told it"),
        schema="audit",
        comment="Each row is one part of a table as it was published last. Key: table_name, part.",
    )
