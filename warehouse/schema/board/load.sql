-- Each row is one committed load, replay, withdrawal or destruction with the control totals of the files that came with it. Key: load_id.
-- load_id INTEGER: number of the load
-- kind TEXT: Muat, Ulang, Tarik or Musnah
-- started_at TIMESTAMP: when it was reserved, UTC
-- committed_at TIMESTAMP: when it was committed, UTC
-- through_at TIMESTAMP: days whose window closed by then exist, UTC
-- days INTEGER: employee-days computed anew
-- files INTEGER: files that came with it
-- refused_files INTEGER: of these refused as a whole at the load
-- records BIGINT: records, counted independently of the readers
-- loaded BIGINT: records that gave a new fact
-- duplicate BIGINT: records whose facts were known
-- quarantined BIGINT: records refused at the load
-- ignored BIGINT: records without content by design
-- difference BIGINT: records less loaded, duplicate, quarantined and ignored: 0, else a fault of the program
with brought as (
    select load_id, count(*) as files, sum(case when status = 'REFUSED' then 1 else 0 end) as refused_files,
        sum(records) as records, sum(loaded) as loaded, sum(duplicate) as duplicate, sum(quarantined) as quarantined,
        sum(ignored) as ignored
    from audit.source_file
    group by load_id
)
select load.load_id,
    case load.kind
        when 'LOAD' then 'Muat' when 'REPLAY' then 'Ulang' when 'WITHDRAW' then 'Tarik' else 'Musnah'
    end as kind,
    load.started_at, load.committed_at, load.through_at, load.days,
    cast(coalesce(brought.files, 0) as integer) as files,
    cast(coalesce(brought.refused_files, 0) as integer) as refused_files,
    cast(coalesce(brought.records, 0) as bigint) as records, cast(coalesce(brought.loaded, 0) as bigint) as loaded,
    cast(coalesce(brought.duplicate, 0) as bigint) as duplicate,
    cast(coalesce(brought.quarantined, 0) as bigint) as quarantined,
    cast(coalesce(brought.ignored, 0) as bigint) as ignored,
    cast(
        coalesce(brought.records - brought.loaded - brought.duplicate - brought.quarantined - brought.ignored, 0) as bigint
    ) as difference
from audit.load as load
left join brought on brought.load_id = load.load_id
where load.state = 'COMMITTED'
