"""`mart.unit_*`: what a period of facts says of each unit, by revision (contract section 5)."""

from sqlalchemy import Column, Integer, MetaData, Numeric, Text

from warehouse.schema.definition import column, table


def add_tables(tables: MetaData) -> None:
    """Add the unit's row, its indicators, and what is to be mended in them."""
    _add_unit_period(tables)
    _add_unit_indicator(tables)
    table(
        tables,
        "mart.unit_target_lint",
        "Each row is one finding on the indicators of one row of mart.unit_period. "
        "Key: unit_code, period, revision, target_period, indicator_code, aspect, finding.",
        *_which(),
        *finding_columns(),
    )


def finding_columns() -> tuple[Column[object], ...]:
    """What a finding on targets says, of a person's or a unit's."""
    return (
        column("target_period", Text, "period the target was agreed for", required=True),
        column("indicator_code", Text, "indicator; empty: all of them"),
        column("aspect", Text, "aspect measured; empty: all of them"),
        column(
            "finding",
            Text,
            "NOT_MEASURABLE, NO_UNIT_OF_MEASURE, NOT_DATED, AGREED_LATE, NOT_AGREED, WEIGHTS or NO_TARGETS",
            required=True,
        ),
        column("explanation", Text, "in Indonesian, for the employee and the superior", required=True),
    )


def _which() -> tuple[Column[object], ...]:
    return (
        column("agency", Text, "code of the agency", required=True),
        column("unit_code", Text, "unit", required=True),
        column("period", Text, "2026-07, 2026-Q3, 2026-H2 or 2026", required=True),
        column("revision", Integer, "revision of the period, from 1", required=True),
    )


def _add_unit_indicator(tables: MetaData) -> None:
    several = "empty: several aspects"
    table(
        tables,
        "mart.unit_indicator",
        "Each row is one indicator of one row of mart.unit_period. Key: unit_code, period, revision, indicator_code.",
        *_which(),
        column("indicator_code", Text, "code of the indicator", required=True),
        column("indicator", Text, "indicator in words"),
        column("aspect", Text, f"QUANTITY, QUALITY, TIME or COST; {several}"),
        column("unit_of_measure", Text, f"what target and realisation count; {several}"),
        column("direction", Text, f"HIGHER or LOWER is better; {several}"),
        column("rollup", Text, f"how sub-periods add up: SUM, LAST or MEAN; {several}"),
        column("weight", Numeric(18, 4), "weight among the unit's indicators", required=True),
        column("target", Numeric(18, 4), f"amount agreed, in unit_of_measure; {several}"),
        column("realised", Numeric(18, 4), f"amount reached, in unit_of_measure; {several}"),
        column("achievement_percent", Numeric(9, 4), "how far it was reached, 0 to 120; empty: see reason"),
        column("reason", Text, "NOT_REPORTED (0), NOT_YET_REPORTED or NOT_MEASURABLE; empty: none"),
    )


def _add_unit_period(tables: MetaData) -> None:
    few = "empty: fewer than the rulebook's cell"
    table(
        tables,
        "mart.unit_period",
        "Each row is one unit and period in the revision that changed it; a unit's newest row counts. "
        "Key: unit_code, period, revision.",
        *_which(),
        column("headcount", Integer, "persons who held it on most working days", required=True),
        column("mean_index", Numeric(9, 4), f"mean evidence index of its people; {few}"),
        *(
            column(name, Integer, f"persons with the predicate {name.upper()}; {few}")
            for name in ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
        ),
        column("organisation_predicate", Integer, "1 istimewa, 2 baik, 3 butuh perbaikan, 4 kurang, 5 sangat kurang"),
        column(
            "distribution",
            Text,
            "FITS or DIFFERS from the pattern of SE MenPANRB 3/2023, NOT_TESTABLE with too few rated, or "
            "NO_ORGANISATION_PREDICATE; told only, no predicate is changed",
            required=True,
        ),
        column("ikm", Numeric(9, 4), f"satisfaction index (SKM), 25 to 100, never drawn to the agency's; {few}"),
        column("ikm_grade", Text, f"A, B, C or D; {few}"),
        column("respondents", Integer, "citizens who answered", required=True),
        column("respondents_needed", Integer, "sample of Krejcie and Morgan for the cases completed; empty: none"),
        column("complaints_due", Integer, "complaints whose limit ended in the period", required=True),
        column("complaints_kept", Integer, "of these answered and closed in time", required=True),
        column("cases_completed", Integer, "cases of the catalogue completed", required=True),
        column("service_days_median", Numeric(9, 4), "working days from receipt to completion, median"),
        column("service_days_p90", Integer, "working days within which nine of ten cases were completed"),
        column("adoption_percent", Numeric(9, 4), f"people who signed in to an application, percent; {few}"),
        column("feedback_in_time_percent", Numeric(9, 4), f"assessments with feedback in time, percent; {few}"),
    )
