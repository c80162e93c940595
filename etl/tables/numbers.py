r"""Numbers in text: integers, decimals, and the 18-digit NIP that spreadsheets destroy.

A double holds 15 to 16 digits. A NIP that Excel took for a number comes back as `1.98E+17`, or written out with
its last digits lost; both are refused by name, because the person cannot be told from it any more.
"""

SCIENTIFIC = r"\d([.,]\d+)?[eE][+]?\d+"
_WRITTEN_OUT = r"\d{15,}[.,]0+"
SERIAL_LOST = r"\d{15}000"
"""Serials of a NIP begin at 001 (domain facts, section 1): 000 is what rounding to 15 digits leaves."""


def cleaned_nip_sql(cell: str) -> str:
    """A NIP without grouping blanks, dots, apostrophes, and without `="..."`, by which CSV exports force text."""
    unwrapped = f"""regexp_replace({cell}, '^="?(.*?)"?$', '\\1')"""
    cleaned = f"nullif(regexp_replace({unwrapped}, '[\\s.''`\\x{{2018}}\\x{{2019}}\\x{{a0}}]', '', 'g'), '')"
    return f"CASE WHEN regexp_full_match({cell}, '\\d+') THEN {cell} ELSE {cleaned} END"


def cleaned_pin_sql(cell: str) -> str:
    """A PIN without what spreadsheets and scripts put around it: an apostrophe, `="..."`, the `.0` of a number."""
    unwrapped = rf"""ltrim(regexp_replace({cell}, '^="?(.*?)"?$', '\1'), '''')"""
    return rf"nullif(regexp_replace({unwrapped}, '^(\d{{1,14}})[.,]0+$', '\1'), '')"


def destroyed_sql(cell: str) -> list[tuple[str, str]]:
    """Condition and reason code of each way in which a spreadsheet destroys a long number."""
    return [
        (f"regexp_full_match({cell}, '{SCIENTIFIC}')", "NIP_SCIENTIFIC_NOTATION"),
        (f"regexp_full_match({cell}, '{_WRITTEN_OUT}|{SERIAL_LOST}')", "NIP_PRECISION_LOST"),
    ]


def integer_sql(cell: str, sql_type: str, decimal: str) -> str:
    """Digits only; a cast alone would round 2.7 to 3."""
    whole = f"regexp_replace({cell}, '[{decimal}]0+$', '')"
    return f"CASE WHEN regexp_full_match({whole}, '[+-]?\\d+') THEN TRY_CAST({whole} AS {sql_type}) END"


def decimal_sql(cell: str, sql_type: str, decimal: str) -> str:
    """With a decimal comma, dots may group thousands, and only whole groups of three: `1.234,5`, never `0.11`."""
    if decimal == ",":
        shape = r"[+-]?(\d+|\d{1,3}([.]\d{3})+)(,\d+)?"
        plain = f"replace(replace({cell}, '.', ''), ',', '.')"
    else:
        shape = r"[+-]?(\d+([.]\d*)?|[.]\d+)([eE][+-]?\d+)?"
        plain = cell
    return f"CASE WHEN regexp_full_match({cell}, '{shape}') THEN TRY_CAST({plain} AS {sql_type}) END"
