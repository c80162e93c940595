"""`N_attlog.dat` of the ZKTeco family: PIN, time, device number, in/out state, verify mode, work code.

TAB-separated, 6 to 11 columns, no heading, PIN padded with blanks to 9 or 5 or not at all; the page `attlog.dat` of
a device's own web server has PIN, name, time, verify mode, state instead (formats 1.1). Column 3 is the
device number, not the verify mode as public parsers say.

An undamaged dump is parsed by DuckDB's own reader. One that is damaged anywhere is read line by line, so that
every physical line keeps its number and none is lost. Both ways give the same rows for the same line.
"""

from functools import partial
from pathlib import Path

import duckdb

from etl.attendance.lines import LONGEST, lines_of
from etl.errors import FileRefused
from etl.reading import FileToRead, Parsed

HEAD = 1 << 16
TIME = len("YYYY-MM-DD HH:MM:SS")
"""A shorter text was cut off; it must not be taken for midnight."""
LONGEST_PIN = 64
FEWEST, MOST = 6, 11
"""Columns: visible-light face firmware writes five more, all 0."""
_ROW = """
    {file_id}::integer as file_id, {record_no} as record_no, 1::integer as item_no,
    concat('source:{source}/', nullif(trim({device}), '')) as device_id, trim({pin}) as pin, {punched_at} as punched_at,
    '{timezone}' as timezone, {verify_mode} as verify_mode, {state} as state, nullif(trim({work_code}), '') as work_code
"""


def read(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    """Raises `FileRefused` (NOT_THIS_KIND) when no line of the file is one of a device's log."""
    careful = partial(_read_by_lines, file, connection)
    width = _width_of_first_line(file.path)
    if width is None or not FEWEST <= width <= MOST:
        return careful()
    return Parsed(_read_undamaged(file, connection, width), 0, otherwise=careful)


def _width_of_first_line(path: Path) -> int | None:
    """How many columns the first line has; None where quick reading cannot be tried."""
    with path.open("rb") as handle:
        head = handle.read(HEAD)
    if b"\0" in head or b"\n" not in head:
        return None
    return head.split(b"\n", 1)[0].count(b"\t") + 1


def _read_undamaged(file: FileToRead, connection: duckdb.DuckDBPyConnection, width: int) -> duckdb.DuckDBPyRelation:
    types = ["varchar", "varchar", "varchar", "integer", "integer", *["varchar"] * (width - 5)]
    columns = ", ".join(f"'c{number}': '{kind}'" for number, kind in enumerate(types, start=1))
    row = _ROW.format(
        file_id=file.file_id,
        record_no=f"(row_number() over () + {file.first_record_no - 1})::integer",
        source=file.source.name,
        timezone=file.source.timezone,
        pin="c1",
        punched_at="cast(c2 as timestamp)",
        device="c3",
        state="c4",
        verify_mode="c5",
        work_code="c6",
    )
    path = str(file.path).replace("'", "''")
    return connection.sql(
        f"select {row}, null::varchar as problem, null::varchar as problem_column, null::varchar as problem_value "
        f"from read_csv('{path}', delim = '\t', header = false, quote = '', escape = '', auto_detect = false, "
        f"columns = {{{columns}}}) where trim(c1) <> '' and len(c2) = {TIME} and len(c1) < {LONGEST_PIN} "
        f"and len(c3) < {LONGEST_PIN} and len(c6) < {LONGEST_PIN}"
    )


def _read_by_lines(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    lines = lines_of(file.path, file.first_record_no)
    connection.register("attlog_lines", lines)
    try:
        rows = connection.execute(_careful_query(file)).to_arrow_table()
    finally:
        connection.unregister("attlog_lines")
    if lines.num_rows and not rows.num_rows:
        return Parsed(rows, lines.num_rows)
    if rows.num_rows and rows["problem"].null_count == 0:
        raise _not_a_log(file)
    return Parsed(rows, lines.num_rows - rows.num_rows)


def _careful_query(file: FileToRead) -> str:
    """Every line that is not blank becomes a row; the first thing wrong with it is its problem."""
    row = _ROW.format(
        file_id=file.file_id,
        record_no="record_no",
        source=file.source.name,
        timezone=file.source.timezone,
        pin="cells[1]",
        punched_at="moment",
        device="case when web then '' else cells[3] end",
        state="try_cast(state as integer)",
        verify_mode="try_cast(verify_mode as integer)",
        work_code="case when web then '' else cells[6] end",
    )
    return f"""
        with split as (
            select record_no, problem as damage, string_split(rtrim(line, chr(13)), chr(9)) as cells
            from attlog_lines where trim(line, ' ' || chr(9) || chr(13)) <> '' or problem is not null
        ),
        layout as (
            -- five columns with the time in the third: the web page of a device; names are dropped here
            select *, len(cells) = 5 and try_cast(cells[3] as timestamp) is not null as web from split
        ),
        typed as (
            select *, try_cast(case when web then cells[3] else cells[2] end as timestamp) as moment,
                case when web then cells[5] else cells[4] end as state,
                case when web then cells[4] else cells[5] end as verify_mode
            from layout
        ),
        judged as (
            select *, case
                when damage is not null then struct_pack(code := damage, name := null, found := null::varchar)
                when not web and len(cells) not between 6 and 11
                    then struct_pack(code := 'WRONG_COLUMN_COUNT', name := null, found := len(cells)::varchar)
                when trim(cells[1]) = '' then struct_pack(code := 'MISSING', name := 'pin', found := '')
                when len(cells[1]) >= {LONGEST_PIN}
                    then struct_pack(code := 'TOO_LONG', name := 'pin', found := cells[1])
                when moment is null or len(case when web then cells[3] else cells[2] end) <> {TIME}
                    then struct_pack(code := 'NOT_A_DATE', name := 'punched_at', found := cells[2])
                when trim(state) <> '' and try_cast(state as integer) is null
                    then struct_pack(code := 'NOT_A_NUMBER', name := 'state', found := state)
                when trim(verify_mode) <> '' and try_cast(verify_mode as integer) is null
                    then struct_pack(code := 'NOT_A_NUMBER', name := 'verify_mode', found := verify_mode)
                end as fault
            from typed
        )
        select {row}, fault.code::varchar as problem, fault.name::varchar as problem_column,
            left(fault.found, 200)::varchar as problem_value
        from judged order by record_no
    """


def _not_a_log(file: FileToRead) -> FileRefused:
    return FileRefused(
        "NOT_THIS_KIND",
        expected="lines of 6 to 11 TAB-separated columns with a time YYYY-MM-DD HH:MM:SS in the second",
        found="not one such line",
        todo=f"Check that the file belongs to the source {file.source.name}; lines are at most {LONGEST} bytes long.",
    )
