"""`access_log`: nginx or Apache combined log of an application whose user field is a NIP.

Taken are user, time, method, path without its query, status and size. Address, query, referer and agent are not.
Requests of people who are not signed in (user `-`) hold no employee's event: they are ignored and counted as such.
"""

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from etl.attendance.lines import lines_of
from etl.errors import FileRefused
from etl.reading import FileToRead, Parsed

_QUOTED = r'"((?:[^"\\]|\\.)*)"'
COMBINED = (
    r"^\S+ \S+ (.*?) \[(\d\d/[A-Z][a-z][a-z]/\d{4}:\d\d:\d\d:\d\d) ([+-])(\d\d)(\d\d)\] "
    rf"{_QUOTED} (\d{{3}}) (\d+|-) {_QUOTED} {_QUOTED}"
)
"""host ident user [time] "request" status bytes "referer" "agent"; a user name may hold blanks."""
_GROUPS = "['user', 'moment', 'sign', 'hours', 'minutes', 'request', 'status', 'bytes', 'referer', 'agent']"


def read(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    """Raises `FileRefused` (NOT_THIS_KIND) when no line of the file is of the combined format."""
    lines = lines_of(file.path, file.first_record_no)
    connection.register("access_lines", lines)
    try:
        found = connection.execute(_QUERY, [COMBINED]).to_arrow_table()
    finally:
        connection.unregister("access_lines")
    if found.num_rows and pc.all(pc.equal(found["problem"].fill_null(""), "CUT_LINE")).as_py():
        raise FileRefused(
            "NOT_THIS_KIND",
            expected='lines of the combined format: host ident user [time] "request" status bytes "referer" "agent"',
            found="not one such line",
            todo=f"Check the log format of the application of source {file.source.name}.",
        )
    taken = found.filter(pc.or_kleene(pc.is_valid(found["problem"]), pc.not_equal(found["user"], "-")))
    return Parsed(_rows(file, taken), lines.num_rows - taken.num_rows)


_QUERY = f"""
    with matched as (
        select record_no, line, problem as damage, regexp_extract(line, ?, {_GROUPS}) as part
        from access_lines where problem is not null or trim(line, ' ' || chr(9) || chr(13)) <> ''
    ),
    typed as (
        select *, try_strptime(part.moment, '%d/%b/%Y:%H:%M:%S') as wall,
            case when damage is not null then damage when part.moment = '' then 'CUT_LINE' end as problem
        from matched
    )
    select record_no, line, part.user as user, part.status as status, part.bytes as bytes, part.request as request,
        case when problem is null and wall is null then 'NOT_A_DATE'
            when problem is null and part.user <> '-' and not regexp_full_match(part.user, '\\d{{18}}') then 'NIP_SHAPE'
            else problem end as problem,
        case when problem is null and wall is null then 'occurred_at'
            when problem is null and part.user <> '-' and not regexp_full_match(part.user, '\\d{{18}}') then 'nip'
            end as problem_column,
        -- of a line that cannot be told apart nothing is shown: it holds a citizen's address and query
        case when problem is not null then null when wall is null then part.moment else part.user end as problem_value,
        -- to UTC by the offset that the server wrote
        wall - to_minutes(case part.sign when '-' then -1 else 1 end
            * (60 * coalesce(try_cast(part.hours as integer), 0)
                + coalesce(try_cast(part.minutes as integer), 0))) as utc
    from typed order by record_no
"""


def _rows(file: FileToRead, found: pa.Table) -> pa.Table:
    count = found.num_rows
    request = pc.replace_substring_regex(found["request"], r" HTTP/[0-9.]+$", "")
    method = pc.replace_substring_regex(request, r" .*$", "")
    path = pc.replace_substring_regex(pc.replace_substring_regex(request, r"^\S* ?", ""), r"[?;#].*$", "")
    empty = pa.nulls(count, pa.string())
    fine = pc.is_null(found["problem"])
    return pa.table(
        {
            "file_id": pa.repeat(pa.scalar(file.file_id, pa.int32()), count),
            "record_no": found["record_no"],
            "item_no": pa.repeat(pa.scalar(1, pa.int32()), count),
            "app": pa.repeat(file.source.app or file.source.name, count),
            "nip": found["user"],
            "occurred_at": wall_time(found["utc"], file.source.timezone),
            "timezone": pa.repeat(file.source.timezone, count),
            "method": method,
            "path": path,
            "status": _integers(found["status"], fine, pa.int32()),
            "bytes": _integers(pc.if_else(pc.equal(found["bytes"], "-"), "0", found["bytes"]), fine, pa.int64()),
            "problem": found["problem"],
            "problem_column": found["problem_column"],
            "problem_value": pc.if_else(fine, empty, pc.utf8_slice_codeunits(found["problem_value"], 0, 200)),
        }
    )


def wall_time(utc: pa.ChunkedArray, zone: str) -> pa.ChunkedArray:
    """Moments in UTC as wall time of a zone."""
    return pc.local_timestamp(pc.assume_timezone(utc, "UTC").cast(pa.timestamp("us", zone)))


def _integers(texts: pa.ChunkedArray, fine: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    return pc.if_else(pc.and_(fine, pc.not_equal(texts, "")), texts, pa.scalar(None, pa.string())).cast(kind)
