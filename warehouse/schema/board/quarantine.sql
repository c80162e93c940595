-- Each row is one reason why records of one type and source were refused; never a value. Key: source, record_type, reason_code, column_name.
-- source TEXT: source of the file
-- record_type TEXT: record type
-- reason_code TEXT: why, such as NOT_A_DATE or NIP_SHAPE
-- column_name TEXT: column concerned; -: the record as a whole
-- waiting INTEGER: records that wait for a replay
-- resolved INTEGER: records that a replay judged again
-- files INTEGER: files they are in
select file.source, refused.record_type, refused.reason_code, coalesce(refused.column_name, '-') as column_name,
    cast(count(distinct case when refused.resolved_load_id is null then (refused.file_id, refused.record_no) end) as integer)
        as waiting,
    cast(
        count(distinct case when refused.resolved_load_id is not null then (refused.file_id, refused.record_no) end)
        as integer
    ) as resolved,
    cast(count(distinct refused.file_id) as integer) as files
from audit.quarantine as refused
join audit.source_file as file on file.file_id = refused.file_id
group by file.source, refused.record_type, refused.reason_code, coalesce(refused.column_name, '-')
