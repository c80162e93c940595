"""From every schema that ever was to the newest, with rows in every table: nothing is lost, nothing is left behind."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from alembic import command
from sqlalchemy import create_engine, text

from etl.errors import WrongUsage
from etl.nightly import load
from etl.status import print_status
from etl.verify import verify
from etl.workspace import upgrade_workspace
from warehouse.migrate import MIGRATIONS, _config, create_warehouse, is_current, upgrade

REVISIONS = sorted(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
ROWS = 3
COLUMNS = """
select schema_name, table_name, column_name, data_type from duckdb_columns()
where not internal and table_name <> 'alembic_version'
    and (schema_name, table_name) in (select (schema_name, table_name) from duckdb_tables())
order by schema_name, table_name, column_index
"""
SHAPE = """
select schema_name, table_name, column_name, data_type, is_nullable from duckdb_columns()
where not internal order by all
"""
EMPTY_BEFORE = {"core.deduction_day": "0008_accounts", "core.discipline_day": "0008_accounts"}
"""Made anew by that migration: no version before it ever filled them."""
VALUES = {
    "BIGINT": "n",
    "BLOB": "'x'::blob",
    "BOOLEAN": "true",
    "DATE": "date '2026-07-01' + n::integer",
    "INTEGER": "n",
    "SMALLINT": "n",
    "TIME": "time '07:30:00'",
    "TIMESTAMP": "timestamp '2026-07-01 07:30:00' + n * interval 1 day",
    "TIMESTAMP WITH TIME ZONE": "timestamptz '2026-07-01 07:30:00+00' + n * interval 1 day",
    "VARCHAR": "'v' || n",
}


@pytest.fixture(scope="module")
def newest(tmp_path_factory):
    path = tmp_path_factory.mktemp("newest") / "warehouse.duckdb"
    create_warehouse(path)
    return path


@pytest.mark.parametrize(
    "revision", [*(pytest.param(one, marks=pytest.mark.slow) for one in REVISIONS[:-2]), *REVISIONS[-2:]]
)
def test_rows_of_an_older_schema_are_there_after_the_upgrade(tmp_path, newest, revision):
    path = tmp_path / "warehouse.duckdb"
    _make(path, revision)
    before = _fill(path, revision)

    upgrade(f"duckdb:///{path}")

    with duckdb.connect(path, read_only=True) as upgraded, duckdb.connect(newest, read_only=True) as made:
        assert is_current(upgraded)
        assert upgraded.execute(SHAPE).fetchall() == made.execute(SHAPE).fetchall()
        assert {table: _rows(upgraded, table, columns) for table, (columns, _) in before.items()} == {
            table: rows for table, (_, rows) in before.items()
        }


def test_a_workspace_of_an_older_version_is_brought_up_to_date_by_its_next_load_and_verifies(workspace):
    workspace.warehouse.unlink()
    shutil.rmtree(workspace.ledger)  # that version kept no log
    _make(workspace.warehouse, "0019_maps")

    load(workspace, datetime(2026, 7, 2, 17, tzinfo=UTC))

    assert verify(workspace).broken == ()
    with duckdb.connect(workspace.warehouse, read_only=True) as warehouse:
        told = warehouse.execute("select kind from audit.ledger order by seq").fetchall()
    assert ("LOAD_COMMITTED",) in told


@pytest.mark.parametrize("revision", ["0019_maps", REVISIONS[-2]])
def test_status_before_the_first_load_of_a_new_version_says_what_to_run(workspace, revision):
    workspace.warehouse.unlink()
    _make(workspace.warehouse, revision)

    with pytest.raises(WrongUsage, match=r"the schema of this version.*kinerja load"):
        print_status(workspace)


def test_an_upgrade_that_fails_leaves_the_warehouse_as_it_was(workspace, monkeypatch):
    workspace.warehouse.unlink()
    _make(workspace.warehouse, REVISIONS[-2])
    before = _fill(workspace.warehouse, REVISIONS[-2])

    def broken(*_arguments, **_named):
        message = "the disk is full"
        raise OSError(28, message)

    with monkeypatch.context() as patched:
        patched.setattr("alembic.command.upgrade", broken)
        with pytest.raises(OSError, match="full"):
            upgrade_workspace(workspace)

    with duckdb.connect(workspace.warehouse, read_only=True) as warehouse:
        assert not is_current(warehouse)
        assert all(_rows(warehouse, table, columns) == rows for table, (columns, rows) in before.items())


def _make(path: Path, revision: str) -> None:
    engine = create_engine(f"duckdb:///{path}")
    with engine.connect() as connection:
        connection.execute(text("create schema if not exists audit"))
        command.upgrade(_config(connection), revision)
        connection.commit()
    engine.dispose()


def _fill(path: Path, revision: str) -> dict[str, tuple[list[str], list[tuple]]]:
    """Some rows in every table; what they are, by table."""
    tables: dict[str, dict[str, str]] = {}
    with duckdb.connect(path) as warehouse:
        for schema, table, column, kind in warehouse.execute(COLUMNS).fetchall():
            if revision >= EMPTY_BEFORE.get(f"{schema}.{table}", ""):
                tables.setdefault(f"{schema}.{table}", {})[f'"{column}"'] = _value(kind)
        for table, columns in tables.items():
            warehouse.execute(
                f"insert into {table} ({', '.join(columns)}) "
                f"select {', '.join(columns.values())} from range(1, {ROWS + 1}) as numbers (n)"
            )
        return {table: (list(columns), _rows(warehouse, table, list(columns))) for table, columns in tables.items()}


def _value(kind: str) -> str:
    if kind.endswith("[]"):
        return f"[{_value(kind[:-2])}]"
    return f"(n / 10)::{kind}" if kind.startswith("DECIMAL") else VALUES[kind]


def _rows(warehouse: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> list[tuple]:
    return warehouse.execute(f"select {', '.join(columns)} from {table} order by all").fetchall()
