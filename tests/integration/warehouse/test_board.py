"""`board.*` shows what dashboards may: whole units, never a person, never a cell of few people."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.schema.board import board_views

VIEWS = {view.name: view for view in board_views()}
OF_A_PERSON = {
    "nip",
    "person_id",
    "name",
    "birth_date",
    "pin",
    "value",
    "entry",
    "original_name",
    "respondent",
    "ticket",
}
FRIDAY = "2026-07-03"


@pytest.fixture
def warehouse(empty_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(empty_warehouse)) as connection:
        yield connection


def test_no_column_is_of_a_person() -> None:
    assert {
        name: set(view.columns) & OF_A_PERSON for name, view in VIEWS.items() if set(view.columns) & OF_A_PERSON
    } == {}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_has_the_columns_and_types_that_its_file_names(warehouse: duckdb.DuckDBPyConnection, name: str) -> None:
    shown = warehouse.sql(f"select * from board.{name}")
    declared = {column: kind.replace(" ", "") for column, kind in VIEWS[name].types.items()}
    names = {"VARCHAR": "TEXT"}

    assert declared == {
        column: names.get(str(kind), str(kind).replace("DECIMAL", "NUMERIC"))
        for column, kind in zip(shown.columns, shown.types, strict=True)
    }


def test_before_a_period_was_scored_no_cell_is_known_and_nothing_shown(warehouse: duckdb.DuckDBPyConnection) -> None:
    _came(warehouse, "DINAS", 40)

    assert _days(warehouse) == {}


def test_a_small_unit_is_shown_with_the_next_two_so_that_not_even_the_head_of_one_can_subtract(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    """With KLINIK alone its head would be left with the three of POS."""
    _scored(warehouse, min_cell=5)
    for unit, people in {"POS": 3, "KLINIK": 6, "SEKOLAH": 9, "DINAS": 12}.items():
        _came(warehouse, unit, people)

    assert _days(warehouse) == {"-": 18, "DINAS": 12}


def test_units_of_exactly_the_cell_stand_alone(warehouse: duckdb.DuckDBPyConnection) -> None:
    _scored(warehouse, min_cell=5)
    _came(warehouse, "KLINIK", 5)
    _came(warehouse, "SEKOLAH", 5)

    assert _days(warehouse) == {"KLINIK": 5, "SEKOLAH": 5}


def test_small_units_that_are_enough_together_take_no_other_along(warehouse: duckdb.DuckDBPyConnection) -> None:
    _scored(warehouse, min_cell=5)
    for unit, people in {"POS A": 2, "POS B": 3, "POS C": 4, "KLINIK": 6}.items():
        _came(warehouse, unit, people)

    assert _days(warehouse) == {"-": 9, "KLINIK": 6}


def test_an_agency_smaller_than_the_cell_is_not_shown(warehouse: duckdb.DuckDBPyConnection) -> None:
    _scored(warehouse, min_cell=5)
    _came(warehouse, "POS", 4)

    assert _days(warehouse) == {}


def test_two_shifts_of_a_date_are_one_person_who_came_late_if_late_to_either(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    _scored(warehouse, min_cell=1)
    _day(warehouse, "p1", "RSUD", status="PRESENT", shift_no=1, late_minutes=0)
    _day(warehouse, "p1", "RSUD", status="PRESENT", shift_no=2, late_minutes=12)
    _day(warehouse, "p2", "RSUD", status="UNKNOWN", late_minutes=None)

    row = warehouse.sql("select people, on_time, late, unknown, late_minutes from board.attendance_day").fetchall()

    assert row == [(2, 0, 1, 1, 12)]


def test_a_date_on_which_nobody_was_due_has_no_row(warehouse: duckdb.DuckDBPyConnection) -> None:
    _scored(warehouse, min_cell=1)
    _day(warehouse, "p1", "RSUD", status="OFF", late_minutes=None)

    assert _days(warehouse) == {}


def test_the_backlog_of_a_date_is_what_came_and_neither_was_completed_nor_ended(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    for case, event, day in [
        ("1", "RECEIVED", 1),
        ("1", "COMPLETED", 2),
        ("2", "RECEIVED", 1),
        ("2", "REJECTED", 3),
        ("3", "RECEIVED", 3),
    ]:
        _insert(
            warehouse,
            "core.service_event",
            {"app": "sip", "case_id": case, "service_code": "KTP", "event": event, "timezone": "Asia/Jakarta"}
            | {"occurred_at": f"2026-07-0{day} 09:00:00"},
        )

    waiting = warehouse.sql("select service_date, waiting, newest from board.service_day order by all").fetchall()

    assert [(str(day), count, newest) for day, count, newest in waiting] == [
        ("2026-07-01", 2, 0),
        ("2026-07-02", 1, 0),
        ("2026-07-03", 1, 1),
    ]


def test_a_survey_element_with_fewer_answers_than_the_cell_has_no_row(warehouse: duckdb.DuckDBPyConnection) -> None:
    _scored(warehouse, min_cell=2)
    for respondent, u2 in [("1", 4), ("2", None)]:
        _insert(
            warehouse,
            "core.survey_response",
            {"survey": "SKM", "respondent": respondent, "unit_code": "DINAS", "submitted_at": f"{FRIDAY} 10:00:00"}
            | {"u1": 3, "u2": u2},
        )

    elements = warehouse.sql("select element, answers, answer_sum from board.survey_element").fetchall()

    assert elements == [("U1 Persyaratan", 2, 6)]


def test_a_device_of_the_register_that_never_delivered_is_shown(warehouse: duckdb.DuckDBPyConnection) -> None:
    _insert(warehouse, "core.devices", {"device_id": "MSN-1", "unit_code": "POS", "valid_from": "2020-01-01"})

    devices = warehouse.sql("select device_id, unit_name, files, days_behind from board.device").fetchall()

    assert devices == [("MSN-1", "POS", 0, None)]


def _days(warehouse: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return dict(warehouse.sql("select unit_code, people from board.attendance_day").fetchall())


def _came(warehouse: duckdb.DuckDBPyConnection, unit: str, people: int) -> None:
    for number in range(people):
        _day(warehouse, f"{unit}-{number}", unit, status="PRESENT", late_minutes=0)


def _day(warehouse: duckdb.DuckDBPyConnection, person: str, unit: str, **given: Any) -> None:
    row = {"person_id": person, "nip": person, "work_date": FRIDAY, "shift_no": 0, "unit_code": unit, "punches": 2}
    _insert(warehouse, "core.attendance_day", row | {"rulebook": "kepahiang/2025-01-01"} | given)


def _scored(warehouse: duckdb.DuckDBPyConnection, *, min_cell: int) -> None:
    counts = ("people", "without_working_day", "without_index", "without_predicate", "without_gap", "without_rater")
    row = {"agency": "kepahiang", "period": "2026-07", "revision": 1}
    _insert(warehouse, "mart.fairness", row | {"min_cell": min_cell} | dict.fromkeys(counts, 0))
    days = ("working", "present", "duty", "leave", "absent", "unknown", "inactive")
    span = {"period_start": "2026-07-01", "period_end": "2026-07-31"}
    person = {"person_id": "p0", "nip": "p0", "evidence_coverage": 0, "assumed": False, "rulebook": "r", "as_of_seq": 1}
    zeros = dict.fromkeys([*(f"{one}_days" for one in days), "late_minutes", "early_minutes"], 0)
    _insert(warehouse, "mart.performance_period", row | span | person | zeros)


def _insert(warehouse: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    """A row; where it comes from does not matter here."""
    if table.startswith("core.") and table != "core.attendance_day":
        row = {"load_id": 1, "file_id": 1, "record_no": 1, "item_no": 1, **row}
    columns = ", ".join(f"? as {name}" for name in row)
    warehouse.execute(f"insert into {table} by name select {columns}", list(row.values()))
