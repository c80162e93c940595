"""`GLG_001.TXT`, `AGL_001.TXT`: general and all attendance logs of clone devices (formats 1.3).

TAB-separated with a heading that is often shifted against the data, so fields are found by their number: running
number, device number (TMNo) and person (EnNo) come first, the time last. Rows of person 0 are fingers the device did
not know. `ASL` logs record what supervisors did at the device, not attendance.

Every row speaks for itself, never the heading: what a growing log added has none. Where the year stands last every
known firmware writes the month first, wherever it was sold; of another device the source says so (`date_order`). Where
it does not, a file with a date that no month-first clock writes, such as 13/07/2026, is refused as a whole: 02/07/2026
in it is July, and half of it taken in would make everybody absent on the other days.
"""

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from etl.errors import FileRefused
from etl.reading import FileToRead, Parsed
from etl.setting_types import DateOrder
from etl.text_lines import fault_sql, foreign, tables_of_lines

LONGEST = 4096
YEAR_FIRST = ["%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S"]
MONTH_FIRST = ["%m/%d/%Y %H:%M:%S", "%m-%d-%Y  %I:%M:%S%p", "%m-%d-%Y %I:%M:%S%p"]
DAY_FIRST = ["%d/%m/%Y %H:%M:%S", "%d-%m-%Y  %I:%M:%S%p", "%d-%m-%Y %I:%M:%S%p"]
FIELDS = (6, 7, 9, 10)
"""Name and GMNo share one field where there are six. Of seven, nothing but the heading tells whether the fifth is
GMNo or the in/out key, so it is not taken; of nine and ten the seventh is the key."""
_MARKS = ("SEnNo", "EnNo", "DateTime")


def read(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    """Every row of a log.

    Raises `FileRefused`: NOT_ATTENDANCE for a supervisors' log, NOT_THIS_KIND when no row is of this kind, DATE_ORDER
    when a date has its day first and the source does not say so.
    """
    parts: list[pa.Table] = []
    lines_read = 0
    query = _query(file)
    for lines in tables_of_lines(file.path, file.first_record_no, LONGEST):
        if pc.any(pc.match_substring(lines["line"], _MARKS[0])).as_py():
            raise _supervisors_log()
        connection.register("glog_lines", lines)
        try:
            parts.append(connection.execute(query).to_arrow_table())
        finally:
            connection.unregister("glog_lines")
        lines_read += lines.num_rows
    found = pa.concat_tables(parts)
    if found.num_rows and not pc.any(found["of_kind"]).as_py() and file.first_record_no == 1:
        raise foreign(file, "TAB-separated rows of 6, 7, 9 or 10 fields, the person third and the time last")
    if pc.any(found["is_day_first"]).as_py():
        raise _day_first(file)
    return Parsed(found.drop_columns(["of_kind", "is_day_first"]), lines_read - found.num_rows)


def _supervisors_log() -> FileRefused:
    return FileRefused(
        "NOT_ATTENDANCE",
        expected="an attendance log (GLG, AGL)",
        found="the log of supervisors' work at the device (ASL)",
        todo="Leave this file out.",
    )


def _day_first(file: FileToRead) -> FileRefused:
    return FileRefused(
        "DATE_ORDER",
        expected="dates with the month first, as known devices write them, or a source that says otherwise",
        found="a date with the day first, such as 13/07/2026",
        todo=f'Write date_order = "DAY_FIRST" beside {file.source.name} in sources.toml, if the device writes so, then '
        "run: kinerja replay. Files of it that were taken in before were read with the month first: withdraw them.",
    )


def _query(file: FileToRead) -> str:
    moment, is_day_first = _DATES[file.source.date_order]
    return f"""
        with {_FIELDS}, named as (select *, {moment} as moment, {is_day_first} as is_day_first from numbered),
        judged as (select *, {_FAULT} as fault from named)
        select {file.file_id}::integer as file_id, record_no, 1::integer as item_no,
            concat('source:{file.source.name}', '/' || nullif(trim(device), '')) as device_id,
            ltrim(trim(person), '0') as pin, moment as punched_at, '{file.source.timezone}' as timezone,
            -- letters (S, E, FP, DutyOff) mean something else on every firmware and are not kept
            {_code("mode")} as verify_mode, {_code("direction")} as state, null::varchar as work_code,
            fault.code::varchar as problem, fault.name::varchar as problem_column,
            left(fault.found, 200)::varchar as problem_value,
            fault is null or fault.code in ('NOT_ATTENDANCE', 'NOT_A_DATE', 'MISSING') as of_kind,
            is_day_first and width in {FIELDS} as is_day_first
        from judged order by record_no
    """


def _code(field: str) -> str:
    return f"case when regexp_full_match(trim({field}), '\\d{{1,5}}') then trim({field})::integer end"


_FIELDS = f"""
    split as (
        select record_no, problem as damage, string_split(line, chr(9)) as fields
        from glog_lines where problem is not null or (
            trim(line, ' ' || chr(9) || chr(13)) <> '' and not starts_with(line, '#')
            and not regexp_matches(line, '\\b({"|".join(_MARKS[1:])})\\b')
        )
    ),
    numbered as (
        select record_no, damage, len(fields) as width, fields[2] as device, fields[3] as person,
            fields[case when len(fields) = 6 then 5 else 6 end] as mode,
            case when len(fields) >= 9 then fields[7] end as direction,
            fields[-1] as written, try_strptime(trim(fields[-1]), {YEAR_FIRST}) as year_first,
            try_strptime(trim(fields[-1]), {MONTH_FIRST}) as month_first,
            try_strptime(trim(fields[-1]), {DAY_FIRST}) as day_first
        from split
    )
"""

_DATES: dict[DateOrder | None, tuple[str, str]] = {
    "DAY_FIRST": ("coalesce(year_first, day_first)", "false"),
    "MONTH_FIRST": ("coalesce(year_first, month_first)", "false"),
    None: ("coalesce(year_first, month_first)", "month_first is null and day_first is not null"),
}
"""The moment of a row, and whether it shows that the device writes the day first."""

_FAULT = f"""
    case
        when damage <> 'BAD_ENCODING' then {fault_sql("damage")}
        -- bytes of a foreign alphabet do no harm in a name, which is not kept
        when damage is not null and contains(concat(device, person, mode, direction, written), '\\x')
            then {fault_sql("damage")}
        when width not in {FIELDS} then {fault_sql("'WRONG_COLUMN_COUNT'", found="width")}
        -- a row of a supervisors' log without its heading: a number where the in/out letter stands
        when width = 9 and regexp_full_match(trim(direction), '\\d+')
            then {fault_sql("'NOT_ATTENDANCE'", "'state'", "direction")}
        when trim(person) = '' then {fault_sql("'MISSING'", "'pin'", "''")}
        when ltrim(trim(person), '0') = '' then {fault_sql("'NOT_ATTENDANCE'", "'pin'", "person")}
        when moment is null then {fault_sql("'NOT_A_DATE'", "'punched_at'", "written")}
    end
"""
