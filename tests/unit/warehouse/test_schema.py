"""The schema says what it means, and says the same as the dictionary of records."""

import subprocess
import sys

import pytest
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from etl.records import RECORDS, Record
from warehouse.schema import SCHEMAS, metadata
from warehouse.schema.views import views

TABLES = metadata().tables
every_table = pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
every_record = pytest.mark.parametrize("record", RECORDS.values(), ids=list(RECORDS))

ATTENDANCE_DAY = """
    person_id nip work_date shift_no unit_code shift_code shift_start shift_end first_in last_out mid_punch
    first_punch_file_id first_punch_record_no last_punch_file_id last_punch_record_no punches missing_punches
    late_minutes early_minutes worked_minutes status leave_code deduction_percent rulebook
"""


@every_table
def test_every_table_says_its_grain(table: Table) -> None:
    assert (table.comment or "").startswith("Each row is ")
    assert (table.comment or "").endswith(".")


@every_table
def test_every_column_says_what_it_means(table: Table) -> None:
    assert [column.name for column in table.columns if not column.comment] == []


@every_table
def test_every_table_is_in_a_schema_that_is_explained(table: Table) -> None:
    assert table.schema in SCHEMAS


@every_table
def test_every_table_can_be_made_on_postgresql_too(table: Table) -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
    ddl = str(CreateTable(table).compile(dialect=dialect))

    assert ddl.strip().startswith("CREATE TABLE")
    assert "WITH TIME ZONE" not in ddl.replace("WITHOUT TIME ZONE", "")


@every_record
def test_every_record_has_a_fact_table_with_the_way_back_to_its_line(record: Record) -> None:
    names = [column.name for column in TABLES[f"core.{record.name}"].columns]

    assert names[:4] == ["load_id", "file_id", "record_no", "item_no"]
    assert names[4 : 4 + len(record.columns)] == list(record.column_names)


@every_record
def test_a_required_column_of_a_record_is_never_empty_in_the_facts(record: Record) -> None:
    table = TABLES[f"core.{record.name}"]

    assert list(record.required) == [name for name in record.column_names if not table.columns[name].nullable]


def test_a_punch_keeps_the_address_its_file_gave_the_device() -> None:
    assert "device_address" in TABLES["core.punch"].columns


def test_the_attendance_day_has_the_columns_of_the_contract() -> None:
    assert ATTENDANCE_DAY.split() == [column.name for column in TABLES["core.attendance_day"].columns]


def test_no_table_of_facts_has_an_index_that_slows_its_loading() -> None:
    large = [f"core.{name}" for name in RECORDS] + ["core.attendance_day", "core.deduction_day", "core.discipline_day"]

    assert [name for name in large if list(TABLES[name].primary_key) or TABLES[name].indexes] == []


def test_a_number_of_a_load_a_file_or_an_arrival_is_used_once() -> None:
    keys = {name: [column.name for column in TABLES[name].primary_key] for name in TABLES}

    assert tuple(keys[name] for name in ("audit.load", "audit.source_file", "audit.arrival")) == (
        ["load_id"],
        ["file_id"],
        ["arrival_no"],
    )


def test_every_column_of_a_view_has_a_meaning_and_a_type() -> None:
    for view in views():
        assert list(view.columns) == list(view.types)
        assert all(view.columns.values())


def test_importing_the_warehouse_brings_neither_sqlalchemy_nor_alembic() -> None:
    program = "import sys, warehouse, warehouse.migrate; print({'sqlalchemy', 'alembic'} & set(sys.modules))"

    shown = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout

    assert shown.strip() == "set()"
