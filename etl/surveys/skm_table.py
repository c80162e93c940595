"""Answers of the satisfaction survey (SKM, PermenPANRB 14/2017), one respondent a row, nine elements found by NAME.

Real forms number the elements differently (U8 and U9 are swapped between them), so a bare `U1`..`U9` is taken only
where the mapping says which element it is. Names, citizens' numbers, telephone numbers and free text are not even
looked at: only the columns of the record leave the file. Sources: formats 5.2 and 5.4, domain section 7.
"""

from dataclasses import replace

import duckdb

from etl.errors import FileRefused
from etl.reading import FileToRead, Parsed
from etl.records import RECORDS, Column
from etl.records.surveys import ELEMENTS
from etl.settings import ColumnMapping
from etl.surveys.respondents import respondents_sql
from etl.tables.conversion import convert
from etl.tables.headings import Layout, folded
from etl.tables.parsed_rows import parsed_rows
from etl.tables.selection import read_selection

_TABLE = "survey_table"


def read(file: FileToRead, connection: duckdb.DuckDBPyConnection) -> Parsed:
    """Raises `FileRefused` ELEMENT_NAMES_NEEDED when a heading does not say which element it is."""
    columns = columns_of()
    selection = read_selection(file, columns)
    _check_elements(selection.layout, file.mapping)
    connection.register(_TABLE, convert(selection.table, columns, file.mapping, connection))
    try:
        items = connection.execute(respondents_sql(_TABLE, file.source.name)).to_arrow_table()
    finally:
        connection.unregister(_TABLE)
    return Parsed(parsed_rows(items, file, RECORDS["survey_response"]), selection.ignored)


def columns_of() -> tuple[Column, ...]:
    """Survey and respondent may be absent from the file: the source and the answers themselves stand in for them."""
    made_up = {"survey", "respondent"}
    columns = RECORDS["survey_response"].columns
    return tuple(replace(column, required=False) if column.name in made_up else column for column in columns)


def _check_elements(layout: Layout, mapping: ColumnMapping) -> None:
    """Every element is found by its name, or the mapping speaks of it (an empty constant: the form does not ask it)."""
    unsaid = [code for code in ELEMENTS if code not in mapping.columns and code not in mapping.constants]
    bare = [code for code in unsaid if code in layout.positions and _is_bare(layout, code)]
    absent = [code for code in unsaid if code not in layout.positions]
    if bare or absent:
        raise FileRefused(
            "ELEMENT_NAMES_NEEDED",
            expected="a heading with the name of every element: " + "; ".join(names[0] for names in ELEMENTS.values()),
            found=f"no heading for {', '.join(absent) or 'none'}; headings without a name: {', '.join(bare) or 'none'}",
            todo='Say in the column mapping which heading is which element; an element not asked is a constant "".',
        )


def _is_bare(layout: Layout, code: str) -> bool:
    return folded(layout.headings[layout.positions[code]]) == code
