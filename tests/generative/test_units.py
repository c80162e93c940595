"""Random months of three units: their rows, findings on targets and recommendations, and the long way round."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.rulebook import rulebooks_of
from tests.worlds import naive_units as naive
from tests.worlds.attendance import RULEBOOKS, put
from tests.worlds.naive_units import Month, World
from warehouse.engines.duckdb import ask_rows
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period

FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)
UNITS = ("DINAS", "PUSKES", "TAMAN")
PEOPLE = tuple(f"p{number:02}" for number in range(18))
WANTED = ("unit_period", "unit_indicator", "target_lint", "unit_target_lint", "recommendation")
FIGURES = (
    "evidence_index",
    "official_predicate",
    "target_score",
    "timeliness_score",
    "quality_score",
    "discipline_tier",
    "working_days",
    "present_days",
    "duty_days",
    "absent_days",
    "unknown_days",
    "unit_code",
)
UNIT = st.sampled_from(UNITS)
PERSON = st.sampled_from(PEOPLE)
PERIOD = st.sampled_from(("2026-02", "2026-02", "2026-02", "2026-01"))


def _between(first: date, last: date) -> st.SearchStrategy[datetime]:
    return st.integers(0, (last - first).days).map(
        lambda place: datetime.combine(first, datetime.min.time()) + timedelta(days=place, hours=9)
    )


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(values, values, st.none())


def _owned(row: dict[str, Any]) -> dict[str, Any]:
    """A target is a person's or a unit's."""
    return row if row["nip"] is None else row | {"unit_code": None}


TARGETS = st.lists(
    st.fixed_dictionaries(
        {
            "nip": st.one_of(st.none(), PERSON),
            "unit_code": UNIT,
            "period": PERIOD,
            "indicator_code": st.sampled_from(("A", "B")),
            "aspect": st.sampled_from(("QUANTITY", "QUALITY")),
            "unit_of_measure": st.sampled_from(("dokumen", "dokumen", " ", None)),
            "direction": st.sampled_from(("HIGHER", "LOWER")),
            "rollup": st.just("SUM"),
            "weight": _maybe(st.sampled_from((0, 25, 50, 100))).map(lambda one: None if one is None else Decimal(one)),
            "target": _maybe(st.integers(0, 12).map(Decimal)),
            "realised": _maybe(st.integers(0, 20).map(Decimal)),
            "agreed_at": _maybe(_between(date(2026, 1, 20), date(2026, 3, 9))),
            "employee_agreed_at": _maybe(_between(FIRST, LAST)),
        }
    ),
    max_size=25,
).map(lambda rows: _distinct([*map(_owned, rows)], "nip", "unit_code", "period", "indicator_code", "aspect"))
ASSESSED = st.fixed_dictionaries(
    {
        "result_rating": _maybe(st.integers(1, 3)),
        "behaviour_rating": _maybe(st.integers(1, 3)),
        "akuntabel": _maybe(st.integers(1, 3)),
        "period": PERIOD,
        "assessed_at": _maybe(_between(FIRST, LAST)),
        "feedback_at": _maybe(_between(FIRST, date(2026, 3, 5))),
    }
)
ANSWERS = st.lists(
    st.fixed_dictionaries({"unit_code": UNIT, "u1": st.integers(1, 4), "u2": _maybe(st.integers(1, 4))}), max_size=25
)
COMPLAINTS = st.lists(
    st.fixed_dictionaries(
        {
            "class": st.sampled_from(("INFORMATION", "NON_SUPERVISORY", "ASPIRATION")),
            "unit_code": UNIT,
            "created_at": _between(date(2026, 1, 12), LAST),
            "first_response_at": _maybe(_between(FIRST, LAST)),
            "closed_at": _maybe(_between(FIRST, date(2026, 3, 6))),
            "as_at": _between(date(2026, 2, 16), date(2026, 3, 9)),
        }
    ),
    max_size=15,
)
CASES = st.lists(
    st.fixed_dictionaries(
        {
            "unit_code": UNIT,
            "nip": PERSON,
            "received": _between(date(2026, 1, 26), date(2026, 2, 10)),
            "completed": _between(date(2026, 2, 10), LAST),
            "again": st.booleans(),
        }
    ),
    max_size=20,
)
TRAININGS = st.lists(
    st.fixed_dictionaries(
        {"nip": PERSON, "hours": st.integers(1, 24), "date_from": _between(date(2025, 12, 20), date(2026, 3, 5))}
    ),
    max_size=5,
)


@st.composite
def _worlds(draw: st.DrawFn) -> tuple[World, dict[str, tuple[str, str]]]:
    """What happened in the month, and each person's unit and status of the only day."""
    most = draw(UNIT)  # else no unit would have ten people who are rated
    placed = {
        one: draw(
            st.tuples(st.sampled_from((most, most, most, *UNITS)), st.sampled_from(("PRESENT",) * 5 + ("UNKNOWN",)))
        )
        for one in PEOPLE
    }
    rated = draw(st.lists(ASSESSED, min_size=len(PEOPLE), max_size=len(PEOPLE)))
    organisations = [
        {"unit_code": one, "period": "2026-02", "predicate": draw(st.integers(1, 5))} for one in draw(st.sets(UNIT))
    ]
    return World(
        targets=draw(TARGETS),
        assessments=[row | {"nip": one} for one, row in zip(PEOPLE, rated, strict=True)],
        answers=draw(ANSWERS),
        complaints=draw(COMPLAINTS),
        cases=draw(CASES),
        organisations=organisations,
        trainings=_distinct(draw(TRAININGS), "nip", "date_from"),
        signed_in=draw(st.sets(PERSON, max_size=9)),
    ), placed


def _distinct(rows: list[dict[str, Any]], *key: str) -> list[dict[str, Any]]:
    return list({tuple(row[name] for name in key): row for row in rows}.values())


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=_worlds(), known=st.sampled_from((date(2026, 2, 20), LAST, date(2026, 3, 9))))
def test_units_findings_and_recommendations_agree_with_the_long_way_round(
    opened: duckdb.DuckDBPyConnection, drawn: tuple[World, dict[str, tuple[str, str]]], known: date
) -> None:
    world, placed = drawn
    books, month = rulebooks_of(RULEBOOKS / "kepahiang"), Month("2026-02", FIRST, LAST, known)
    opened.execute("begin transaction")
    try:
        _put(opened, world, placed)
        compute_period(opened, parse_period(month.name), books, through=known, wanted=WANTED)
        people = ask_rows(opened, f"select person_id, {', '.join(FIGURES)} from performance_period")
        found = {
            row.pop("unit_code"): row for row in ask_rows(opened, "select * exclude (agency, period) from unit_period")
        }
        measured = opened.execute("select unit_code, indicator_code, achievement_percent, reason from unit_indicator")
        indicators = {row[:2]: row[2:] for row in measured.fetchall()}
        findings = opened.execute(
            "select person_id, indicator_code, aspect, finding from target_lint "
            "union all select unit_code, indicator_code, aspect, finding from unit_target_lint"
        ).fetchall()
        advice = opened.execute("select person_id, kind from recommendation").fetchall()
    finally:
        opened.execute("rollback")
    book = books[0].rulebook
    dated = _with_dates(world)
    assert found == naive.units(dated, people, month, book)
    assert indicators == naive.indicators(world, month, book)
    assert sorted(findings, key=str) == sorted(naive.findings(world, people, month, book), key=str)
    assert sorted(advice) == sorted(naive.recommendations(dated, people, month, book))


def _with_dates(world: World) -> World:
    """Cases and complaints by day: the limits are in days."""

    def by_day(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{name: one.date() if isinstance(one, datetime) else one for name, one in row.items()} for row in rows]

    told = {name: by_day(getattr(world, name)) for name in ("complaints", "cases", "trainings")}
    return World(**(vars(world) | told))


def _put(con: duckdb.DuckDBPyConnection, world: World, placed: dict[str, tuple[str, str]]) -> None:
    register = {"position_code": "OLO", "status": "ACTIVE", "valid_from": "2020-01-01"}
    units = [
        {"unit_code": one, "name": one, "unit_type": "OFFICE", "work_pattern": "FIVE_DAY", "valid_from": "2020-01-01"}
        for one in UNITS
    ]
    tables: dict[str, list[dict[str, Any]]] = {
        "employees": [{"person_id": one, "nip": one, "unit_code": placed[one][0]} | register for one in PEOPLE],
        "units": units,
        "target": world.targets,
        "assessment": world.assessments,
        "survey_response": [
            {"survey": "SKM", "respondent": str(n), "submitted_at": FIRST} | row for n, row in enumerate(world.answers)
        ],
        "complaint": [{"ticket": str(number)} | row for number, row in enumerate(world.complaints)],
        "organisation_predicate": world.organisations,
        "training": [
            row | {"training_code": f"T{n}", "name": "T", "date_to": row["date_from"]}
            for n, row in enumerate(world.trainings)
        ],
        "access": [
            {"app": "desk", "nip": one, "occurred_at": LAST, "timezone": "Asia/Jakarta"} for one in world.signed_in
        ],
        "service_catalogue": [
            {"service_code": "KK", "standard_minutes": 30, "limit_value": 3, "limit_unit": "WORKING_DAYS"}
        ],
        "service_event": [row for number, case in enumerate(world.cases) for row in _events(str(number), case)],
    }
    put(
        con,
        {
            name: [{one: value for one, value in row.items() if value is not None} for row in rows]
            for name, rows in tables.items()
        },
    )
    con.register("rows", pa.Table.from_pylist([_day(one, *placed[one]) for one in PEOPLE]))
    con.execute("insert into core.attendance_day by name select * from rows")
    con.unregister("rows")


def _events(number: str, case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    moments = {
        "RECEIVED": case["received"],
        "ASSIGNED": case["received"],
        "COMPLETED": case["completed"] + timedelta(hours=1),
    }
    if case["again"]:
        moments["REWORK"] = case["completed"] + timedelta(hours=2)
    for event, moment in moments.items():
        yield {
            "case_id": number,
            "service_code": "KK",
            "event": event,
            "nip": case["nip"],
            "unit_code": case["unit_code"],
            "occurred_at": moment,
        }


def _day(person: str, unit: str, status: str) -> dict[str, Any]:
    return {
        "person_id": person,
        "nip": person,
        "work_date": date(2026, 2, 2),
        "shift_no": 1,
        "unit_code": unit,
        "shift_code": "FIVE_DAY",
        "shift_start": datetime(2026, 2, 2, 7, 30),
        "shift_end": datetime(2026, 2, 2, 16),
        "first_in": datetime(2026, 2, 2, 7, 30),
        "last_out": datetime(2026, 2, 2, 16),
        "punches": 2,
        "status": status,
        "rulebook": "kepahiang/2025-01-01",
    }
