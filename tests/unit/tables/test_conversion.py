"""Text to typed columns, and the first problem of a row."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from etl.records import Column
from etl.settings import ColumnMapping
from etl.tables.conversion import convert
from tests.unit.tables.conftest import Read, column

FIXTURES = Path(__file__).parent / "fixtures"


def typed(connection: duckdb.DuckDBPyConnection, cell: str, kind: str, **mapping: Any) -> tuple[Any, str | None]:
    """The value of one cell and its reason code."""
    none = pa.nulls(1, pa.string())
    table = pa.table({"record_no": [2], "x": [cell], "problem": none, "problem_column": none, "problem_value": none})
    number = kind == "NIP"
    wanted = Column("x", "TEXT" if number else kind, "a cell", number=number)
    row = convert(table, [wanted], ColumnMapping(**mapping), connection).to_pylist()[0]
    return row["x"], row["problem"]


@pytest.mark.parametrize(
    ("cell", "kind", "mapping", "value"),
    [
        ("7", "INTEGER", {}, 7),
        ("7.0", "INTEGER", {}, 7),
        ("1234,5", "DECIMAL(18,4)", {"decimal": ","}, Decimal("1234.5000")),
        ("1.234.567,5", "DECIMAL(18,4)", {"decimal": ","}, Decimal("1234567.5000")),
        ("0.11", "DECIMAL(9,4)", {}, Decimal("0.1100")),
        ("2026-07-01", "DATE", {}, date(2026, 7, 1)),
        ("1/7/2026", "DATE", {}, date(2026, 7, 1)),
        ("46204", "DATE", {}, date(2026, 7, 1)),
        ("14-Jul-25", "DATE", {"date_formats": ["%d-%b-%y"]}, date(2025, 7, 14)),
        ("17 Agustus 2026", "DATE", {"date_formats": ["%d %B %Y"]}, date(2026, 8, 17)),
        ("2026-07-01 07:30:00", "DATE", {}, date(2026, 7, 1)),
        ("2026-07-01 07:30:59", "TIMESTAMP", {}, datetime(2026, 7, 1, 7, 30, 59)),
        ("01/07/2026 07:30", "TIMESTAMP", {}, datetime(2026, 7, 1, 7, 30)),
        ("2026-07-01", "TIMESTAMP", {}, datetime(2026, 7, 1)),
        ("46204.3125", "TIMESTAMP", {}, datetime(2026, 7, 1, 7, 30)),
        ("Ya", "BOOLEAN", {}, True),
        ("tidak hadir", "BOOLEAN", {}, False),
        ("07:30", "CLOCK", {}, 450),
        ("7:30:00", "CLOCK", {}, 450),
        ("07.30", "CLOCK", {}, 450),
        ("0.3125", "CLOCK", {}, 450),
        ("24:00", "CLOCK", {}, 1440),
        ("31:00", "CLOCK", {}, 1860),
        ("19850315 201001 1 001", "NIP", {}, "198503152010011001"),
        ("19850315.201001.1.001", "NIP", {}, "198503152010011001"),
        ("'198503152010011001", "NIP", {}, "198503152010011001"),
        ('="198503152010011001"', "NIP", {}, "198503152010011001"),
        ("19850315\u00a0201001\u00a01\u00a0001", "NIP", {}, "198503152010011001"),
    ],
)
def test_a_cell_of_the_field_becomes_its_value(
    connection: duckdb.DuckDBPyConnection, cell: str, kind: str, mapping: dict[str, Any], value: object
) -> None:
    assert typed(connection, cell, kind, **mapping) == (value, None)


@pytest.mark.parametrize(
    ("cell", "kind", "mapping", "reason"),
    [
        ("2.7", "INTEGER", {}, "NOT_A_NUMBER"),
        ("tujuh", "INTEGER", {}, "NOT_A_NUMBER"),
        ("99999999999", "INTEGER", {}, "NOT_A_NUMBER"),
        ("1,5", "DECIMAL(9,4)", {}, "NOT_A_NUMBER"),
        ("0.11", "DECIMAL(9,4)", {"decimal": ","}, "NOT_A_NUMBER"),
        ("31/02/2026", "DATE", {}, "NOT_A_DATE"),
        ("01-07-26", "DATE", {}, "NOT_A_DATE"),
        ("07/14/2026", "DATE", {}, "NOT_A_DATE"),
        ("2026-07-01 24:00:00", "TIMESTAMP", {}, "NOT_A_DATE"),
        ("mungkin", "BOOLEAN", {}, "NOT_A_BOOLEAN"),
        ("07:60", "CLOCK", {}, "NOT_A_TIME"),
        ("48:00", "CLOCK", {}, "NOT_A_TIME"),
        ("07:30:30", "CLOCK", {}, "NOT_A_TIME"),
        ("1,98E+17", "NIP", {}, "NIP_SCIENTIFIC_NOTATION"),
        ("1.98503152010011e+17", "NIP", {}, "NIP_SCIENTIFIC_NOTATION"),
        ("198503152010011008.0", "NIP", {}, "NIP_PRECISION_LOST"),
        ("198503152010011000", "NIP", {}, "NIP_PRECISION_LOST"),
    ],
)
def test_a_cell_that_cannot_be_its_type_is_refused_by_name(
    connection: duckdb.DuckDBPyConnection, cell: str, kind: str, mapping: dict[str, Any], reason: str
) -> None:
    assert typed(connection, cell, kind, **mapping)[1] == reason


def test_nips_that_excel_destroyed_are_named_and_whole_ones_are_cleaned(read: Read) -> None:
    parsed = read("roster", FIXTURES / "nip_in_scientific_notation.xlsx")
    assert column(parsed, "problem") == [None, "NIP_PRECISION_LOST", "NIP_SCIENTIFIC_NOTATION", None]
    assert column(parsed, "problem_column") == [None, "nip", "nip", None]
    assert column(parsed, "nip")[::3] == ["198503152010011001", "198503152010011002"]


def test_times_that_excel_keeps_as_numbers_become_minutes(read: Read) -> None:
    parsed = read("shifts", FIXTURES / "shift_hours_as_excel_times.xlsx")
    assert column(parsed, "problem") == [None, None, None]
    assert list(zip(column(parsed, "start"), column(parsed, "end"), strict=True)) == [
        (450, 960),
        (1260, 1860),
        (780, 1440),
    ]


def test_only_the_first_problem_of_a_row_is_told(read: Read) -> None:
    parsed = read("roster", "nip,work_date,shift_code\n1E+17,kemarin,PAGI\n")
    assert (column(parsed, "problem"), column(parsed, "problem_value")) == (["NIP_SCIENTIFIC_NOTATION"], ["1E+17"])


def test_a_moment_that_all_rows_name_dates_the_whole_export(read: Read) -> None:
    rows = "ticket,class,created_at,as_at\nT1,ASPIRATION,2026-07-01,{}\nT2,ASPIRATION,2026-07-02,{}\n"
    same = read("complaints", rows.format("2026-07-31 18:00", "2026-07-31 18:00"))
    assert same.as_at == datetime(2026, 7, 31, 18)
    assert read("complaints", rows.format("2026-07-31 18:00", "2026-08-01 18:00")).as_at is None


def test_a_reference_set_may_say_its_moment_in_a_column_that_it_does_not_keep(read: Read) -> None:
    parsed = read("roster", "nip,work_date,shift_code,as_at\n198503152010011001,2026-07-01,PAGI,2026-07-31\n")
    assert parsed.as_at == datetime(2026, 7, 31)
    assert "as_at" not in parsed.rows.column_names


def test_blank_is_null_and_rows_of_blanks_are_ignored(read: Read) -> None:
    parsed = read("roster", "nip,work_date,shift_code\n , ,\n\n198503152010011001,,\u00a0\n")
    assert (column(parsed, "record_no"), parsed.ignored) == ([4], 3)
    assert (column(parsed, "work_date"), column(parsed, "shift_code")) == ([None], [None])
