"""Cells of times beside a person and a date, made into punches by one SELECT."""

from typing import NamedTuple

from etl.settings import ColumnMapping, Source
from etl.tables.dates import exact_timestamp_sql

_ONE_TIME = r"\d{1,2}:\d{2}(?::\d{2})?|\d{2}\.\d{2}(?:\.\d{2})?"
_BETWEEN_TIMES = r"[\s,;/|&+-]*"
_SHARE_OF_DAY = r"0[.,]\d+"
"""A time that a spreadsheet wrote as a number: 0.3125 is 07:30."""
_NOTHING = "('-', '--', 'none', 'null', 'nan')"
"""How Hikvision software and scripts write an empty cell."""


class PunchTable(NamedTuple):
    """`name`: registered table of records with pin, date, device and the columns named by `cells`."""

    name: str
    cells: tuple[str, ...]
    source: Source
    mapping: ColumnMapping


def punches_sql(table: PunchTable) -> str:
    """One row per punch, and one per record that cannot be read; a bad time stands beside its record's good ones."""
    punch = "verify_mode, state, work_code"
    return f"""
        WITH {_steps(table)}
        SELECT record_no, item_no, device_id, pin, punched_at, {_text(table.source.timezone)} AS timezone,
            verify_mode, state, work_code, problem, problem_column, problem_value
        FROM (
            SELECT record_no, row_number() OVER (PARTITION BY record_no ORDER BY cell_no, piece_no) AS item_no,
                device_id, pin, punched_at, {punch}, {_time_problem()}
            FROM punches
            UNION ALL
            SELECT record_no, 1, device_id, pin, NULL, {punch}, problem,
                CASE problem_column
                    WHEN 'date' THEN 'punched_at' WHEN 'device' THEN 'device_id' ELSE problem_column END,
                problem_value
            FROM records WHERE problem IS NOT NULL
            UNION ALL
            SELECT record_no, 1, device_id, pin, NULL, {punch}, 'MISSING',
                CASE WHEN pin IS NULL THEN 'pin' ELSE 'punched_at' END, NULL
            FROM empty WHERE NOT names_a_day
        )
        ORDER BY record_no, item_no
    """


def rows_without_punch_sql(table: PunchTable) -> str:
    """How many records name a person and a day without any time."""
    return f"WITH {_steps(table)} SELECT count(*) FROM empty WHERE names_a_day"


def _steps(table: PunchTable) -> str:
    cells = ", ".join(f'"{name}"' for name in table.cells)
    numbers = ", ".join(str(number) for number in range(len(table.cells)))
    names = ", ".join(_text(name) for name in table.cells)
    moment = exact_timestamp_sql("cell", table.mapping)
    return rf"""
        records AS (
            SELECT record_no, {_pin()} AS pin, "date" AS day, {_device(table.source)} AS device_id,
                verify_mode, state, work_code, problem, problem_column, problem_value, [{cells}] AS cells
            FROM {table.name}
        ),
        cells AS (
            SELECT * EXCLUDE (cells),
                unnest(cells) AS cell, unnest([{numbers}]) AS cell_no, unnest([{names}]) AS cell_name
            FROM records WHERE problem IS NULL
        ),
        filled AS (
            SELECT *, {moment} AS moment FROM cells WHERE cell IS NOT NULL AND lower(cell) NOT IN {_NOTHING}
        ),
        pieces AS (
            SELECT *, CASE WHEN moment IS NULL
                AND regexp_full_match(regexp_replace(cell, '{_ONE_TIME}', '', 'g'), '{_BETWEEN_TIMES}')
                THEN regexp_extract_all(cell, '{_ONE_TIME}') ELSE [cell] END AS pieces
            FROM filled
        ),
        times AS (
            SELECT * EXCLUDE (pieces), unnest(pieces) AS piece, generate_subscripts(pieces, 1) AS piece_no FROM pieces
        ),
        timed AS (
            SELECT *, CASE WHEN moment IS NULL THEN {_time_on_day()} END AS on_day FROM times
        ),
        punches AS (
            -- who comes at 21:00 and goes at 06:00 goes on the next day
            SELECT *, coalesce(moment, on_day + to_days(CASE
                WHEN cell_no > first_value(cell_no) OVER record AND on_day < first_value(on_day) OVER record THEN 1
                ELSE 0 END)) AS punched_at
            FROM timed
            WINDOW record AS (
                PARTITION BY record_no ORDER BY on_day IS NULL, cell_no, piece_no
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
        ),
        empty AS (
            SELECT *, pin IS NOT NULL AND {_knows_day(table)} AS names_a_day
            FROM records WHERE problem IS NULL AND record_no NOT IN (SELECT record_no FROM filled)
        )
    """


def _pin() -> str:
    """Hikvision software puts an apostrophe before the number to keep its zeros."""
    bare = "nullif(ltrim(pin, ''''), '')"
    return f"CASE WHEN lower({bare}) NOT IN {_NOTHING} THEN {bare} END"


def _device(source: Source) -> str:
    unknown = _text(f"source:{source.name}")
    return f"CASE WHEN lower(device) NOT IN {_NOTHING} THEN {unknown} || '/' || device ELSE {unknown} END"


def _knows_day(table: PunchTable) -> str:
    return "true" if table.cells == ("punched_at",) else "day IS NOT NULL"


def _time_on_day() -> str:
    written = "strftime(day, '%Y-%m-%d ') || replace(piece, '.', ':')"
    seconds = "CAST(round(TRY_CAST(replace(piece, ',', '.') AS DOUBLE) * 86400) AS BIGINT)"
    return f"""CASE WHEN regexp_full_match(piece, '{_SHARE_OF_DAY}') THEN CAST(day AS TIMESTAMP) + to_seconds({seconds})
        ELSE try_strptime({written}, ['%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M']) END"""


def _time_problem() -> str:
    """A column of moments is read by the date formats of the mapping; that is where to mend it."""
    return """CASE
            WHEN punched_at IS NOT NULL THEN NULL
            WHEN cell_name = 'punched_at' AND piece = cell THEN 'NOT_A_DATE'
            WHEN day IS NULL THEN 'MISSING'
            ELSE 'NOT_A_TIME' END AS problem,
        CASE WHEN punched_at IS NULL THEN 'punched_at' END AS problem_column,
        CASE WHEN punched_at IS NULL THEN cell END AS problem_value"""


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
