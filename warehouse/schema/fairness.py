"""`mart.fairness*` and `mart.rater`: whom the figures of a period compare, and how ratings lie beside the evidence."""

from sqlalchemy import Column, Integer, MetaData, Numeric, Text

from warehouse.schema.definition import column, table

_EMPTY = "empty: too few people, or beside too few"
_PREDICATES = ("SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", "KURANG", "SANGAT_KURANG")


def add_tables(tables: MetaData) -> None:
    """Add the report's row, its groups, and the superiors who rated."""
    table(
        tables,
        "mart.fairness",
        "Each row is one period in the revision that changed its groups or raters; the newest row counts. "
        "Key: period, revision.",
        *_which(),
        column("min_cell", Integer, "fewest people of whom a figure is shown", required=True),
        column("people", Integer, "people with a working day in the period: only they are compared", required=True),
        column("without_working_day", Integer, "people left out, for they had none", required=True),
        column("without_index", Integer, "of those compared, people without an evidence index", required=True),
        column("without_predicate", Integer, "of those compared, people without an official predicate", required=True),
        column("without_gap", Integer, "of those compared, people without a rating beside evidence", required=True),
        column("without_rater", Integer, "of those compared, people rated by nobody knows whom", required=True),
    )
    table(
        tables,
        "mart.fairness_group",
        "Each row is one group of one row of mart.fairness. Key: period, revision, dimension, value.",
        *_which(),
        column("dimension", Text, "AGENCY, UNIT, POSITION, SEX, AGE_BAND or EMPLOYMENT_TYPE", required=True),
        column("value", Text, "the group; -: not known of the person", required=True),
        column("people", Integer, f"people with a working day in the period; {_EMPTY}"),
        column("with_index", Integer, f"of these with an evidence index; {_EMPTY}"),
        column("mean_index", Numeric(9, 4), f"mean evidence index; {_EMPTY}"),
        column("p10", Numeric(9, 4), f"lowest index that a tenth of them do not exceed; {_EMPTY}"),
        column("median", Numeric(9, 4), f"median index; {_EMPTY}"),
        column("p90", Numeric(9, 4), f"lowest index that nine tenths of them do not exceed; {_EMPTY}"),
        column("median_difference", Numeric(9, 4), f"median less the agency's; no proof of bias; {_EMPTY}"),
        column("rated", Integer, f"of these with an official predicate; {_EMPTY}"),
        *(
            column(f"{one.lower()}_percent", Numeric(9, 4), f"of those rated, {one}, percent; {_EMPTY}")
            for one in _PREDICATES
        ),
        column("with_gap", Integer, f"of these with a rating beside evidence; {_EMPTY}"),
        column("mean_gap", Numeric(9, 4), f"mean rating_gap; positive: rated lower than the evidence; {_EMPTY}"),
        column(
            "hidden",
            Text,
            "PEOPLE: all is left empty for few people; or INDEX, PREDICATE, GAP, joined by +; empty: none",
        ),
    )
    _add_rater(tables)


def _add_rater(tables: MetaData) -> None:
    table(
        tables,
        "mart.rater",
        "Each row is one superior who rated people of one row of mart.fairness. Key: period, revision, assessor_id.",
        *_which(),
        column("assessor_id", Text, "superior who rated", required=True),
        column("assessor_nip", Text, f"number the ratings name; {_EMPTY}"),
        column("rated", Integer, f"people whose result the superior rated; {_EMPTY}"),
        column("mean_rating", Numeric(9, 4), f"mean rating of the result, 1 above to 3 below; {_EMPTY}"),
        column("rating_spread", Numeric(9, 4), f"standard deviation of these ratings, of all of them; {_EMPTY}"),
        column("same_rating_percent", Numeric(9, 4), f"share of the commonest rating, 100: all the same; {_EMPTY}"),
        column("with_gap", Integer, f"of these with evidence to lay beside; {_EMPTY}"),
        column("severity", Numeric(9, 4), f"mean rating_gap; positive: more severe than the evidence; {_EMPTY}"),
        column("gap_spread", Numeric(9, 4), f"standard deviation of the gap, of all of them; {_EMPTY}"),
        column("hidden", Text, "left empty for few people: RESULT, GAP, joined by +; empty: none"),
    )


def _which() -> tuple[Column[object], ...]:
    return (
        column("agency", Text, "code of the agency", required=True),
        column("period", Text, "2026-07, 2026-Q3, 2026-H2 or 2026", required=True),
        column("revision", Integer, "revision of the period, from 1", required=True),
    )
