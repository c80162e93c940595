"""`access_log`: nginx or Apache combined log of an application whose user field is a NIP.

Taken are user, time, method, path without its query, status and size. Address, query, referer and agent are not.
Requests of people who are not signed in (user `-`) hold no employee's event: they are ignored and counted as such. An
account that is no NIP is refused (NIP_SHAPE): it may be an employee's whom the application does not know by number.
"""

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from etl.reading import FileToRead, Parsed
from etl.text_lines import foreign, tables_of_lines

LONGEST = 1 << 16
"""Bytes of a line: servers take requests of 8 kB and more, and repeat them in the referer."""
_FARTHEST_ZONE = 14 * 60
"""Minutes from UTC."""
_QUOTED = r'"((?:[^"\\]|\\.)*)"'
COMBINED = (
    r"^\s*\S+ \S+ (.*?) \[(\d\d/[A-Z][a-z][a-z]/\d{4}:\d\d:\d\d:\d\d) ([+-])(\d\d)(\d\d)\] "
    rf"{_QUOTED} (\d{{3}}) (\d+|-) {_QUOTED} {_QUOTED}"
)
"""host ident user [time] "request" status bytes "referer" "agent"; a user name may hold blanks."""
_EXPECTED = 'lines of the combined format: host ident user [time] "request" status bytes "referer" "agent"'
_GROUPS = "['user', 'moment', 'sign', 'hours', 'minutes', 'request', 'status', 'bytes', 'referer', 'agent']"


def read(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    """Raises `FileRefused` (NOT_THIS_KIND) when no line of the file is of the combined format."""
    parts: list[pa.Table] = []
    lines_read, any_of_kind = 0, False
    given = {
        "combined": COMBINED,
        "file_id": file.file_id,
        "app": file.source.app or file.source.name,
        "zone": file.source.timezone,
    }
    for lines in tables_of_lines(file.path, file.first_record_no, LONGEST):
        connection.register("access_lines", lines)
        try:
            found = connection.execute(_QUERY, given).to_arrow_table()
        finally:
            connection.unregister("access_lines")
        lines_read += lines.num_rows
        any_of_kind |= pc.any(found["of_kind"]).as_py() is not False
        parts.append(found.filter(pc.invert(found["anonymous"])).drop_columns(["of_kind", "anonymous"]))
    if not any_of_kind and file.first_record_no == 1:
        raise foreign(file, _EXPECTED)
    rows = pa.concat_tables(parts)
    return Parsed(rows, lines_read - rows.num_rows)


_QUERY = f"""
    with matched as (
        -- bytes of a foreign alphabet stand in paths and agents; there they do no harm
        select record_no, nullif(problem, 'BAD_ENCODING') as damage, regexp_extract(line, $combined, {_GROUPS}) as part
        from access_lines where problem is not null or trim(line, ' ' || chr(9) || chr(13)) <> ''
    ),
    typed as (
        select *, try_strptime(part.moment, '%d/%b/%Y:%H:%M:%S') as written,
            -- the offset that the server wrote leads to UTC, the zone of the source from there to its wall time
            case part.sign when '-' then 1 else -1 end * (60 * coalesce(try_cast(part.hours as integer), 0)
                + coalesce(try_cast(part.minutes as integer), 0)) as minutes_to_utc,
            regexp_replace(part.user, '[ .'']', '', 'g') as nip,
            regexp_replace(regexp_replace(part.request, ' HTTP/[0-9.]+$', ''), '^\\S* ?', '') as target
        from matched
    ),
    judged as (
        select *, case when damage is not null then damage when part.moment = '' then 'CUT_LINE'
            when written is null or abs(minutes_to_utc) > {_FARTHEST_ZONE} then 'NOT_A_DATE'
            when part.user <> '-' and not regexp_full_match(nip, '[0-9]{{18}}') then 'NIP_SHAPE' end as problem
        from typed
    )
    select $file_id::integer as file_id, record_no, 1::integer as item_no, $app::varchar as app, nip,
        timezone($zone, timezone('UTC', written + to_minutes(minutes_to_utc))) as occurred_at,
        $zone::varchar as timezone, nullif(split_part(part.request, ' ', 1), '') as method,
        -- sixteen digits are a citizen's number, which is not taken in; eighteen a colleague's
        nullif(regexp_replace(regexp_replace(target, '[?;#].*$', ''), '[0-9]{{16,}}', '{{number}}', 'g'), '') as path,
        try_cast(part.status as integer) as status,
        case part.bytes when '-' then 0 else try_cast(part.bytes as bigint) end as bytes,
        problem, case problem when 'NOT_A_DATE' then 'occurred_at' when 'NIP_SHAPE' then 'nip' end as problem_column,
        -- of a line that cannot be told apart nothing is shown: it holds a citizen's address and query
        left(case problem when 'NOT_A_DATE' then part.moment when 'NIP_SHAPE' then part.user end, 200) as problem_value,
        part.user = '-' and problem is null as anonymous,
        part.moment <> '' as of_kind
    from judged order by record_no
"""
