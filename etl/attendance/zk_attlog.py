"""`N_attlog.dat` of the ZKTeco family: PIN, time, device number, in/out state, verify mode, work code.

TAB-separated, 6 to 11 columns, no heading, PIN padded with blanks to 9 or 5 or not at all; the page `attlog.dat` of
a device's own web server has PIN, name, time, verify mode, state instead (formats 1.1). Column 3 is the
device number, not the verify mode as public parsers say.

Undamaged dumps are parsed together by DuckDB's own reader. One that is damaged anywhere is read line by line, so
that every physical line keeps its number and none is lost. Both ways give the same rows for the same line.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from etl.reading import FileToRead, Parsed, QuickRead
from etl.text_lines import fault_sql, foreign, tables_of_lines

LONGEST = 4096
"""Bytes of a line; real ones have at most 60."""
LONGEST_CELL = 64
TIME = len("YYYY-MM-DD HH:MM:SS")
"""A shorter text was cut off; it must not be taken for midnight."""
WIDTHS = range(6, 12)
_HEAD = 1 << 12
_BLOCK = 1 << 25
_COLUMNS = """
    concat('source:', {source}, '/' || nullif(trim({device}), '')) as device_id, trim({pin}) as pin,
    {punched_at} as punched_at, {timezone} as timezone, {verify_mode} as verify_mode, {state} as state,
    nullif(trim({work_code}), '') as work_code
"""


def read(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    """Line by line; raises `FileRefused` (NOT_THIS_KIND) when no line of the file is one of a device's log."""
    return _read_by_lines(file, connection)


def read_undamaged(files: Sequence[FileToRead], connection: duckdb.DuckDBPyConnection) -> list[QuickRead]:
    """All files of one width by one query of DuckDB's own reader; damaged ones are left to `read`."""
    by_width: dict[int, list[FileToRead]] = {}
    for file in files:
        width = _width_if_undamaged(file.path)
        if width is not None:
            by_width.setdefault(width, []).append(file)
    return [_read_width(connection, width, alike) for width, alike in sorted(by_width.items())]


def _width_if_undamaged(path: Path) -> int | None:
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    width = head.split(b"\n", 1)[0].count(b"\t") + 1
    return width if width in WIDTHS and not _first_line_lost_bytes(head) and _looks_undamaged(path) else None


def _read_width(connection: duckdb.DuckDBPyConnection, width: int, files: Sequence[FileToRead]) -> QuickRead:
    """A line that is not whole is left out: its file is found a record short."""
    types = ["varchar", "varchar", "varchar", "integer", "integer", *["varchar"] * (width - 5)]
    columns = ", ".join(f"'c{number}': '{kind}'" for number, kind in enumerate(types, start=1))
    short = " and ".join(f"coalesce(strlen(c{number}), 0) < {LONGEST_CELL}" for number in (1, 3, *range(6, width + 1)))
    paths = ", ".join("'" + str(file.path).replace("'", "''") + "'" for file in files)
    table = f"attlog_of_{width}"
    connection.execute(
        f"create or replace temp table {table} as select file_index::integer as file_index, c1 as pin, "
        "try_cast(c2 as timestamp) as punched_at, c3 as device, c4 as state, c5 as verify_mode, c6 as work_code "
        f"from read_csv([{paths}], delim = '\t', header = false, quote = '', escape = '', auto_detect = false, "
        f"ignore_errors = true, columns = {{{columns}}}) "
        f"where trim(c1) <> '' and strlen(c2) = {TIME} and c2[12:13] <> '24' "
        f"and try_cast(c2 as timestamp) is not null and {short}"
    )
    cells = ("pin", "punched_at", "device", "state", "verify_mode", "work_code")
    row = _COLUMNS.format(
        source="quick_file.source", timezone="quick_file.timezone", **{cell: f"quick.{cell}" for cell in cells}
    )
    return QuickRead(table, tuple(files), row)


def _first_line_lost_bytes(head: bytes) -> bool:
    """Whether digits may be missing from the first PIN, which would be another person's.

    Only padded files show it: their PINs are all of one width, and a shorter one that has no blank before it lost
    more than padding.
    """
    first, *others = [line.split(b"\t", 1)[0] for line in head.split(b"\n")[:-1]] or [b""]
    if not any(other.startswith(b" ") for other in others):
        return False
    usual = Counter(map(len, others)).most_common(1)[0][0]
    return len(first) < usual and not first.startswith(b" ")


def _looks_undamaged(path: Path) -> bool:
    """No NULs, and line ends of one sort: what DuckDB's reader would take in without a word."""
    feeds = returns = pairs = 0
    with path.open("rb", buffering=0) as handle:
        while block := handle.read(_BLOCK):
            if b"\0" in block:
                return False
            feeds += block.count(b"\n")
            if b"\r" in block:  # to count pairs that are not there takes longer than all the rest
                returns += block.count(b"\r")
                pairs += block.count(b"\r\n")
    return feeds > 0 and returns in {0, feeds} and returns == pairs


def _read_by_lines(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    parts: list[pa.Table] = []
    lines_read, any_of_kind = 0, False
    query = _careful_query(file)
    for lines in tables_of_lines(file.path, file.first_record_no, LONGEST):
        if not parts and file.first_record_no == 1:
            lines = _with_first_line_judged(file.path, lines)  # noqa: PLW2901 - the same lines, with one more problem
        connection.register("attlog_lines", lines)
        try:
            found = connection.execute(query).to_arrow_table()
        finally:
            connection.unregister("attlog_lines")
        lines_read += lines.num_rows
        any_of_kind |= pc.any(found["of_kind"]).as_py() is True
        parts.append(found.drop_columns(["of_kind"]))
    rows = pa.concat_tables(parts)
    # what a growing dump added is of the kind of its beginning, even if it is one impossible date
    if rows.num_rows and not any_of_kind and file.first_record_no == 1:
        raise foreign(file, "lines of 6 to 11 TAB-separated columns with a time YYYY-MM-DD HH:MM:SS in the second")
    return Parsed(rows, lines_read - rows.num_rows)


def _with_first_line_judged(path: Path, lines: pa.Table) -> pa.Table:
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    if not _first_line_lost_bytes(head):
        return lines
    problems = pa.concat_arrays([pa.array(["CUT_LINE"]), lines["problem"].combine_chunks()[1:]])
    return lines.set_column(lines.column_names.index("problem"), "problem", problems)


def _careful_query(file: FileToRead) -> str:
    """Every line that is not blank becomes a row; the first thing wrong with it is its problem."""
    row = _COLUMNS.format(
        source=f"'{file.source.name}'",
        timezone=f"'{file.source.timezone}'",
        pin="pin",
        punched_at="moment",
        device="device",
        state="state_code",
        verify_mode="verify_code",
        work_code="work_code",
    )
    return f"""
        with {_TYPED_CELLS}, judged as (select *, {_FAULT} as fault from typed)
        select {file.file_id}::integer as file_id, record_no, 1::integer as item_no, {row},
            fault.code::varchar as problem, fault.name::varchar as problem_column,
            left(fault.found, 200)::varchar as problem_value,
            fault is null or fault.code = 'NOT_A_NUMBER'
                or (fault.code = 'NOT_A_DATE' and written like '%-%-% %:%:%') as of_kind
        from judged order by record_no
    """


_TYPED_CELLS = """
    split as (
        select record_no, problem as damage, contains(line, chr(13)) as folded, string_split(line, chr(9)) as cells
        from attlog_lines where trim(line, ' ' || chr(9) || chr(13)) <> '' or problem is not null
    ),
    layout as (
        -- five columns with the time in the third: the web page of a device; names are dropped here
        select *, case len(cells) when 5 then try_cast(cells[3] as timestamp) is not null else false end as web
        from split
    ),
    named as (
        select record_no, damage, folded, len(cells) as width, web, cells[1] as pin,
            case when web then cells[3] else cells[2] end as written,
            case when web then '' else cells[3] end as device,
            case when web then cells[5] else cells[4] end as state,
            case when web then cells[4] else cells[5] end as verify_mode,
            case when web then '' else cells[6] end as work_code
        from layout
    ),
    typed as (
        select *, try_cast(written as timestamp) as moment, try_cast(state as integer) as state_code,
            try_cast(verify_mode as integer) as verify_code
        from named
    )
"""


_FAULT = f"""
    case
        when damage <> 'BAD_ENCODING' then {fault_sql("damage")}
        -- bytes of a foreign alphabet do no harm in a name, which is not kept
        when damage is not null and contains(concat(pin, written, device, state, verify_mode, work_code), '\\x')
            then {fault_sql("damage")}
        when not web and width not between {WIDTHS[0]} and {WIDTHS[-1]}
            then {fault_sql("'WRONG_COLUMN_COUNT'", found="width")}
        when folded then {fault_sql("'WRONG_COLUMN_COUNT'", found="'a carriage return inside'")}
        when trim(pin) = '' then {fault_sql("'MISSING'", "'pin'", "''")}
        when strlen(pin) >= {LONGEST_CELL} then {fault_sql("'TOO_LONG'", "'pin'", "pin")}
        -- the end of a day by ISO 8601, but an hour that no device shows
        when moment is null or strlen(written) <> {TIME} or written[12:13] = '24'
            then {fault_sql("'NOT_A_DATE'", "'punched_at'", "written")}
        when state_code is null and trim(state) <> '' then {fault_sql("'NOT_A_NUMBER'", "'state'", "state")}
        when verify_code is null and trim(verify_mode) <> ''
            then {fault_sql("'NOT_A_NUMBER'", "'verify_mode'", "verify_mode")}
    end
"""
