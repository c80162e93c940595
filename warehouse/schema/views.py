"""Views of the warehouse: what follows from the tables at every moment and is stored nowhere."""

from sqlalchemy import MetaData, Table

from warehouse.schema import audit, performance
from warehouse.schema.board import board_views
from warehouse.schema.corrections import correction_views
from warehouse.schema.definition import View
from warehouse.schema.lineage_views import lineage_views
from warehouse.schema.period_views import period_views

_NOW = {
    "status": "LOADED, REFUSED, WITHDRAWN or DESTROYED, as of now",
    "reason_code": "why it is refused; empty: it is not",
    "reason": "the same in words",
    "loaded": "records that gave a new fact, at the load or a replay, number",
    "duplicate": "records whose facts were known, at the load or a replay, number",
    "quarantined": "records still refused after the latest replay, number",
    "ignored": "records without content by design as known now, number",
    "closes": "records = loaded + duplicate + quarantined + ignored; false is a fault of the program",
}

_SOURCE_FILE_NOW = """
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


def views() -> tuple[View, ...]:
    """List every view, in an order in which they can be made."""
    tables = MetaData()
    audit.add_tables(tables)
    performance.add_tables(tables)
    file = tables.tables["audit.source_file"]
    return (
        View(
            schema="audit",
            name="source_file_now",
            comment="Each row is one file (source and sha256) as it stands now: replayed, withdrawn or destroyed.",
            columns={**_meanings(file), **_NOW},
            types={**{one.name: str(one.type) for one in file.columns}, "closes": "BOOLEAN"},
            query=_SOURCE_FILE_NOW.strip(),
        ),
        *period_views(tables),
        *correction_views(),
        *lineage_views(tables),
        *board_views(),
    )


def _meanings(file: Table) -> dict[str, str]:
    return {one.name: one.comment or "" for one in file.columns}
