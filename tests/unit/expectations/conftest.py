"""A good row of every record type, and a table of staged rows to judge."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import duckdb
import pytest

from etl.records import RECORDS
from expectations.validate import Verdict, validate

THROUGH_AT = datetime(2026, 7, 31, 17, 0)
OFFICER = "198503152010011007"
SUPERIOR = "197811022005022003"
CONTRACT = "199002102023211005"

_VALID = {"valid_from": "2026-01-01"}
_CASE = {"app": "sipp", "case_id": "K-1", "service_code": "KTP", "event": "RECEIVED", "nip": OFFICER}

GOOD: dict[str, dict[str, Any]] = {
    "punch": {
        "device_id": "source:dinas/1",
        "pin": "17",
        "punched_at": "2026-07-01 07:25:10",
        "timezone": "Asia/Jakarta",
        "verify_mode": 1,
        "state": 0,
    },
    "service_event": _CASE | {"occurred_at": "2026-07-01 09:00:00", "timezone": "Asia/Jakarta"},
    "access": {
        "app": "sipp",
        "nip": OFFICER,
        "occurred_at": "2026-07-01 09:00:00",
        "timezone": "Asia/Jakarta",
        "method": "GET",
        "path": "/berkas",
        "status": 200,
        "bytes": 512,
    },
    "complaint": {"ticket": "T-1", "class": "SUPERVISORY", "unit_code": "DINKES", "created_at": "2026-07-01 10:00:00"},
    "target": {
        "nip": OFFICER,
        "period": "2026-07",
        "indicator_code": "I1",
        "aspect": "QUANTITY",
        "direction": "HIGHER",
        "rollup": "SUM",
        "weight": 100,
        "target": 40,
    },
    "assessment": {
        "nip": OFFICER,
        "period": "2026-Q3",
        "result_rating": 1,
        "behaviour_rating": 2,
        "assessor_nip": SUPERIOR,
    },
    "survey_response": {
        "survey": "2026-07",
        "respondent": "1",
        "unit_code": "DINKES",
        "submitted_at": "2026-07-02 10:00:00",
        "u1": 4,
    },
    "employees": {
        "nip": OFFICER,
        "sex": "L",
        "birth_date": "1985-03-15",
        "employment_type": "PNS",
        "unit_code": "DINKES",
        "status": "ACTIVE",
    }
    | _VALID,
    "units": {"unit_code": "DINKES", "name": "Dinas Kesehatan", "unit_type": "OFFICE", "work_pattern": "FIVE_DAY"}
    | _VALID,
    "devices": {"device_id": "D1", "source": "dinas", "number": "1", "serial": "S1", "timezone": "Asia/Jakarta"}
    | _VALID,
    "device_offset": {
        "device_id": "D1",
        "from_at": "2026-07-01 00:00:00",
        "to_at": "2026-07-02 00:00:00",
        "offset_seconds": 3600,
        "evidence": "BA 1/2026",
    },
    "device_confirmation": {
        "device_id": "D1",
        "from_at": "2026-07-01 00:00:00",
        "to_at": "2026-07-31 23:59:59",
        "confirmed_by": "BKPSDM",
        "evidence": "BA 2/2026",
    },
    "pin_map": {"device_id": "D1", "pin": "17", "nip": OFFICER} | _VALID,
    "shifts": {"shift_code": "P", "start": 450, "end": 960, "break_start": 720, "break_end": 780, "half_at": 700}
    | _VALID,
    "roster": {"nip": OFFICER, "work_date": "2026-07-01", "shift_code": "P"},
    "calendar": {"date_from": "2026-08-17", "kind": "HOLIDAY", "name": "Kemerdekaan", "decree": "SKB 1497"},
    "leave": {
        "nip": OFFICER,
        "leave_code": "CT",
        "date_from": "2026-07-01",
        "date_to": "2026-07-03",
        "part": "FULL",
        "approved": True,
    },
    "permission": {"nip": OFFICER, "work_date": "2026-07-01", "kind": "LATE", "document_no": "1", "approved": True},
    "punch_correction": {
        "nip": OFFICER,
        "work_date": "2026-07-01",
        "kind": "IN",
        "punched_at": "2026-07-01 07:30:00",
        "approved_by": SUPERIOR,
        "document_no": "1",
    },
    "muster": {"nip": OFFICER, "muster_date": "2026-07-01", "muster": "Apel pagi", "present": True},
    "service_catalogue": {
        "service_code": "KTP",
        "name": "KTP",
        "standard_minutes": 15,
        "limit_value": 1,
        "limit_unit": "WORKING_DAYS",
    }
    | _VALID,
    "training": {
        "nip": OFFICER,
        "training_code": "T1",
        "name": "Pelayanan",
        "date_from": "2026-07-01",
        "date_to": "2026-07-03",
        "hours": 24,
    },
    "organisation_predicate": {"unit_code": "DINKES", "period": "2026-Q2", "predicate": 2},
    "objection": {"objection_no": "1", "nip": OFFICER, "period": "2026-06", "filed_at": "2026-07-01 08:00:00"},
    "decision": {
        "decision_no": "1",
        "nip": OFFICER,
        "period": "2026-06",
        "kind": "COACHING",
        "decision": "pendampingan",
        "decided_at": "2026-07-01 08:00:00",
        "decided_by": SUPERIOR,
    },
    "correction": {
        "correction_no": "1",
        "record_type": "leave",
        "matching": "nip=198503152010011007; leave_code=CT; date_from=2026-07-01",
        "expected_count": 1,
        "action": "REPLACE",
        "replacement": "leave_code=CS; reason_code=",
        "reason": "surat dokter",
        "requested_by": OFFICER,
        "requested_at": "2026-07-02 08:00:00",
        "outcome": "ACCEPTED",
        "decided_by": SUPERIOR,
        "decided_at": "2026-07-03 08:00:00",
        "document_no": "800/3",
    },
}

Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def opened() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture
def connection(opened: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of the test's own: temporary tables of another are not seen."""
    with opened.cursor() as connection:
        yield connection


@pytest.fixture
def judge(connection: duckdb.DuckDBPyConnection) -> Callable[[str, Rows], Verdict]:
    """Stage rows of a record type, numbered from 1 within file 1 unless they say otherwise, and judge them."""

    def judged(record: str, rows: Rows) -> Verdict:
        columns = {column.name: column.sql_type for column in RECORDS[record].columns}
        names = {"file_id": "integer", "record_no": "integer", "item_no": "integer"} | columns
        typed = ", ".join(f'"{name}" {kind}' for name, kind in names.items())
        connection.execute(f"create or replace temp table staged ({typed})")
        for number, row in enumerate(rows, start=1):
            values = {"file_id": 1, "record_no": number, "item_no": 1} | row
            connection.execute(
                "insert into staged by name select "
                + ", ".join(f'cast(? as {names[name]}) as "{name}"' for name in values),
                list(values.values()),
            )
        return validate(connection, record, "staged", through_at=THROUGH_AT)

    return judged


@pytest.fixture
def quarantined(connection: duckdb.DuckDBPyConnection) -> Callable[[Verdict], list[tuple[Any, ...]]]:
    """(file_id, record_no, column_name, reason_code, value) of every reason, in order."""

    def rows(verdict: Verdict) -> list[tuple[Any, ...]]:
        return connection.execute(
            f"select file_id, record_no, column_name, reason_code, value from ({verdict.quarantine_sql}) order by all"
        ).fetchall()

    return rows
