"""Unequal workload must not decide: worlds of a counter, and the formula over twenty thousand random desks."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from etl.rulebook import rulebooks_of
from tests.worlds.attendance import RULEBOOKS, put
from warehouse.engines.duckdb import connect
from warehouse.modelling import query_of
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period

PERIOD, DAYS = "2026-04", [date(2026, 4, day) for day in range(1, 31) if date(2026, 4, day).weekday() < 5]
STANDARD = 30
BUSY = tuple(f"busy{number}" for number in range(6))
"""Colleagues with more on their desks than can be done; they do nine cases a day."""


@pytest.fixture
def warehouse(opened: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    opened.execute("begin transaction")
    yield opened
    opened.execute("rollback")


def _scores(
    con: duckdb.DuckDBPyConnection, officers: dict[str, tuple[int, int, int]]
) -> dict[str, tuple[Decimal, float]]:
    """Officers by cases a day that arrive, cases a day that are done, and days of presence; score and deviation."""
    everyone = officers | dict.fromkeys(BUSY, (12, 9, len(DAYS)))
    people = [
        {"person_id": one, "nip": one, "unit_code": "DINAS", "position_code": "OLO", "status": "ACTIVE"}
        for one in everyone
    ]
    put(
        con,
        {
            "employees": [one | {"valid_from": "2020-01-01"} for one in people],
            "units": "| unit_code | name | unit_type | work_pattern | valid_from |\n"
            "| DINAS | Dinas | COUNTER | FIVE_DAY | 2020-01-01 |",
            "service_catalogue": "| service_code | standard_minutes | limit_value | limit_unit |\n"
            f"| KK | {STANDARD} | 1 | WORKING_DAYS |",
        },
    )
    _insert(con, "attendance_day", [row for one, work in everyone.items() for row in _presence(one, work[2])])
    _insert(con, "service_event", [row for one, work in everyone.items() for row in _cases(one, *work)])
    compute_period(con, parse_period(PERIOD), rulebooks_of(RULEBOOKS / "kepahiang"), through=date(2026, 4, 30))
    found = con.execute("select person_id, score, sqrt(variance) from component_productivity").fetchall()
    return {person: (score, deviation) for person, score, deviation in found}


def _presence(person: str, days: int) -> list[dict[str, object]]:
    return [
        {
            "person_id": person,
            "nip": person,
            "work_date": day,
            "shift_no": 1,
            "unit_code": "DINAS",
            "shift_code": "FIVE_DAY",
            "shift_start": datetime(day.year, day.month, day.day, 7, 30),
            "shift_end": datetime(day.year, day.month, day.day, 16, 30 if day.weekday() == 4 else 0),
            "punches": 2,
            "status": "PRESENT" if place < days else "LEAVE",
            "rulebook": "kepahiang/2025-01-01",
        }
        for place, day in enumerate(DAYS)
    ]


def _cases(person: str, arriving: int, done: int, days: int) -> list[dict[str, object]]:
    """On each day of presence so many cases come to the desk, and so many are completed on the same day."""
    rows = []
    for day in DAYS[:days]:
        for number in range(arriving):
            moment = datetime(day.year, day.month, day.day, 8) + timedelta(minutes=number)
            told = [("RECEIVED", moment), ("ASSIGNED", moment)]
            if number < done:
                told.append(("COMPLETED", moment + timedelta(hours=6)))
            rows += [
                {
                    "app": "desk",
                    "case_id": f"{person}-{day}-{number}",
                    "service_code": "KK",
                    "event": event,
                    "nip": person,
                    "unit_code": "DINAS",
                    "occurred_at": when,
                    "timezone": "Asia/Jakarta",
                    "load_id": 1,
                    "file_id": 1,
                    "record_no": 1,
                    "item_no": 1,
                }
                for event, when in told
            ]
    return rows


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]) -> None:
    con.register("rows", pa.Table.from_pylist(rows))
    con.execute(f"insert into core.{table} by name select * from rows")
    con.unregister("rows")


def test_equally_good_officers_score_alike_whatever_their_counter_brings(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Both do all that nine cases a day allow; one gets three times what the other gets."""
    scores = _scores(warehouse, {"flooded": (27, 9, len(DAYS)), "quiet": (9, 9, len(DAYS))})

    (flooded, noise), (quiet, other) = scores["flooded"], scores["quiet"]
    assert abs(float(flooded - quiet)) <= 1.645 * (noise**2 + other**2) ** 0.5


def test_half_the_time_because_of_leave_is_half_the_work_and_the_same_score(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    scores = _scores(warehouse, {"whole": (12, 9, len(DAYS)), "half": (12, 9, len(DAYS) // 2)})

    (whole, noise), (half, other) = scores["whole"], scores["half"]
    assert abs(float(whole - half)) <= 1.645 * (noise**2 + other**2) ** 0.5


def test_a_slow_officer_at_a_quiet_counter_does_not_win(warehouse: duckdb.DuckDBPyConnection) -> None:
    scores = _scores(warehouse, {"slow": (4, 2, len(DAYS)), "good": (4, 4, len(DAYS)), "flooded": (27, 9, len(DAYS))})

    assert scores["slow"][0] < min(scores["good"][0], scores["flooded"][0])


def test_doing_nothing_never_scores_like_doing_all(warehouse: duckdb.DuckDBPyConnection) -> None:
    scores = _scores(warehouse, {"nothing": (9, 0, len(DAYS)), "half": (9, 4, len(DAYS)), "all": (9, 9, len(DAYS))})

    assert scores["nothing"][0] < scores["half"][0] < scores["all"][0]


def test_more_work_done_never_lowers_a_score() -> None:
    """Twenty thousand random desks, each beside itself with a case more done: of the desk before, or taken early."""
    with connect(None) as con:
        con.execute("create temp table rule_cases as select 2000 as prior_minutes")
        con.execute(
            """
            create temp table desk as
            select place, (hash(place) % 20000)::decimal(12, 4) as done,
                (hash(place + 1000000) % 9000)::decimal(12, 4) as more,
                (hash(place + 2000000) % 20000)::decimal(12, 4) as undone,
                (hash(place + 3000000) % 30000)::bigint as available, (hash(place + 4000000) % 1000 + 1) / 1000 as pace,
                place % 2 as early
            from range(20000) as numbers(place)
            """
        )
        con.execute(
            """
            create temp table desk_work as
            select place || ' before' as person_id, done as done_minutes,
                done + undone + (1 - early) * more as desk_minutes, 0 as squared_minutes,
                available as available_minutes, 1 as completed, 1 as cases
            from desk
            union all
            select place || ' after', done + more, done + more + undone, 0, available, 1, 1 from desk
            """
        )
        con.execute(
            "create temp table peer_pace as select place || moment as person_id, pace::decimal(38, 12) as pace "
            "from desk cross join (values (' before'), (' after')) as moments(moment)"
        )
        con.execute(f"create temp table scored as {query_of('component_productivity')}")
        lower = con.execute(
            "select count(*), count(before.score) from scored as before join scored as after "
            "on before.person_id = replace(after.person_id, ' after', ' before') and after.person_id like '% after' "
            "where before.score is null or after.score >= before.score"
        ).fetchone()
    assert lower is not None
    assert lower[0] == 20_000
    assert lower[1] > 15_000
