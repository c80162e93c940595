"""Dates and wall times in text: the mapping's formats, ISO, and the serial numbers of spreadsheets.

Which of day and month comes first is never guessed: only the mapping's formats decide.
"""

from etl.settings import ColumnMapping

_ISO_DATES = ("%Y-%m-%d",)
_ISO_TIMESTAMPS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")
_EARLIEST = "1900-01-01"
"""A year of two digits read as four gives the first century."""
_SERIAL = r"\d{5}([.,]\d+)?"
"""Days since 1899-12-30, here from 1927 to 2173."""
_INDONESIAN_MONTHS = {
    "Januari": "January",
    "Februari": "February",
    "Maret": "March",
    "Mei": "May",
    "Juni": "June",
    "Juli": "July",
    "Agustus": "August",
    "Agu|Agt|Ags": "Aug",
    "Oktober": "October",
    "Okt": "Oct",
    "Desember": "December",
    "Des": "Dec",
}


def date_sql(cell: str, mapping: ColumnMapping) -> str:
    """A date; of a date with a time only the date."""
    return f"CAST({_moment(cell, (*mapping.date_formats, *mapping.timestamp_formats))} AS DATE)"


def timestamp_sql(cell: str, mapping: ColumnMapping) -> str:
    """A wall time in whole seconds; a date alone is its midnight."""
    moment = _moment(cell, (*mapping.timestamp_formats, *mapping.date_formats))
    return f"date_trunc('second', {moment})"


def exact_timestamp_sql(cell: str, mapping: ColumnMapping) -> str:
    """A wall time that states its time of day; a date alone is none."""
    with_date_only = _written(cell, (*mapping.date_formats, *_ISO_DATES))
    return f"CASE WHEN {with_date_only} IS NULL THEN {timestamp_sql(cell, mapping)} END"


def _moment(cell: str, formats: tuple[str, ...]) -> str:
    found = f"coalesce({_written(cell, (*formats, *_ISO_TIMESTAMPS, *_ISO_DATES))}, {_serial(cell)})"
    return f"CASE WHEN {found} >= TIMESTAMP '{_EARLIEST}' THEN {found} END"


def _written(cell: str, formats: tuple[str, ...]) -> str:
    # %y first: it refuses four digits, whereas %Y takes two digits for a year of the first century.
    ordered = sorted(dict.fromkeys(formats), key=lambda form: "%y" not in form)
    listed = ", ".join("'" + form.replace("'", "''") + "'" for form in ordered)
    named = any("%b" in form or "%B" in form for form in ordered)
    return f"try_strptime({_english(cell) if named else cell}, [{listed}])"


def _english(cell: str) -> str:
    for indonesian, english in _INDONESIAN_MONTHS.items():
        cell = f"regexp_replace({cell}, '\\b({indonesian})\\b', '{english}', 'i')"
    return cell


def _serial(cell: str) -> str:
    # spreadsheets keep doubles; the rounding to whole seconds is far above their error
    days = f"TRY_CAST(replace({cell}, ',', '.') AS DOUBLE)"
    seconds = f"CAST(round({days} * 86400) AS BIGINT)"
    return f"CASE WHEN regexp_full_match({cell}, '{_SERIAL}') THEN TIMESTAMP '1899-12-30' + to_seconds({seconds}) END"
