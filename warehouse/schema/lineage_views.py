"""`mart.figure_source`: from every figure of a person to the records behind it, for BI tools."""

from sqlalchemy import MetaData

from warehouse.lineage.joins import joins
from warehouse.schema.definition import View


def lineage_views(tables: MetaData) -> tuple[View, ...]:
    """The view and what its columns mean."""
    row = tables.tables["mart.performance_period"]
    own = ("agency", "person_id", "period", "revision")
    told = {
        "component": "DISCIPLINE ... BEHAVIOUR, DEDUCTION, TPP or PREDICATE",
        "role": "what the record is to the figure: its type; LEAVE_BEFORE, PUNCH_BEFORE: before the period, "
        "ASSESSMENT_FOR_PAY, TARGET_FOR_PAY: for P, CALENDAR_OF_CASES, CALENDAR_OF_COMPLAINTS, UNITS_OF_CASES: for a "
        "due date, PIN_MAP_OF_OTHERS: whose PIN it is on one device; "
        "CORRECTED: taken out of the facts or changed by a correction, CORRECTION: the line of that correction",
        "file_id": "file of the record",
        "record_no": "line of the file or row of the sheet where the record begins, the first is 1",
    }
    types = dict.fromkeys(own, "TEXT") | {"revision": "INTEGER"}
    return (
        View(
            schema="mart",
            name="figure_source",
            comment="Each row is one record that stands behind one figure of a person, by the newest revision and the "
            "facts as they are now. Not followed: what peers or the whole agency contribute (docs/explain.md).",
            columns={one: row.columns[one].comment or "" for one in own} | told,
            types=types | {"component": "TEXT", "role": "TEXT", "file_id": "INTEGER", "record_no": "INTEGER"},
            query=joins(),
        ),
    )
