"""Lawful destruction: which file, by whose decision, and `DESTROYED` in the view that tells what became of each file."""

import sqlalchemy as sa
from alembic import op

revision = "0029_destruction"
down_revision = "0028_reach_of_figures"

_QUERY = """
with replayed as (
    select file_id, max(load_id) as last_load_id, sum(loaded) as loaded, sum(duplicate) as duplicate
    from audit.replay
    group by file_id
),
outcome as (
    select
        file.file_id,
        case
            when destruction.file_id is not null then 'DESTROYED'
            when withdrawal.file_id is not null then 'WITHDRAWN'
            when file.status = 'REFUSED' and replayed.loaded + replayed.duplicate > 0 then 'LOADED'
            else file.status
        end as status,
        cast(file.loaded + coalesce(replayed.loaded, 0) as bigint) as loaded,
        cast(file.duplicate + coalesce(replayed.duplicate, 0) as bigint) as duplicate,
        coalesce(latest.still_quarantined, file.quarantined) as quarantined,
        coalesce(latest.ignored, file.ignored) as ignored
    from audit.source_file as file
    left join replayed on replayed.file_id = file.file_id
    left join audit.replay as latest on latest.file_id = file.file_id and latest.load_id = replayed.last_load_id
    left join audit.withdrawal as withdrawal on withdrawal.file_id = file.file_id
    left join audit.destruction as destruction on destruction.file_id = file.file_id
)
select
    file.file_id, file.source, file.kind, file.original_name, file.sha256, file.head_sha256, file.bytes,
    file.received_at, file.load_id, outcome.status,
    case when outcome.status <> 'LOADED' then file.reason_code end as reason_code,
    case when outcome.status <> 'LOADED' then file.reason end as reason,
    file.as_at, file.records, outcome.loaded, outcome.duplicate, outcome.quarantined, outcome.ignored,
    file.prefix_file_id, file.prefix_records, file.prefix_bytes, file.archive_sha256, file.first_record_no,
    file.records = outcome.loaded + outcome.duplicate + outcome.quarantined + outcome.ignored as closes
from audit.source_file as file
join outcome on outcome.file_id = file.file_id
"""

_COLUMNS = {
    "file_id": "number of the file, never used again",
    "source": "source of sources.toml",
    "kind": "kind of the source",
    "original_name": "path below the inbox when it first came, unprintable characters escaped",
    "sha256": "sha256 of the whole file",
    "head_sha256": "sha256 of its first 4096 bytes: finds dumps that continue it",
    "bytes": "size of the whole file, bytes",
    "received_at": "when it was taken in, UTC",
    "load_id": "number of the load, never used again",
    "status": "LOADED, REFUSED, WITHDRAWN or DESTROYED, as of now",
    "reason_code": "why it is refused; empty: it is not",
    "reason": "the same in words",
    "as_at": "moment of a snapshot, wall time; empty: a file of events",
    "records": "records, number, counted independently of the readers",
    "loaded": "records that gave a new fact, at the load or a replay, number",
    "duplicate": "records whose facts were known, at the load or a replay, number",
    "quarantined": "records still refused after the latest replay, number",
    "ignored": "records without content by design as known now, number",
    "prefix_file_id": "file whose bytes it begins with; empty: none",
    "prefix_records": "records it shares with that dump, number",
    "prefix_bytes": "size of what it shares with that dump, bytes",
    "archive_sha256": "archive object with its own bytes, after the shared ones; empty: none",
    "first_record_no": "record_no of the first record of its own bytes",
    "closes": "records = loaded + duplicate + quarantined + ignored; false is a fault of the program",
}


def upgrade() -> None:
    """Make the table; make the view anew, and explain it and its columns."""
    op.create_table(
        "destruction",
        sa.Column(
            "file_id",
            sa.Integer(),
            primary_key=True,
            autoincrement=False,
            comment="number of the file, never used again",
        ),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="number of the load, never used again"),
        sa.Column("decision", sa.Text(), nullable=False, comment="number of the decision"),
        sa.Column("destroyed_at", sa.TIMESTAMP(), nullable=False, comment="when, UTC"),
        sa.Column(
            "first_month",
            sa.Text(),
            comment="YYYY-MM of its first event; empty: a register, or nothing of it was taken",
        ),
        sa.Column(
            "last_month",
            sa.Text(),
            comment="YYYY-MM of its last event; empty: a register, or nothing of it was taken",
        ),
        sa.Column(
            "last_outcome",
            sa.Text(),
            comment="loaded, quarantined or ignored: what its last record came to, for a dump that goes on there; empty: no growing dump",
        ),
        schema="audit",
        comment="Each row is one file that was lawfully destroyed: it stopped counting, and its bytes and rows are gone.",
    )
    op.execute(f"create or replace view audit.source_file_now as {_QUERY.strip()}")
    op.execute(
        "comment on view audit.source_file_now is 'Each row is one file (source and sha256) as it stands now: replayed, withdrawn or destroyed.'"
    )
    for column, meaning in _COLUMNS.items():
        op.execute(f"comment on column audit.source_file_now.{column} is '{meaning}'")
    op.execute(
        "comment on table audit.load is 'Each row is one load, replay, withdrawal or destruction, from its reservation on.'"
    )
    op.execute("comment on column audit.load.kind is 'LOAD, REPLAY, WITHDRAW or DESTROY'")
