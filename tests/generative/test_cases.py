"""Random months of a counter: the models of cases and the long way round agree on every figure of every officer."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.rulebook import rulebooks_of
from tests.worlds import naive_cases as naive
from tests.worlds.attendance import RULEBOOKS, put
from tests.worlds.naive_cases import KEPAHIANG, RAMADAN_KEPAHIANG, Event, Office, Standard, rows_of_events
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period

PERIOD, FIRST, LAST = "2026-02", date(2026, 2, 1), date(2026, 2, 28)
PEOPLE = tuple(f"officer{number}" for number in range(7))
FREE, FASTING = date(2026, 2, 17), date(2026, 2, 19)
MIN_PEERS, TARGET, PRIOR_MINUTES, PRIOR_CASES = 4, Fraction(3, 5), 2000, 20
OFFICE = Office(
    KEPAHIANG,
    RAMADAN_KEPAHIANG,
    {FASTING + timedelta(days=place) for place in range(10)},
    {FREE},
    date(2026, 1, 1),
    LAST,
)
EVENTS = ("ASSIGNED", "ASSIGNED", "COMPLETED", "RETURNED", "RESUBMITTED", "REWORK", "CANCELLED", "REJECTED")
STEP = st.one_of(st.integers(1, 90), st.integers(1, 6000))


@st.composite
def _case(draw: st.DrawFn, number: int) -> list[Event]:
    """Received in January or February at any hour; then up to six things, minutes or days apart."""
    at = datetime(2026, 1, 26) + timedelta(minutes=draw(st.integers(0, 33 * 1440)))
    told = [Event(str(number), "RECEIVED", at, "")]
    for event in ["ASSIGNED", *draw(st.lists(st.sampled_from(EVENTS), max_size=6))]:
        at += timedelta(minutes=draw(STEP))
        told.append(Event(str(number), event, at, draw(st.sampled_from(PEOPLE))))
    return told


STANDARD = st.one_of(
    st.builds(Standard, st.integers(1, 90), st.integers(1, 6), st.just("WORKING_DAYS")),
    st.builds(Standard, st.integers(1, 90), st.sampled_from((1, 30, 270, 450, 900)), st.just("WORKING_MINUTES")),
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cases=st.integers(1, 40).flatmap(lambda count: st.tuples(*(_case(number) for number in range(count)))),
    standard=STANDARD,
    present=st.tuples(*(st.integers(0, 3) for _ in PEOPLE)),
)
def test_the_models_agree_with_the_long_way_round(
    opened: duckdb.DuckDBPyConnection, cases: tuple[list[Event], ...], standard: Standard, present: tuple[int, ...]
) -> None:
    events = [event for case in cases for event in case]
    days = [day for day in OFFICE.spans if day >= FIRST]
    attended = {person: days[: 5 * count] for person, count in zip(PEOPLE, present, strict=True)}
    found = _computed(opened, events, standard, attended, days)

    tallies = naive.tally(events, standard, OFFICE, PEOPLE, FIRST, LAST)
    available = {person: sum(_length(day) for day in attended[person]) for person in PEOPLE}
    on_time = sum(one.on_time for one in tallies.values())
    group = on_time, on_time + sum(one.late for one in tallies.values())
    completed = sum(one.completed for one in tallies.values())
    kept = completed - sum(one.reworked for one in tallies.values()), completed
    for person, mine in tallies.items():
        pace = naive.pace(person, tallies, available, MIN_PEERS, TARGET)
        assert found[person] == (
            (mine.done, mine.desk, available[person], mine.completed, mine.on_time, mine.late, mine.overdue),
            naive.productivity(mine, available[person], pace, PRIOR_MINUTES),
            naive.rate(mine.on_time, mine.on_time + mine.late, group, PRIOR_CASES),
            naive.rate(mine.completed - mine.reworked, mine.completed, kept, PRIOR_CASES),
        ), person


def _length(day: date) -> int:
    return sum((end - start) // timedelta(minutes=1) for start, end in OFFICE.spans[day])


def _computed(
    con: duckdb.DuckDBPyConnection,
    events: list[Event],
    standard: Standard,
    attended: dict[str, list[date]],
    days: list[date],
) -> dict[str, Any]:
    con.execute("begin transaction")
    try:
        _put(con, events, standard, attended, days)
        compute_period(con, parse_period(PERIOD), rulebooks_of(RULEBOOKS / "kepahiang"), through=LAST)
        rows = con.execute(
            "select person_id, done_minutes, desk_minutes, available_minutes, completed, on_time, late, overdue, "
            "productivity.score, timeliness.score, quality.score from desk_work "
            "join component_productivity as productivity using (person_id) "
            "join component_timeliness as timeliness using (person_id) "
            "join component_quality as quality using (person_id)"
        ).fetchall()
    finally:
        con.execute("rollback")
    return {row[0]: (row[1:8], *row[8:]) for row in rows}


def _put(
    con: duckdb.DuckDBPyConnection,
    events: list[Event],
    standard: Standard,
    attended: dict[str, list[date]],
    days: list[date],
) -> None:
    person = {"unit_code": "DINAS", "position_code": "OLO", "status": "ACTIVE", "valid_from": "2020-01-01"}
    put(
        con,
        {
            "employees": [{"person_id": one, "nip": one} | person for one in PEOPLE],
            "units": "| unit_code | name | unit_type | work_pattern | valid_from |\n"
            "| DINAS | Dinas | COUNTER | FIVE_DAY | 2020-01-01 |",
            "calendar": f"| kind | date_from | date_to |\n| HOLIDAY | {FREE} | |\n| RAMADAN | {FASTING} | 2026-03-20 |",
            "service_catalogue": "| service_code | standard_minutes | limit_value | limit_unit |\n"
            f"| KK | {standard.minutes} | {standard.limit} | {standard.unit} |",
            "service_event": rows_of_events(events),
        },
    )
    rows = [_day(one, day, day in attended[one]) for one in PEOPLE for day in days]
    con.register("day_rows", pa.Table.from_pylist(rows))
    con.execute("insert into core.attendance_day by name select * from day_rows")
    con.unregister("day_rows")


def _day(person: str, day: date, present: bool) -> dict[str, Any]:
    spans = OFFICE.spans[day]
    return {
        "person_id": person,
        "nip": person,
        "work_date": day,
        "shift_no": 1,
        "unit_code": "DINAS",
        "shift_code": "FIVE_DAY",
        "shift_start": spans[0][0],
        "shift_end": spans[-1][1],
        "punches": 2,
        "status": "PRESENT" if present else "LEAVE",
        "rulebook": "kepahiang/2025-01-01",
    }
