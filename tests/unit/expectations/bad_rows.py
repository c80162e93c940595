"""For every expectation, rows that do not meet it: the table that `test_refusals` walks through.

Each is a change of the good row of its record type. What follows from the dictionary is made from it here; the
rest is written out in `bad_rows_written_out`, with the boundary on the good side in `JUST_GOOD`.
"""

from typing import Any, NamedTuple

from etl.records import RECORDS, Column, Record
from expectations.suites import suite_of

CHILD_NUMBER = "199503152010011007"
"""Born 1995, appointed 2010, at 15."""
NOT_A_DATE_NUMBER = "198513152010011007"
"""Born in month 13."""
WOMAN, CONTRACT = "198503152010012007", "198503152010211007"

Change = dict[str, Any]


class Bad(NamedTuple):
    """`rows` are staged as file 2, of which the records `refused` do not meet the expectation."""

    record: str
    expectation: str
    column_name: str | None
    severity: str
    reason_code: str
    rows: tuple[Change, ...]
    refused: tuple[int, ...] = (1,)


def from_dictionary() -> list[Bad]:
    return [bad for record in RECORDS.values() for column in record.columns for bad in _of_column(record, column)]


def _of_column(record: Record, column: Column) -> list[Bad]:
    def bad(expectation: str, reason_code: str, value: Any) -> Bad:
        return Bad(record.name, expectation, column.name, "ROW", reason_code, ({column.name: value},))

    found = [bad("is_filled", "MISSING", None)] if column.required else []
    if column.allowed:
        found.append(bad("is_allowed", "NOT_ALLOWED", "MAYBE" if column.type == "TEXT" else 9))
    if column.type == "TIMESTAMP" and column.low:
        found.append(bad("is_not_too_low", "CLOCK_RESET", "2009-12-31 23:59:59"))
    elif column.low:
        found.append(bad("is_not_too_low", "TOO_LOW", int(column.low) - 1))
    if column.high:
        found.append(bad("is_not_too_high", "TOO_HIGH", int(column.high) + 1))
    if column.number:
        found.append(bad("is_a_civil_servant_number", "NIP_SHAPE", NOT_A_DATE_NUMBER))
        found.append(bad("was_appointed_at_a_working_age", "NIP_APPOINTMENT", CHILD_NUMBER))
    return found


OTHER_CONTENT: dict[str, Change] = {
    "complaint": {"status": "Selesai"},
    "target": {"realised": 3},
    "assessment": {"kompeten": 1},
    "employees": {"name": "Siti"},
    "units": {"name": "Dinkes"},
    "devices": {"aliases": "pintu"},
    "device_offset": {"evidence": "BA 9"},
    "device_confirmation": {"evidence": "BA 9"},
    "pin_map": {"valid_to": "2026-12-31"},
    "shifts": {"name": "Pagi"},
    "calendar": {"date_to": "2026-08-18"},
    "leave": {"inpatient": False},
    "permission": {"approved": False},
    "punch_correction": {"punched_at": "2026-07-01 07:31:00"},
    "muster": {"present": False},
    "service_catalogue": {"name": "KTP-el"},
    "training": {"hours": 8},
    "organisation_predicate": {"decision_no": "9"},
    "objection": {"component": "TARGET"},
    "decision": {"decision": "ditolak"},
    "correction": {"reason": "salah ketik"},
}
"""Under the key of the good row."""


def of_keys() -> list[Bad]:
    return [
        Bad(record, "one_content_per_key", None, "ROW", "KEY_CONFLICT", ({}, {}, change), (1, 2, 3))
        for record, change in OTHER_CONTENT.items()
    ]


def of_stretches() -> list[Bad]:
    """Validity that ends before it begins, and validity that overlaps, of every dated set."""
    ends = [
        Bad(name, "ends_not_before_begin", "valid_to", "ROW", "VALIDITY_ORDER", ({"valid_to": "2025-12-31"},))
        for name, record in RECORDS.items()
        if "valid_to" in record.column_names
    ]
    begins = ({"valid_to": "2026-06-30"}, {"valid_from": "2026-06-30"})
    overlaps = [
        Bad(record, f"{same}_does_not_overlap", "valid_from", "FAIL", "OVERLAPPING_VALIDITY", begins, (2,))
        for record, same in (
            ("employees", "nip"),
            ("units", "unit_code"),
            ("devices", "device_id"),
            ("devices", "source_and_number"),
            ("devices", "serial"),
            ("pin_map", "device_id_and_pin"),
            ("shifts", "shift_code"),
            ("service_catalogue", "service_code"),
        )
    ]
    return ends + overlaps


DERIVED = from_dictionary() + of_keys() + of_stretches()

JUST_GOOD: list[tuple[str, Change]] = [
    ("punch", {"punched_at": "2010-01-01 00:00:00"}),
    ("punch", {"punched_at": "2026-08-01 17:00:00"}),
    ("punch", {"state": 255, "verify_mode": 200}),
    ("access", {"nip": CONTRACT, "status": 599, "bytes": 0}),
    ("target", {"nip": None, "unit_code": "DINKES", "period": "2026-H2", "weight": 1}),
    ("target", {"period": "2026", "direction": "LOWER", "target": 0}),
    ("employees", {"nip": "199203152010011007", "birth_date": "1992-03-15", "valid_to": "2026-01-01"}),
    # a NIP by its month, an NI PPPK by its year alone; digits 13-14 are no month
    ("employees", {"nip": "198503152026081007"}),
    ("employees", {"nip": "198503152026391007", "employment_type": "PPPK"}),
    ("employees", {"nip": "196001011985011007", "birth_date": "1960-01-01"}),
    ("employees", {"nip": "195912311985011007", "birth_date": "1959-12-31", "status": "RETIRED"}),
    ("employees", {"nip": "195912311985011007", "birth_date": "1959-12-31", "valid_to": "2026-07-30"}),
    ("device_offset", {"to_at": "2026-07-01 00:00:00", "offset_seconds": -1}),
    ("shifts", {"start": 1200, "end": 1920, "break_start": None, "break_end": None, "half_at": None}),
    ("shifts", {"break_start": 450, "break_end": 960}),
    ("calendar", {"kind": "RAMADAN", "date_from": "2026-02-19", "date_to": "2026-03-20"}),
    ("leave", {"part": "AM", "date_to": "2026-07-01"}),
    ("punch_correction", {"punched_at": "2026-06-30 12:00:00"}),
    ("muster", {"muster_date": "2026-12-31", "present": False}),
]


def expected_keys() -> set[tuple[str, str, str | None]]:
    return {(record, one.name, one.column_name) for record in RECORDS for one in suite_of(record)}
