"""board.source counts destroyed files, board.load calls a destruction by its name: dashboards told of neither."""

from alembic import op

revision = "0031_destroyed_on_boards"
down_revision = "0030_shown_on_a_server"

_STATEMENTS = (
    "create or replace view board.load as with brought as (\n    select load_id, count(*) as files, sum(case when status = 'REFUSED' then 1 else 0 end) as refused_files,\n        sum(records) as records, sum(loaded) as loaded, sum(duplicate) as duplicate, sum(quarantined) as quarantined,\n        sum(ignored) as ignored\n    from audit.source_file\n    group by load_id\n)\nselect load.load_id,\n    case load.kind\n        when 'LOAD' then 'Muat' when 'REPLAY' then 'Ulang' when 'WITHDRAW' then 'Tarik' else 'Musnah'\n    end as kind,\n    load.started_at, load.committed_at, load.through_at, load.days,\n    cast(coalesce(brought.files, 0) as integer) as files,\n    cast(coalesce(brought.refused_files, 0) as integer) as refused_files,\n    cast(coalesce(brought.records, 0) as bigint) as records, cast(coalesce(brought.loaded, 0) as bigint) as loaded,\n    cast(coalesce(brought.duplicate, 0) as bigint) as duplicate,\n    cast(coalesce(brought.quarantined, 0) as bigint) as quarantined,\n    cast(coalesce(brought.ignored, 0) as bigint) as ignored,\n    cast(\n        coalesce(brought.records - brought.loaded - brought.duplicate - brought.quarantined - brought.ignored, 0) as bigint\n    ) as difference\nfrom audit.load as load\nleft join brought on brought.load_id = load.load_id\nwhere load.state = 'COMMITTED'",
    "comment on view board.load is 'Each row is one committed load, replay, withdrawal or destruction with the control totals of the files that came with it. Key: load_id.'",
    "comment on column board.load.load_id is 'number of the load'",
    "comment on column board.load.kind is 'Muat, Ulang, Tarik or Musnah'",
    "comment on column board.load.started_at is 'when it was reserved, UTC'",
    "comment on column board.load.committed_at is 'when it was committed, UTC'",
    "comment on column board.load.through_at is 'days whose window closed by then exist, UTC'",
    "comment on column board.load.days is 'employee-days computed anew'",
    "comment on column board.load.files is 'files that came with it'",
    "comment on column board.load.refused_files is 'of these refused as a whole at the load'",
    "comment on column board.load.records is 'records, counted independently of the readers'",
    "comment on column board.load.loaded is 'records that gave a new fact'",
    "comment on column board.load.duplicate is 'records whose facts were known'",
    "comment on column board.load.quarantined is 'records refused at the load'",
    "comment on column board.load.ignored is 'records without content by design'",
    "comment on column board.load.difference is 'records less loaded, duplicate, quarantined and ignored: 0, else a fault of the program'",
    "create or replace view board.source as select source, cast(count(*) as integer) as files,\n    cast(sum(case when status = 'REFUSED' then 1 else 0 end) as integer) as refused_files,\n    cast(sum(case when status = 'WITHDRAWN' then 1 else 0 end) as integer) as withdrawn_files,\n    cast(sum(records) as bigint) as records, cast(sum(loaded) as bigint) as loaded,\n    cast(sum(duplicate) as bigint) as duplicate, cast(sum(quarantined) as bigint) as quarantined,\n    cast(sum(ignored) as bigint) as ignored,\n    cast(sum(records - loaded - duplicate - quarantined - ignored) as bigint) as difference,\n    max(received_at) as last_received_at,\n    cast(sum(case when status = 'DESTROYED' then 1 else 0 end) as integer) as destroyed_files\nfrom audit.source_file_now\ngroup by source",
    "comment on view board.source is 'Each row is one source as it stands now: files, control totals after replays and withdrawals, freshness. Key: source.'",
    "comment on column board.source.source is 'source of sources.toml'",
    "comment on column board.source.files is 'files taken in'",
    "comment on column board.source.refused_files is 'of these refused as a whole'",
    "comment on column board.source.withdrawn_files is 'of these withdrawn and not destroyed'",
    "comment on column board.source.records is 'records, counted independently of the readers'",
    "comment on column board.source.loaded is 'records that gave a new fact'",
    "comment on column board.source.duplicate is 'records whose facts were known'",
    "comment on column board.source.quarantined is 'records still refused'",
    "comment on column board.source.ignored is 'records without content by design'",
    "comment on column board.source.difference is 'records less loaded, duplicate, quarantined and ignored: 0, else a fault of the program'",
    "comment on column board.source.last_received_at is 'when its newest file was taken in, UTC'",
    "comment on column board.source.destroyed_files is 'of these lawfully destroyed, withdrawn before or not'",
)


def upgrade() -> None:
    """Make two views anew, and explain them; the new column stands last: a server lets no view change otherwise."""
    for statement in _STATEMENTS:
        op.execute(statement)
