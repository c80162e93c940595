"""A small agency on PostgreSQL, every role granted to one login: an office with a section below, and offices beside.

min_cell is 3. OFFICE has 4 people, its SECTION 5, BESIDE 6; TINY 1 and SMALL 2 are too few to be told. Everybody's NIP,
name, PIN and letters hold the word `secret`, so that a leak is found by looking for it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors, sql

from etl.grant import add_member, grant_roles
from etl.settings import Workspace
from tests.postgres import Server
from warehouse.access.roles import Role
from warehouse.migrate import upgrade

UNITS = {"OFFICE": None, "SECTION": "OFFICE", "BESIDE": None, "TINY": None, "SMALL": None}
PEOPLE = {"OFFICE": 4, "SECTION": 5, "BESIDE": 6, "TINY": 1, "SMALL": 2}
PASSWORD = "correct-horse-battery"  # noqa: S105 # of logins that live as long as a test
MIN_CELL = 3
HEAD_OF = ("OFFICE",)
FIRST, LAST = date(2026, 7, 1), date(2026, 7, 31)
"""The month that was scored. Somebody moved from BESIDE to OFFICE on its tenth day, somebody left OFFICE before it."""
BORN = date(1977, 8, 17)


SECRETS = ("original_name", "reason", "value", "entry", "event")
"""Columns of audit that may name somebody."""


def persons() -> list[tuple[str, str]]:
    """person_id and unit of everybody at the end of the month."""
    return [(f"person-{unit}-{number}-secret", unit) for unit, people in PEOPLE.items() for number in range(people)]


MOVED, LEFT = "person-OFFICE-0-secret", "person-BESIDE-0-secret"


def nip_of(person_id: str) -> str:
    return f"nip-{person_id}"


def make_world(server: Server, workspace: Workspace, folder: Path) -> str:
    """The name of the database."""
    database = server.new_database()
    upgrade(server.url(database))
    with server.connect(database) as connection:
        _fill(connection)
    shown = on_server(workspace, server, database)
    grant_roles(shown, new_pseudonyms=False)
    secret = folder / "password"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    secret.chmod(0o600)
    for role in Role:
        add_member(shown, role, login_of(database, role), HEAD_OF if role is Role.UNIT_HEAD else (), secret)
    return database


def on_server(workspace: Workspace, server: Server, database: str) -> Workspace:
    """The workspace as $KINERJA_WAREHOUSE would have it."""
    return replace(workspace, server=server.url(database))


def login_of(database: str, role: Role | str) -> str:
    return f"{database}_some_{role}"


def signed_in(server: Server, database: str, role: Role | str) -> psycopg.Connection:
    """A session of a login of that role, which undoes the conveniences it begins with."""
    connection = psycopg.connect(
        host="127.0.0.1",
        port=server.port,
        dbname=database,
        user=login_of(database, role),
        password=PASSWORD,
        autocommit=True,
    )
    connection.execute("set default_transaction_read_only = off")
    return connection


def _fill(connection: psycopg.Connection) -> None:
    for unit, parent in UNITS.items():
        _row(connection, "core.units", unit_code=unit, parent_code=parent, valid_from=date(2020, 1, 1))
    for person_id, unit in persons():
        _person(connection, person_id, unit)
    before, since = FIRST - timedelta(days=1), FIRST + timedelta(days=9)
    _position(connection, MOVED, "BESIDE", date(2020, 1, 1), None)
    _position(connection, MOVED, "OFFICE", since, None)
    _position(connection, LEFT, "OFFICE", date(2020, 1, 1), before)
    _position(connection, LEFT, "BESIDE", FIRST, None)
    _units_as_scored(connection)
    for table in ("audit.quarantine", "audit.ledger", "audit.arrival", "audit.source_file", "audit.lineage_outbox"):
        _row(connection, table, **dict.fromkeys(SECRETS, "secret"))
    for name in ("complaint", "survey_response", "access", "device_coverage"):
        _row(connection, f"core.{name}", unit_code="TINY")


def _person(connection: psycopg.Connection, person_id: str, unit: str) -> None:
    nip = nip_of(person_id)
    if person_id not in (MOVED, LEFT):
        _position(connection, person_id, unit, date(2020, 1, 1), None)
    who: dict[str, Any] = {
        "person_id": person_id,
        "nip": nip,
        "period": "2026-07",
        "agency": "kepahiang",
        "revision": 1,
    }
    scored = {
        "period_start": FIRST,
        "period_end": LAST,
        "unit_code": unit,
        "position_code": f"CLERK-{unit}",
        "working_days": 20,
        "assumed": False,
    }
    _row(connection, "mart.performance_period", **who, **scored, discipline_tier="secret tier")
    for table in ("score_component", "recommendation", "target_lint", "incentive", "person_case", "person_work"):
        _row(connection, f"mart.{table}", **who)
    _row(connection, "mart.restatement", **who, revision_to=1)
    _row(connection, "mart.rater", assessor_id=person_id, assessor_nip=nip)
    _row(connection, "core.person", person_id=person_id, first_nip=nip, birth_date=BORN)
    _row(connection, "core.person_number", person_id=person_id, nip=nip)
    for name in (
        "leave",
        "permission",
        "punch_correction",
        "roster",
        "muster",
        "pin_map",
        "target",
        "assessment",
        "training",
    ):
        _row(connection, f"core.{name}", nip=nip, document_no="secret letter", pin=f"pin-{person_id}")
    _row(connection, "core.decision", nip=nip, period="2026-07", decision_no=f"no-{nip}")
    _row(connection, "core.objection", nip=nip, period="2026-07", objection_no=f"no-{nip}")
    for day in (FIRST, LAST):
        on_day = "BESIDE" if person_id == MOVED and day == FIRST else unit
        _row(
            connection,
            "core.attendance_day",
            person_id=person_id,
            nip=nip,
            work_date=day,
            unit_code=on_day,
            status="PRESENT",
        )
        _row(connection, "core.deduction_day", person_id=person_id, work_date=day)
        _row(connection, "core.discipline_day", person_id=person_id, work_date=day)


def _position(connection: psycopg.Connection, person_id: str, unit: str, since: date, until: date | None) -> None:
    _row(
        connection,
        "core.employees",
        person_id=person_id,
        nip=nip_of(person_id),
        name=f"name-{person_id}",
        birth_date=BORN,
        unit_code=unit,
        valid_from=since,
        valid_to=until,
    )


def _units_as_scored(connection: psycopg.Connection) -> None:
    scored: dict[str, Any] = {"agency": "kepahiang", "period": "2026-07", "revision": 1}
    _row(connection, "mart.fairness", **scored, min_cell=MIN_CELL)
    for unit, people in PEOPLE.items():
        hidden = "PEOPLE" if people < MIN_CELL else "INDEX" if unit == "OFFICE" else None
        shown = {"people": people, "with_index": None if hidden else people} if people >= MIN_CELL else {}
        _row(connection, "mart.fairness_group", **scored, dimension="UNIT", value=unit, hidden=hidden, **shown)
        _row(
            connection,
            "mart.unit_period",
            **scored,
            unit_code=unit,
            headcount=people,
            mean_index=80,
            baik=2,
            respondents=people,
        )
        _row(connection, "mart.unit_indicator", **scored, unit_code=unit)
        _row(connection, "mart.unit_target_lint", **scored, unit_code=unit)
    _row(connection, "mart.publication", **scored, by="secret signatory")


def _row(connection: psycopg.Connection, table: str, **given: Any) -> None:
    """One row: what is given and the table has, and something in whatever may not stay empty."""
    names = {name: _SOMETHING[kind] for name, kind in _columns(connection, table, "not is_nullable::boolean")}
    known = {name for name, _ in _columns(connection, table, "true")}
    row = names | {name: value for name, value in given.items() if name in known}
    columns = sql.SQL(", ").join(map(sql.Identifier, row))
    marks = sql.SQL(", ").join(sql.Placeholder() * len(row))
    connection.execute(
        sql.SQL("insert into {} ({}) values ({})").format(sql.Identifier(*table.split(".")), columns, marks),
        list(row.values()),
    )


_SOMETHING = {
    "text": "something",
    "integer": 1,
    "bigint": 1,
    "numeric": 1,
    "boolean": True,
    "date": FIRST,
    "timestamp without time zone": datetime(2026, 7, 2, 8),
}


def _columns(connection: psycopg.Connection, table: str, condition: str) -> Iterable[tuple[str, str]]:
    return connection.execute(
        "select column_name, data_type from information_schema.columns "
        f"where table_schema || '.' || table_name = %s and {condition}",
        [table],
    ).fetchall()


def reads(session: psycopg.Connection, relation: str) -> bool:
    """Whether the login of the session may read a table."""
    try:
        session.execute(f"select * from {relation} limit 0")
    except errors.InsufficientPrivilege:
        return False
    return True
