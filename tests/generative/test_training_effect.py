"""Random quarters of a counter around two trainings: their effects, and the long way round."""

from bisect import bisect_left
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.rulebook import rulebooks_of
from tests.worlds.attendance import RULEBOOKS, put
from tests.worlds.naive_cases import KEPAHIANG, RAMADAN_KEPAHIANG, Event, Office, Standard, late_from, rows_of_events
from tests.worlds.naive_training import Done, Effect, Training, effects
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period

PERIOD, FIRST, LAST = "2026-03", date(2026, 3, 1), date(2026, 3, 31)
GROUPS = {f"p{number:02}": ("OLO", "ASDM")[number > 17] + " x COUNTER" for number in range(21)}
"""Eighteen at the counter, three in the back office; one more has left."""
GONE = "gone"
FREE, FASTING = date(2026, 2, 17), date(2026, 2, 19)
FASTED = {FASTING + timedelta(days=place) for place in range(30)}
OFFICE = Office(KEPAHIANG, RAMADAN_KEPAHIANG, FASTED, {FREE}, date(2026, 1, 1), LAST)
STANDARD = Standard(30, 2, "WORKING_DAYS")
TWO_SUNDAYS = date(2026, 2, 1), date(2026, 3, 1)


@st.composite
def _trained(draw: st.DrawFn) -> list[Training]:
    """Most people of the counter take part in one of two trainings or in none, some twice, some too late for March."""
    taken = [
        Training(draw(st.sampled_from(("APLIKASI", "APLIKASI", "APLIKASI", "LOKET"))), one, first, first + length)
        for one in (*GROUPS, GONE)
        for first in draw(st.sampled_from((TWO_SUNDAYS[:1], TWO_SUNDAYS[:1], (), (), TWO_SUNDAYS)))
        for length in [timedelta(days=draw(st.integers(0, 3)))]
    ]
    return [one for one in taken if one.code == "APLIKASI" or one.first == TWO_SUNDAYS[0]]


@st.composite
def _cases(draw: st.DrawFn) -> list[tuple[str, datetime, int, bool]]:
    """Person, moment of the receipt, minutes to the completion, done again: some before the trainings, some after."""
    minutes = st.one_of(st.integers(1, 600), st.integers(1, 8000))
    return [
        (one, begin + timedelta(minutes=draw(st.integers(0, 27 * 1440))), draw(minutes), draw(st.booleans()))
        for one in (*GROUPS, GONE)
        for begin in (datetime(2026, 1, 5), datetime(2026, 2, 4))
        for _ in range(draw(st.sampled_from((0, 1, 1, 1, 1, 2))))
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases=_cases(), trainings=_trained())
def test_effects_agree_with_the_long_way_round(
    opened: duckdb.DuckDBPyConnection, cases: list[tuple[str, datetime, int, bool]], trainings: list[Training]
) -> None:
    told = [_events(str(number), *case) for number, case in enumerate(cases)]
    done = [_done(events) for events in told if events[2].at.date() <= LAST]
    book = rulebooks_of(RULEBOOKS / "kepahiang")
    opened.execute("begin transaction")
    try:
        _put(opened, [event for events in told for event in events], trainings)
        compute_period(opened, parse_period(PERIOD), book, through=LAST, wanted=("training_effect",))
        rows = opened.execute(
            "select training_code, indicator_code, n, value_before, value_after, comparison_n, comparison_before, "
            "comparison_after, effect, reason from training_effect"
        ).fetchall()
    finally:
        opened.execute("rollback")
    rules = book[0].rulebook
    assert rules.training is not None
    assert rules.units is not None
    assert {row[:2]: Effect(*row[2:]) for row in rows} == effects(
        done, trainings, GROUPS, (FIRST, LAST), rules.training.window_days, rules.units.min_cell
    )


def _events(number: str, person: str, received: datetime, minutes: int, again: bool) -> list[Event]:
    completed = received + timedelta(minutes=minutes)
    told = [
        Event(number, "RECEIVED", received, ""),
        Event(number, "ASSIGNED", received, person),
        Event(number, "COMPLETED", completed, person),
    ]
    return [*told, Event(number, "REWORK", completed + timedelta(minutes=5), person)] if again else told


def _done(events: list[Event]) -> Done:
    """What the period knows of it: what was done again after its last day is not known yet."""
    received, completed = events[0].at, events[2].at
    late_at = late_from(STANDARD, received, events, OFFICE)
    return Done(
        events[2].nip,
        completed.date(),
        bisect_left(OFFICE.minutes, completed) - bisect_left(OFFICE.minutes, received),
        late_at is None or completed < late_at,
        any(one.event == "REWORK" and one.at.date() <= LAST for one in events),
    )


def _put(con: duckdb.DuckDBPyConnection, events: list[Event], trainings: list[Training]) -> None:
    register = {"unit_code": "DINAS", "status": "ACTIVE", "valid_from": "2020-01-01"}
    people: list[dict[str, Any]] = [
        {"person_id": one, "nip": one, "position_code": group.split()[0]} | register for one, group in GROUPS.items()
    ]
    put(
        con,
        {
            "employees": [*people, {"person_id": GONE, "nip": GONE, "position_code": "OLO"} | register],
            "units": "| unit_code | name | unit_type | work_pattern | valid_from |\n"
            "| DINAS | Dinas | COUNTER | FIVE_DAY | 2020-01-01 |",
            "calendar": f"| kind | date_from | date_to |\n| HOLIDAY | {FREE} | |\n"
            f"| RAMADAN | {FASTING} | {max(FASTED)} |",
            "service_catalogue": "| service_code | standard_minutes | limit_value | limit_unit |\n"
            f"| KK | {STANDARD.minutes} | {STANDARD.limit} | {STANDARD.unit} |",
            "training": [
                {"nip": one.person, "training_code": one.code, "name": "T", "date_from": one.first, "date_to": one.last}
                for one in trainings
            ],
            "service_event": rows_of_events(events),
        },
    )
    days = [
        {
            "person_id": one,
            "nip": one,
            "work_date": date(2026, 3, 2),
            "shift_no": 1,
            "unit_code": "DINAS",
            "shift_code": "FIVE_DAY",
            "punches": 2,
            "status": "PRESENT",
            "rulebook": "kepahiang/2025-01-01",
        }
        for one in GROUPS
    ]
    con.register("day_rows", pa.Table.from_pylist(days))
    con.execute("insert into core.attendance_day by name select * from day_rows")
    con.unregister("day_rows")
