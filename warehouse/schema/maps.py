"""Score maps: what a scored figure of cases was made of, where no key leads from the figure to its events.

They belong to the newest scoring of a period and are replaced by the next; punches, answers, targets and ratings need
none: their rows carry file and record.
"""

from sqlalchemy import BIGINT, DATE, TIMESTAMP, Column, Integer, MetaData, Numeric, Text

from warehouse.schema.definition import column, table


def add_tables(tables: MetaData) -> None:
    """Add the maps from persons to cases and to figures of the peer group, and from trainings to whose work counts."""
    table(
        tables,
        "mart.person_case",
        "Each row is what one case was to one person in one period, as of its newest scoring. "
        "Key: person_id, period, app, case_id.",
        *_whose(),
        column("app", Text, "application that recorded the case", required=True),
        column("case_id", Text, "number of the case in the application", required=True),
        column("service_code", Text, "service of the service catalogue", required=True),
        column("standard_minutes", Numeric(12, 4), "work in one such case, minutes", required=True),
        *(column(name, Integer, f"1: {meaning}; else 0", required=True) for name, meaning in _ROLES.items()),
        column("received_at", TIMESTAMP, "when the case was received, wall time", required=True),
        column("completed_at", TIMESTAMP, "when it was completed, wall time; empty: it was not"),
        column("late_at", TIMESTAMP, "first moment at which it is late, wall time; empty: not due by the period's end"),
    )
    table(
        tables,
        "mart.person_work",
        "Each row is one person's work on cases in one period, as of its newest scoring: peers are compared by it. "
        "Key: person_id, period.",
        *_whose(),
        column("peer_group", Text, "position and type of unit, as in mart.performance_period"),
        column("done_minutes", Numeric(18, 4), "standard minutes of the cases completed", required=True),
        column("desk_minutes", Numeric(18, 4), "standard minutes of the cases of the desk", required=True),
        column("squared_minutes", Numeric(38, 8), "sum of their squares", required=True),
        column("available_minutes", Integer, "minutes the person was there to work", required=True),
        *(column(name, Integer, meaning, required=True) for name, meaning in _COUNTS.items()),
    )
    table(
        tables,
        "mart.training_work",
        "Each row is one person by whose completed cases one training is judged in one period, as of its newest "
        "scoring: whoever took part, and untrained peers with cases in the same days. "
        "Key: training_code, person_id, period, before_from, after_from.",
        *_whose(),
        column("training_code", Text, "training", required=True),
        column("peer_group", Text, "position and type of unit, as in mart.performance_period"),
        column("participant", Integer, "1: took part; 0: a peer who never did", required=True),
        *(column(name, DATE, meaning, required=True) for name, meaning in _COMPARED.items()),
        *(
            column(f"{name}_{when}", kind, f"{meaning} {when} the training", required=True)
            for name, (kind, meaning) in _WORK.items()
            for when in ("before", "after")
        ),
    )


_ROLES = {
    "completed": "completed by the person in the period",
    "on_time": "completed within the service standard",
    "late": "fell due in the period on the person's desk",
    "overdue": "still open and late at the period's end",
    "reworked": "needed rework",
    "of_desk": "work of the desk in the period",
}
_COUNTS = {
    "completed": "cases completed by the person, number",
    "cases": "cases of the desk, number",
    "on_time": "cases completed within the service standard, number",
    "late": "cases that fell due on the desk, number",
    "overdue": "cases still open and late at the period's end, number",
    "reworked": "completed cases that needed rework, number",
}

_COMPARED = {
    "before_from": "first of the days before the training",
    "before_to": "last of the days before it",
    "after_from": "first of the days after it",
    "after_to": "last of the days after it",
}
_WORK = {
    "cases": (Integer, "cases completed in the days"),
    "seconds": (BIGINT, "working seconds from receipt to completion of those cases, summed, in the days"),
    "on_time": (Integer, "cases completed within the service standard in the days"),
    "reworked": (Integer, "completed cases that needed rework in the days"),
}


def _whose() -> tuple[Column[object], ...]:
    return (
        column("agency", Text, "code of the agency", required=True),
        column("person_id", Text, "person", required=True),
        column("nip", Text, "last number of the person in the period", required=True),
        column("period", Text, "2026-07, 2026-Q3, 2026-H2 or 2026", required=True),
    )
