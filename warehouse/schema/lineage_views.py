"""`mart.figure_source` and `mart.figure_part`: from every figure to the records and figures behind it, for BI tools."""

from sqlalchemy import MetaData

from warehouse.lineage.joins import joins_of_all, parts
from warehouse.schema.definition import View

_COMPONENTS = (
    "DISCIPLINE ... BEHAVIOUR, DEDUCTION, TPP, PREDICATE, TIER, ADOPTION or RECOMMENDATION of a person; UNIT_... of a "
    "unit; TRAINING_EFFECT (docs/explain.md)"
)
_ROLES = (
    "what the record is to the figure: its type; LEAVE_BEFORE, PUNCH_BEFORE: before the period, "
    "ASSESSMENT_FOR_PAY, TARGET_FOR_PAY: for P, CALENDAR_OF_CASES, CALENDAR_OF_COMPLAINTS, UNITS_OF_CASES: for a "
    "due date, PIN_MAP_OF_OTHERS: whose PIN it is on one device; "
    "CORRECTED: taken out of the facts or changed by a correction, CORRECTION: the line of that correction"
)

_NUMBERS = ("revision", "file_id", "record_no")


def lineage_views(tables: MetaData) -> tuple[View, ...]:
    """The views and what their columns mean."""
    row = tables.tables["mart.performance_period"]
    own = {one: row.columns[one].comment or "" for one in ("agency", "person_id", "period", "revision")}
    of_person = {"person_id": "person whose figure it is; empty: a unit's or training's"}
    of_unit = {"unit_code": "unit whose figure it is; empty: a person's or training's"}
    of_training = {"training_code": "training whose effect it is; empty: another figure"}
    return (
        _view(
            "figure_source",
            "Each row is one record that stands behind one figure of a person, unit or training, by the newest "
            "revision and the facts as they are now. Figures behind a figure: mart.figure_part; not followed: what "
            "peers or the whole agency contribute (docs/explain.md).",
            own
            | of_person
            | {"component": _COMPONENTS, "role": _ROLES, "file_id": "file of the record"}
            | {"record_no": "line of the file or row of the sheet where the record begins, the first is 1"}
            | of_unit
            | of_training,
            joins_of_all(),
        ),
        _view(
            "figure_part",
            "Each row is one figure that another figure rests on, by the newest revisions: the components of an index, "
            "the people of a unit or of the agency, whom a training is judged by, and whoever one record less would "
            "move there. Figures of people have their own records in mart.figure_source.",
            own
            | {"person_id": "person whose figure it is; empty: a unit's, a training's or the agency's"}
            | {"unit_code": "unit whose figure it is; empty: another figure"}
            | {
                "component": "INDEX (with its bounds), RECOMMENDATION or INCENTIVE of a person; UNIT_... of a unit; "
                "TRAINING_EFFECT; AGENCY_..., FAIRNESS (groups side by side) or RATER of the agency (docs/explain.md)",
                "part_person_id": "person whose figure it rests on; empty: the agency's",
                "part_component": "that figure",
            }
            | of_training,
            parts(),
        ),
    )


def _view(name: str, comment: str, columns: dict[str, str], query: str) -> View:
    types = {one: "INTEGER" if one in _NUMBERS else "TEXT" for one in columns}
    return View(schema="mart", name=name, comment=comment, columns=columns, types=types, query=query)
