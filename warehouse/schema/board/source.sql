-- Each row is one source as it stands now: files, control totals after replays and withdrawals, freshness. Key: source.
-- source TEXT: source of sources.toml
-- files INTEGER: files taken in
-- refused_files INTEGER: of these refused as a whole
-- withdrawn_files INTEGER: of these withdrawn and not destroyed
-- records BIGINT: records, counted independently of the readers
-- loaded BIGINT: records that gave a new fact
-- duplicate BIGINT: records whose facts were known
-- quarantined BIGINT: records still refused
-- ignored BIGINT: records without content by design
-- difference BIGINT: records less loaded, duplicate, quarantined and ignored: 0, else a fault of the program
-- last_received_at TIMESTAMP: when its newest file was taken in, UTC
-- destroyed_files INTEGER: of these lawfully destroyed, withdrawn before or not
select source, cast(count(*) as integer) as files,
    cast(sum(case when status = 'REFUSED' then 1 else 0 end) as integer) as refused_files,
    cast(sum(case when status = 'WITHDRAWN' then 1 else 0 end) as integer) as withdrawn_files,
    cast(sum(records) as bigint) as records, cast(sum(loaded) as bigint) as loaded,
    cast(sum(duplicate) as bigint) as duplicate, cast(sum(quarantined) as bigint) as quarantined,
    cast(sum(ignored) as bigint) as ignored,
    cast(sum(records - loaded - duplicate - quarantined - ignored) as bigint) as difference,
    max(received_at) as last_received_at,
    cast(sum(case when status = 'DESTROYED' then 1 else 0 end) as integer) as destroyed_files
from audit.source_file_now
group by source
