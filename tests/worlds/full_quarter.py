"""A quarter in which everything happens a little: days, cases, complaints, answers, targets, ratings."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from etl.rulebook import rulebooks_of
from tests.worlds.attendance import RULEBOOKS, put
from tests.worlds.naive_score import BEHAVIOURS

QUARTER, FIRST, DAYS = "2026-Q1", date(2026, 1, 1), 90
PEOPLE = tuple(f"p{number}" for number in range(24))
UNITS = ("DINAS", "PUSKES")
BOOKS = rulebooks_of(RULEBOOKS / "kepahiang")


def fill_quarter(con: duckdb.DuckDBPyConnection, luck: random.Random) -> None:
    """Put a quarter of two dozen people of two units into core.*; all of it follows from `luck`."""
    put(con, _reference(luck) | _events(luck) | _ratings(luck))
    days = [
        _day(luck, person, place)
        for person in PEOPLE
        for place in range(DAYS)
        if (FIRST + timedelta(place)).weekday() < 5
    ]
    charged = [row for row in days if row["late_minutes"]]
    _insert(con, "attendance_day", days)
    _insert(
        con,
        "deduction_day",
        [
            {name: row[name] for name in ("person_id", "work_date", "shift_no")}
            | {"cause": "LATE", "percent": Decimal(luck.randint(1, 300)) / 100, "rule": "rule", "basis": "ASSUMED"}
            for row in charged
        ],
    )
    _insert(
        con,
        "discipline_day",
        [
            {name: row[name] for name in ("person_id", "work_date")}
            | dict.fromkeys(("unexcused_days", "converted_days", "cumulative_days", "consecutive_days", "minutes"), 0)
            | {"tier": luck.choice((None, "LIGHT", "MODERATE"))}
            for row in days
        ],
    )


def _reference(luck: random.Random) -> dict[str, list[dict[str, Any]]]:
    employees = [
        {
            "person_id": one,
            "nip": one,
            "name": one,
            "unit_code": UNITS[place % 2],
            "position_code": luck.choice(("CLERK", "CLERK", "NURSE")),
            "employment_type": "PNS",
            "sex": luck.choice("MF"),
            "birth_date": date(luck.randint(1968, 2000), 5, 17),
            "status": "ACTIVE",
            "valid_from": date(2020, 1, 1),
        }
        for place, one in enumerate(PEOPLE)
    ]
    units = [
        {"unit_code": one, "name": one, "unit_type": kind, "work_pattern": "FIVE_DAY", "valid_from": date(2020, 1, 1)}
        for one, kind in zip(UNITS, ("OFFICE", "CLINIC"), strict=True)
    ]
    services = [
        {
            "service_code": one,
            "standard_minutes": minutes,
            "limit_value": minutes // 60 + 1,
            "limit_unit": "WORKING_DAYS",
        }
        for one, minutes in (("A", 60), ("B", 240))
    ]
    return {"employees": employees, "units": units, "service_catalogue": services}


def _events(luck: random.Random) -> dict[str, list[dict[str, Any]]]:
    events, complaints, answers = [], [], []
    for number in range(700):
        begun = _moment(luck)
        common = {"case_id": str(number), "service_code": luck.choice("AB"), "nip": luck.choice(PEOPLE)}
        common["unit_code"] = UNITS[PEOPLE.index(common["nip"]) % 2]
        steps = ["RECEIVED", "ASSIGNED", *(["REWORK"] if luck.random() < 0.2 else []), "COMPLETED"]
        steps = steps if luck.random() < 0.85 else steps[:-1]
        events += [
            common | {"event": step, "occurred_at": begun + timedelta(minutes=luck.randint(5, 900) * place)}
            for place, step in enumerate(steps)
        ]
    for number in range(60):
        begun = _moment(luck)
        complaints.append(
            {
                "ticket": str(number),
                "class": luck.choice(("INFORMATION", "NON_SUPERVISORY", "SUPERVISORY")),
                "unit_code": luck.choice(UNITS),
                "created_at": begun,
                "forwarded_at": begun + timedelta(days=1),
                "first_response_at": begun + timedelta(days=luck.randint(1, 9)),
                "closed_at": begun + timedelta(days=luck.randint(2, 40)),
                "status": "CLOSED",
                "as_at": date(2026, 4, 30),
            }
        )
    for number in range(200):
        marks = {f"u{one}": luck.randint(1, 4) for one in range(1, 10)}
        answers.append(
            {"respondent": str(number), "survey": "SKM", "unit_code": luck.choice(UNITS), "submitted_at": _moment(luck)}
            | marks
        )
    return {"service_event": events, "complaint": complaints, "survey_response": answers}


def _ratings(luck: random.Random) -> dict[str, list[dict[str, Any]]]:
    targets = [
        {
            owner: one,
            "period": QUARTER,
            "indicator_code": code,
            "indicator": code,
            "aspect": "QUANTITY",
            "direction": luck.choice(("HIGHER", "LOWER")),
            "rollup": "SUM",
            "weight": Decimal(luck.randint(10, 60)),
            "target": Decimal(luck.randint(5, 20)),
            "realised": Decimal(luck.randint(3, 20)) if luck.random() < 0.8 else None,
            "unit_of_measure": luck.choice(("file", "visit")),
        }
        for owner, owners in (("nip", PEOPLE), ("unit_code", UNITS))
        for one in owners
        for code in ("I", "J")
    ]
    assessments = [
        {
            "nip": one,
            "period": luck.choice((QUARTER, "2026-03")),
            "result_rating": luck.randint(1, 3),
            "behaviour_rating": luck.randint(1, 3),
            "assessor_nip": luck.choice(("x", "y")),
            "assessed_at": date(2026, 4, 10),
            "feedback_at": date(2026, 4, luck.randint(10, 28)),
        }
        | {name: luck.randint(1, 3) for name in BEHAVIOURS}
        for one in PEOPLE
    ]
    permissions = [
        {"nip": one, "work_date": FIRST + timedelta(luck.randrange(DAYS)), "kind": luck.choice(("LATE", "EARLY"))}
        for one in PEOPLE
        for _ in range(12)
    ]
    distinct = list({(one["nip"], one["work_date"]): one for one in permissions}.values())
    return {"target": targets, "assessment": assessments, "permission": distinct}


def _day(luck: random.Random, person: str, place: int) -> dict[str, Any]:
    work_date = FIRST + timedelta(place)
    status = luck.choice(
        ("PRESENT", "PRESENT", "PRESENT", "PRESENT", "NO_IN", "NO_OUT", "ABSENT", "DUTY", "LEAVE", "UNKNOWN")
    )
    present = status in ("PRESENT", "NO_IN", "NO_OUT")
    begin = _at(work_date, 450)
    return {
        "person_id": person,
        "nip": person,
        "work_date": work_date,
        "shift_no": 1,
        "unit_code": UNITS[PEOPLE.index(person) % 2],
        "shift_code": "FIVE_DAY",
        "shift_start": begin + timedelta(minutes=luck.choice((0, 0, 30, 60))),
        "shift_end": begin + timedelta(minutes=510),
        "first_in": begin if present and status != "NO_IN" else None,
        "last_out": begin + timedelta(minutes=500) if present and status != "NO_OUT" else None,
        "punches": 2 if present else 0,
        "missing_punches": 0 if status == "PRESENT" else 1,
        "late_minutes": luck.choice((0, 0, 7, 35, 95)) if present and status != "NO_IN" else None,
        "early_minutes": luck.choice((0, 0, 12, 40)) if present and status != "NO_OUT" else None,
        "worked_minutes": luck.randint(300, 450) if present or status == "DUTY" else 0,
        "status": status,
        "leave_code": "WFA" if status == "DUTY" else None,
        "rulebook": BOOKS[0].rulebook.name,
    }


def _moment(luck: random.Random) -> datetime:
    return _at(FIRST + timedelta(luck.randrange(DAYS - 20)), luck.randint(480, 900))


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def _insert(con: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]]) -> None:
    con.register("rows", pa.Table.from_pylist(rows))
    con.execute(f"insert into core.{name} by name select * from rows")
    con.unregister("rows")
