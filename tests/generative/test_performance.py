"""Random quarters: the models and the long way round agree on every figure of every person."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.rulebook import rulebooks_of
from tests.worlds.attendance import RULEBOOKS, put
from tests.worlds.naive_score import BEHAVIOURS, WORKING, Facts, performance
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period

QUARTER, FIRST = "2026-Q1", date(2026, 1, 1)
PEOPLE = ("ani", "budi", "cici")
UNITS = ("DINAS", "PUSKES")
STATUSES = (*WORKING, "UNKNOWN", "INACTIVE", "OFF", "PRESENT", "PRESENT")
PERIODS = ("2026-01", "2026-02", "2026-03", QUARTER, "2026-Q2")
RATING = st.sampled_from((1, 2, 3, None))
AMOUNT = st.one_of(st.none(), st.integers(0, 12).map(Decimal), st.decimals(0, 30, places=2))


@st.composite
def _days(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    keys = st.tuples(st.sampled_from(PEOPLE), st.integers(0, 89), st.integers(1, 2))
    for person, place, shift_no in sorted(draw(st.sets(keys, min_size=1, max_size=60))):
        status = draw(st.sampled_from(STATUSES))
        seen = status in ("PRESENT", "NO_IN", "NO_OUT", "UNKNOWN")
        minutes = st.integers(0, 65)
        rows.append(
            {
                "person_id": person,
                "nip": person,
                "work_date": FIRST + timedelta(days=place),
                "shift_no": shift_no,
                "unit_code": draw(st.sampled_from(UNITS)),
                "first_in": FIRST if status in ("PRESENT", "NO_OUT") else None,
                "last_out": FIRST if status in ("PRESENT", "NO_IN") else None,
                "punches": 0,
                "late_minutes": draw(minutes) if seen and status != "NO_IN" else None,
                "early_minutes": draw(minutes) if seen and status != "NO_OUT" else None,
                "status": status,
                "rulebook": "kepahiang/2025-01-01",
            }
        )
    return rows


def _keyed(key: st.SearchStrategy[Any], **values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows with different keys; `key` draws a mapping."""
    row = st.tuples(key, st.fixed_dictionaries(values)).map(lambda parts: parts[0] | parts[1])
    return st.lists(row, max_size=12)


def _distinct(rows: list[dict[str, Any]], *key: str) -> list[dict[str, Any]]:
    return list({tuple(row[name] for name in key): row for row in rows}.values())


PERSON = st.sampled_from(PEOPLE)
DAY = st.integers(0, 89).map(lambda place: FIRST + timedelta(days=place))
TARGETS = _keyed(
    st.fixed_dictionaries(
        {"nip": PERSON, "period": st.sampled_from(PERIODS), "indicator_code": st.sampled_from(("A", "B"))}
    ),
    aspect=st.just("QUANTITY"),
    direction=st.sampled_from(("HIGHER", "LOWER")),
    rollup=st.sampled_from(("SUM", "MEAN", "LAST")),
    weight=st.integers(0, 60).map(Decimal),
    target=AMOUNT,
    realised=AMOUNT,
)
ASSESSMENTS = _keyed(
    st.fixed_dictionaries({"nip": PERSON, "period": st.sampled_from(PERIODS)}),
    result_rating=RATING,
    behaviour_rating=RATING,
    **dict.fromkeys(BEHAVIOURS, RATING),
)
ANSWERS = _keyed(
    st.fixed_dictionaries({"respondent": st.integers(1, 40).map(str), "unit_code": st.sampled_from(UNITS)}),
    survey=st.just("SKM"),
    submitted_at=DAY,
    **{f"u{number}": st.sampled_from((1, 2, 3, 4, 4, None)) for number in range(1, 10)},
)
PERMISSIONS = _keyed(
    st.fixed_dictionaries({"nip": PERSON, "work_date": DAY, "kind": st.sampled_from(("LATE", "EARLY", "ABSENT"))}),
    document_no=st.just("letter"),
    approved=st.just(True),  # the value of a column
)
DEDUCTIONS = _keyed(
    st.fixed_dictionaries({"person_id": PERSON, "work_date": DAY}),
    shift_no=st.just(0),
    cause=st.just("LATE"),
    percent=st.decimals(0, 70, places=2),
    rule=st.just("rule"),
    basis=st.just("ASSUMED"),
)


def _constant_by_indicator(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Direction and rollup of an indicator do not change within a person's quarter: what then holds is not ruled."""
    first: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        same = first.setdefault((row["nip"], row["indicator_code"]), row)
        row |= {"direction": same["direction"], "rollup": same["rollup"]}
    return rows


@st.composite
def _facts(draw: st.DrawFn) -> Facts:
    return Facts(
        days=draw(_days()),
        targets=_constant_by_indicator(_distinct(draw(TARGETS), "nip", "period", "indicator_code")),
        assessments=_distinct(draw(ASSESSMENTS), "nip", "period"),
        answers=_distinct(draw(ANSWERS), "respondent"),
        permissions=_distinct(draw(PERMISSIONS), "nip", "work_date", "kind"),
        deductions=_distinct(draw(DEDUCTIONS), "person_id", "work_date"),
    )


@pytest.mark.parametrize("agency", ["kepahiang", "papua-selatan"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(facts=_facts())
def test_every_figure_of_a_quarter_agrees_with_the_long_way_round(
    opened: duckdb.DuckDBPyConnection, agency: str, facts: Facts
) -> None:
    books = rulebooks_of(RULEBOOKS / agency)
    for day in facts.days:
        day["rulebook"] = books[0].rulebook.name
    opened.execute("begin transaction")
    try:
        _put(opened, facts)
        compute_period(opened, parse_period(QUARTER), books, through=date(2026, 3, 31))
        expected = performance(facts, QUARTER, books[0].rulebook)
        columns = list(next(iter(expected.values())))
        found = opened.execute(f"select person_id, {', '.join(columns)} from performance_period").fetchall()
        figures = {row[0]: dict(zip(columns, row[1:], strict=True)) for row in found}
        differing = [
            (person, name, figures[person][name], value)
            for person, row in expected.items()
            for name, value in row.items()
            if figures[person][name] != value
        ]
        assert (sorted(figures), differing) == (sorted(expected), [])
    finally:
        opened.execute("rollback")


def _put(con: duckdb.DuckDBPyConnection, facts: Facts) -> None:
    employees = [
        {"person_id": one, "nip": one, "unit_code": "DINAS", "status": "ACTIVE", "valid_from": "2020-01-01"}
        for one in PEOPLE
    ]
    tables = {
        "target": facts.targets,
        "assessment": facts.assessments,
        "survey_response": facts.answers,
        "permission": facts.permissions,
    }
    put(
        con,
        {"employees": employees} | {name: [_stripped(row) for row in rows] for name, rows in tables.items() if rows},
    )
    for name, rows in (("attendance_day", facts.days), ("deduction_day", facts.deductions)):
        if rows:
            con.register("rows", pa.Table.from_pylist(rows))
            con.execute(f"insert into core.{name} by name select * from rows")
            con.unregister("rows")


def _stripped(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
