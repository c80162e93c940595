"""Times of day in text, as whole minutes after midnight; 24:00 and later belong to the next day."""

_WRITTEN = r"(\d{1,2}):(\d{2})(?::00)?|(\d{2})\.(\d{2})"
"""`7:30`, `07:30:00`, or `07.30` with two digits each (one digit and a dot could be a decimal number)."""
_SHARE_OF_DAY = r"[01]([.,]\d+)?"
"""What a spreadsheet keeps when a time was formatted as a number: 0.3125 is 07:30."""
_LAST_MINUTE = 48 * 60 - 1


def clock_sql(cell: str) -> str:
    minutes = f"coalesce({_written(cell)}, {_share(cell)})"
    return f"CASE WHEN {minutes} BETWEEN 0 AND {_LAST_MINUTE} THEN CAST({minutes} AS INTEGER) END"


def _written(cell: str) -> str:
    hours = f"TRY_CAST(regexp_extract({cell}, '^(\\d{{1,2}})', 1) AS INTEGER)"
    minute = f"TRY_CAST(regexp_extract({cell}, '^\\d{{1,2}}[:.](\\d{{2}})', 1) AS INTEGER)"
    return f"CASE WHEN regexp_full_match({cell}, '{_WRITTEN}') AND {minute} < 60 THEN {hours} * 60 + {minute} END"


def _share(cell: str) -> str:
    days = f"TRY_CAST(replace({cell}, ',', '.') AS DOUBLE)"
    return f"CASE WHEN regexp_full_match({cell}, '{_SHARE_OF_DAY}') THEN round({days} * 1440) END"
